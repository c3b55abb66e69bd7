// SPDX-License-Identifier: Apache-2.0

#include "report/share_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/figures.h"
#include "report/json_text.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_failures_listed = 20;

std::string_view done_word(ShareDirection direction) {
  return direction == ShareDirection::push ? "pushed" : "pulled";
}

std::string takes_text(int count, std::string_view which) {
  return count == 0 ? "" : fmt::format("{} {}", counted(count, "take"), which);
}

/// `pushed 12 takes (340 MB) to /mnt/team`
std::string moved_text(ShareDirection direction, const std::string& place,
                       const TransferOutcome& outcome) {
  const std::string_view where = direction == ShareDirection::push ? "to" : "from";
  if (outcome.moved == 0) {
    return fmt::format("nothing was {} {} {}", done_word(direction), where, place);
  }
  return fmt::format("{} {} ({}) {} {}", done_word(direction), counted(outcome.moved, "take"),
                     bytes_text(outcome.bytes), where, place);
}

std::string rest_text(ShareDirection direction, const TransferOutcome& outcome) {
  const std::string_view already =
      direction == ShareDirection::push ? "were there already" : "were here already";
  return joined({outcome.already == 1
                     ? takes_text(1, direction == ShareDirection::push ? "was there already"
                                                                       : "was here already")
                     : takes_text(outcome.already, already),
                 takes_text(outcome.absent, "neither here nor there"),
                 takes_text(static_cast<int>(outcome.failures.size()), "failed")});
}

std::string failures_text(const TransferOutcome& outcome, const TextStyle& style) {
  std::string out;
  const std::size_t listed = std::min(outcome.failures.size(), most_failures_listed);
  for (std::size_t i = 0; i < listed; ++i) {
    const FailedTransfer& failed = outcome.failures[i];
    out += StyledText("failed", Paint::red)
               .add(": ")
               .add(failed.take)
               .add(": ")
               .add(failed.error.message)
               .text(style.colour) +
           "\n";
    if (!failed.error.help.empty()) {
      out += StyledText("  = help: ").add(failed.error.help).text(style.colour) + "\n";
    }
  }
  if (listed < outcome.failures.size()) {
    out += fmt::format("and {} more failed\n", outcome.failures.size() - listed);
  }
  return out;
}

/// What is to know beside the counts.
std::string notes_text(const TransferOutcome& outcome) {
  std::string out;
  if (outcome.adopted > 0) {
    out += fmt::format("{} new to the ledger\n", counted(outcome.adopted, "take"));
  }
  if (outcome.without_record > 0) {
    out += fmt::format("{} without a record: the next build takes the bytes in\n",
                       counted(outcome.without_record, "take"));
  }
  if (outcome.stopped && outcome.stopped->kind == ErrorKind::cancelled) {
    out += "stopped: files that are complete are kept; the same command goes on from there\n";
  }
  return out;
}

Json to_json(const Error& error) {
  return {{"message", error.message}, {"help", error.help}};
}

}  // namespace

std::string share_text(ShareDirection direction, const std::string& place,
                       const TransferOutcome& outcome, const TextStyle& style) {
  const std::string rest = rest_text(direction, outcome);
  return failures_text(outcome, style) +
         StyledText(moved_text(direction, place, outcome)).text(style.colour) +
         (rest.empty() ? "" : "; " + rest) + "\n" + notes_text(outcome);
}

std::string share_json(ShareDirection direction, const std::string& place,
                       const TransferOutcome& outcome) {
  Json failures = Json::array();
  for (const FailedTransfer& failed : outcome.failures) {
    Json one = to_json(failed.error);
    one["take"] = failed.take;
    failures.push_back(std::move(one));
  }
  Json json{{"schema_version", json_schema_version},
            {"remote", place},
            {std::string(done_word(direction)), outcome.moved},
            {"bytes", outcome.bytes},
            {"already", outcome.already}};
  if (direction == ShareDirection::pull) {
    json["absent"] = outcome.absent;
    json["adopted"] = outcome.adopted;
    json["without_record"] = outcome.without_record;
  }
  json["failures"] = std::move(failures);
  json["stopped"] = outcome.stopped ? to_json(*outcome.stopped) : Json();
  return json_text(json);
}

}  // namespace reshoot
