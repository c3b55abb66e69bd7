// SPDX-License-Identifier: Apache-2.0
#include "cli/progress/live.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "cli/progress/block.h"
#include "cli/progress/messages.h"

namespace reshoot {
namespace {

constexpr std::string_view hide_cursor = "\x1b[?25l";
constexpr std::string_view show_cursor = "\x1b[?25h";
// Synchronized update: terminals that know it show all or nothing; others ignore it.
constexpr std::string_view begin_update = "\x1b[?2026h";
constexpr std::string_view end_update = "\x1b[?2026l";
constexpr std::string_view clear_line_end = "\x1b[K";
constexpr std::string_view clear_below = "\x1b[J";

}  // namespace

LiveProgress::~LiveProgress() {
  if (last_draw_) {
    output_.write(to_top(output_.size().columns).append(clear_below).append(show_cursor));
  }
}

void LiveProgress::on(const BuildEvent& event, Steady now) {
  tally_.on(event, now);
  if (const auto* end = std::get_if<BuildFinished>(&event)) {
    finish(*end);
    return;
  }
  keep(event);
  const bool due = !last_draw_ || now - *last_draw_ >= interval;
  if (due && (tally_.planned() > 0 || !kept_.empty())) {
    draw(now);
  }
}

void LiveProgress::keep(const BuildEvent& event) {
  if (const auto* failed = std::get_if<StepFailed>(&event)) {
    kept_ += failure_message(tally_, *failed, colour_);
  } else if (const auto* video = std::get_if<VideoPublished>(&event)) {
    kept_ += published_message(*video, colour_);
  } else if (const auto* fell_short = std::get_if<TakeFellShort>(&event)) {
    kept_ += short_message(tally_, *fell_short, colour_);
  } else if (const auto* stray = std::get_if<StrayTake>(&event)) {
    kept_ += stray_message(*stray, colour_);
  } else if (const auto* stopped = std::get_if<AccountStopped>(&event)) {
    kept_ += account_message(*stopped, colour_);
  } else if (const auto* finished = std::get_if<StepFinished>(&event)) {
    for (const std::string& warning : finished->warnings) {
      kept_ += warning_message(tally_.name_of(finished->step), warning, colour_);
    }
  }
}

std::string LiveProgress::to_top(std::size_t columns) const {
  // A terminal that became narrower has wrapped the lines that no longer fit.
  CHECK(columns > 0);
  std::size_t rows = 0;
  for (const std::size_t width : widths_) {
    rows += std::max<std::size_t>(1, (width + columns - 1) / columns);
  }
  return rows > 1 ? fmt::format("\r\x1b[{}A", rows - 1) : "\r";
}

void LiveProgress::draw(Steady now) {
  const TerminalSize size = output_.size();
  const std::vector<StyledText> lines = progress_block(tally_, now, size);
  std::string block;
  for (const StyledText& line : lines) {
    block += (&line == &lines.front() ? "" : "\r\n") + line.text(colour_);
    block += clear_line_end;
  }
  if (block == shown_ && kept_.empty() && size.columns == columns_) {
    return;
  }
  std::string text(begin_update);
  text += last_draw_ ? "" : hide_cursor;
  text += to_top(size.columns);
  if (!kept_.empty() || size.columns != columns_) {
    text.append(clear_below).append(kept_);
  }
  text.append(block).append(clear_below).append(end_update);
  output_.write(text);
  kept_.clear();
  widths_.clear();
  for (const StyledText& line : lines) {
    widths_.push_back(line.width());
  }
  shown_ = std::move(block);
  columns_ = size.columns;
  last_draw_ = now;
}

void LiveProgress::finish(const BuildFinished& end) {
  std::string text;
  if (last_draw_) {
    text = to_top(output_.size().columns).append(clear_below);
  }
  text.append(kept_).append(summary(tally_, end, colour_));
  text += last_draw_ ? show_cursor : "";
  output_.write(text);
  last_draw_.reset();
}

}  // namespace reshoot
