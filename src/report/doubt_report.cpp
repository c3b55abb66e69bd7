// SPDX-License-Identifier: Apache-2.0
#include "report/doubt_report.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/figures.h"
#include "report/json_text.h"
#include "report/table.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

constexpr int deepest = 16;
constexpr std::size_t prompt_cells = 60;

/// The first text called `name`, in the order in which it is written.
const std::string* find_text(const Json& json, const char* name, int depth) {
  if (depth == deepest || !json.is_structured()) {
    return nullptr;
  }
  if (json.is_object()) {
    const auto own = json.find(name);
    if (own != json.end() && own->is_string()) {
      return own->get_ptr<const std::string*>();
    }
  }
  for (const Json& part : json) {
    if (const std::string* const found = find_text(part, name, depth + 1)) {
      return found;
    }
  }
  return nullptr;
}

std::string sent_text(const DoubtfulTake& doubtful) {
  if (!doubtful.sent) {
    return "the ledger does not say where";
  }
  return fmt::format("{} to {} ({}), as {}", doubtful.sent->iso(), doubtful.provider,
                     doubtful.base_url, doubtful.model);
}

std::string amount_text(const Take& take) {
  return take.reserved.micros > 0 ? take.reserved.text() + " by the catalog, set aside until then"
                                  : "not known: the catalog has no price";
}

std::string clues_text(const DoubtfulTake& doubtful) {
  return joined(
      {doubtful.job.empty() ? "" : "job " + doubtful.job,
       fmt::format("seed {}", doubtful.take.seed),
       doubtful.prompt.empty() ? "" : fmt::format("a prompt that begins \"{}\"", doubtful.prompt)});
}

std::string doubt_text(const DoubtfulTake& doubtful, std::string_view command,
                       const TextStyle& style) {
  const Take& take = doubtful.take;
  Table table({{""}, {""}});
  const auto fact = [&](std::string_view name, const std::string& text) {
    table.add({StyledText(name, Paint::dim), text});
  };
  fact("why", take.note.empty() ? "not told" : take.note);
  fact("sent", sent_text(doubtful));
  fact("price", amount_text(take));
  fact("look for", clues_text(doubtful));
  const auto say = [&](const char* option, const char* when) {
    table.add({StyledText(when, Paint::dim), fmt::format("{} {} {}", command, take.uuid, option)});
  };
  say("--billed", "paid for, but gone");
  say("--not-billed", "it is not there");
  say("--adopt JOB", "it is there");
  StyledText head(fmt::format("{} take {}", doubtful.clip, take.number), Paint::bold);
  head.add(fmt::format(" of {}, {}", take.campaign, take.model));
  // Commands are there to be copied: no line is cut.
  return head.text(style.colour) + "\n" + table.text({0, style.colour}, 2);
}

Json to_json(const DoubtfulTake& doubtful) {
  const Take& take = doubtful.take;
  return {{"uuid", take.uuid},
          {"clip", doubtful.clip},
          {"campaign", take.campaign},
          {"number", take.number},
          {"model", take.model},
          {"seed", take.seed},
          {"reserved_micros", take.reserved.micros},
          {"why", take.note},
          {"provider", doubtful.provider},
          {"base_url", doubtful.base_url},
          {"provider_model", doubtful.model},
          {"sent", doubtful.sent ? Json(doubtful.sent->iso()) : Json()},
          {"job", doubtful.job.empty() ? Json() : Json(doubtful.job)},
          {"prompt", doubtful.prompt}};
}

}  // namespace

std::string prompt_in(std::string_view request) {
  const Json json = Json::parse(request, nullptr, false);
  for (const char* const name : {"prompt", "script", "input_text", "text"}) {
    if (const std::string* const found = find_text(json, name, 0)) {
      return ellipsize(printable(*found), prompt_cells);
    }
  }
  return {};
}

std::string doubts_text(const std::vector<DoubtfulTake>& takes, std::string_view command,
                        const TextStyle& style) {
  if (takes.empty()) {
    return "no take is in doubt\n";
  }
  Money sum;
  std::string text;
  for (const DoubtfulTake& doubtful : takes) {
    sum += doubtful.take.reserved;
    text += doubt_text(doubtful, command, style) + "\n";
  }
  return text + fmt::format(
                    "{} in doubt, {}; look at the provider's list of jobs around the time "
                    "that is given, in UTC\n",
                    counted(static_cast<std::int64_t>(takes.size()), "take"), sum.text());
}

std::string doubts_json(const std::vector<DoubtfulTake>& takes) {
  Json list = Json::array();
  for (const DoubtfulTake& doubtful : takes) {
    list.push_back(to_json(doubtful));
  }
  return json_text({{"schema_version", json_schema_version}, {"in_doubt", std::move(list)}});
}

}  // namespace reshoot
