// SPDX-License-Identifier: Apache-2.0
// Reasons in one line each. Of two long values the part that differs is shown.

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/digest.h"
#include "base/text.h"
#include "report/figures.h"
#include "report/step_report.h"
#include "report/word_diff.h"

namespace reshoot {
namespace {

constexpr std::string_view arrow = " -> ";
// Values are cut here where lines are not fitted to any width: nobody reads a line of kilobytes.
constexpr std::size_t longest_line = 200;
constexpr std::size_t shortest_value = 8;
constexpr std::string_view cut_sign = "…";

bool is_prose(std::string_view field, std::string_view value) {
  return field == "prompt" || field.starts_with("says[") || field.ends_with(".description") ||
         value.empty() || value.find_first_of(" \n\t") != std::string_view::npos;
}

std::string text_of(std::vector<Word>::const_iterator from, std::vector<Word>::const_iterator to) {
  std::string text;
  for (auto word = from; word != to; ++word) {
    text += word->text;
  }
  return text;
}

/// The words around the first change that fit `cells`; what is left out shows as `…`.
std::string around_change(const std::vector<Word>& words, std::size_t cells) {
  std::string all = printable(text_of(words.begin(), words.end()));
  if (display_width(all) <= cells) {
    return all;
  }
  const auto is_changed = [](const Word& word) { return word.changed; };
  auto from = std::find_if(words.begin(), words.end(), is_changed);
  auto to = std::find_if(words.rbegin(), std::make_reverse_iterator(from), is_changed).base();
  if (from == words.end()) {
    from = words.begin();
    to = from;
  }
  const auto shown = [&] {
    std::string text = printable(text_of(from, to));
    text.erase(text.find_last_not_of(' ') + 1);
    return fmt::format("{}{}{}", from == words.begin() ? "" : cut_sign, text,
                       to == words.end() ? "" : cut_sign);
  };
  std::string best = shown();
  // One word more at a time, first behind the change, then before it.
  for (bool grown = true; grown;) {
    grown = false;
    for (const bool behind : {true, false}) {
      if (behind ? to == words.end() : from == words.begin()) {
        continue;
      }
      behind ? ++to : --from;
      if (std::string more = shown(); display_width(more) <= cells) {
        best = std::move(more);
        grown = true;
      } else {
        behind ? --to : ++from;
      }
    }
  }
  return ellipsize(best, cells);
}

std::string quoted_if_prose(std::string_view field, const std::string& whole, std::string part) {
  return is_prose(field, whole) ? "\"" + std::move(part) + "\"" : std::move(part);
}

std::string short_value(std::string_view value) {
  constexpr std::size_t digest_text_size = 71;  // `sha256:` and 64 digits
  const auto digest = value.size() == digest_text_size ? Digest::parse(value) : std::nullopt;
  return digest ? digest->hex().substr(0, 8) : std::string(value);
}

/// Cells for two values next to each other: what one does not need is the other's.
std::pair<std::size_t, std::size_t> share(std::size_t cells, std::size_t a, std::size_t b) {
  const std::size_t half = cells / 2;
  if (a <= half) {
    return {a, cells - a};
  }
  return b <= half ? std::pair(cells - b, b) : std::pair(half, cells - half);
}

StyledText change_line(const ReportedReason& reason, std::size_t cells) {
  const std::string was = short_value(reason.was);
  const std::string now = short_value(reason.now);
  const WordDiff diff = word_diff(was, now);
  StyledText line(reason.field + ": ");
  constexpr std::size_t quotes = 4;
  const std::size_t fixed = line.width() + arrow.size() + quotes;
  const std::size_t room = std::max(cells, fixed + 2 * shortest_value) - fixed;
  const auto [was_cells, now_cells] =
      share(room, display_width(printable(was)), display_width(printable(now)));
  line.add(quoted_if_prose(reason.field, was, around_change(diff.was, was_cells)), Paint::red);
  line.add(arrow);
  line.add(quoted_if_prose(reason.field, now, around_change(diff.now, now_cells)), Paint::green);
  return line;
}

/// Where the bytes of a take are.
std::string bytes_phrase(const StepReport& step) {
  if (step.decision == DecisionKind::lost) {
    return "its bytes are nowhere to be found";
  }
  if (step.decision == DecisionKind::fetch) {
    return step.fetch_bytes > 0
               ? fmt::format("the remote has its bytes ({})", bytes_text(step.fetch_bytes))
               : "its bytes are here, and the ledger does not know them yet";
  }
  return "its bytes are missing and are made again";
}

StyledText phrase(const StepReport& step, const ReportedReason& reason, std::size_t cells) {
  if (reason.field == "new") {
    return step.kind == StepKind::generate ? "never shot before" : "never made before";
  }
  if (reason.field == "retake") {
    return "another take was asked for";
  }
  if (reason.field == "inputs") {
    return "waits for what it is made from";
  }
  if (reason.field == "bytes") {
    return bytes_phrase(step);
  }
  if (reason.field == "job") {
    return step.decision == DecisionKind::resume
               ? "sent by an earlier build; its result is waited for"
               : "sent by an earlier build, and nobody knows whether it was accepted";
  }
  return field_line(reason, cells);
}

}  // namespace

StyledText field_line(const ReportedReason& reason, std::size_t cells) {
  if (!reason.was.empty() && !reason.now.empty()) {
    return change_line(reason, cells);
  }
  StyledText line(reason.field);
  if (!reason.now.empty()) {
    line.add(": added ").add(shown_value(reason.field, reason.now), Paint::green);
  } else {
    line.add(": removed ").add(shown_value(reason.field, reason.was), Paint::red);
  }
  return line;
}

std::string shown_value(std::string_view field, std::string_view value) {
  const std::string text = short_value(value);
  return quoted_if_prose(field, text, text);
}

StyledText reason_line(const StepReport& step, std::size_t cells) {
  const std::size_t most = cells == 0 ? longest_line : cells;
  if (step.decision == DecisionKind::blocked) {
    return "needs a step that is in doubt, lost or held";
  }
  const bool held = !step.holds.empty();
  const std::size_t count = held ? step.holds.size() : step.reasons.size();
  if (count == 0) {
    return {};
  }
  const std::string more = count == 1 ? "" : fmt::format(" and {} more", count - 1);
  const std::size_t room = std::max(most, more.size()) - more.size();
  StyledText first =
      held ? StyledText(step.holds.front().why) : phrase(step, step.reasons.front(), room);
  return first.cut(room).add(more, Paint::dim);
}

}  // namespace reshoot
