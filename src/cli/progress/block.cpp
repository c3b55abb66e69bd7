// SPDX-License-Identifier: Apache-2.0
#include "cli/progress/block.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/figures.h"

namespace reshoot {
namespace {

constexpr std::size_t most_running_lines = 4;
constexpr std::size_t other_lines = 4;  // bar, rest of what runs, times, one line of room
constexpr std::size_t widest_bar = 24;
// The last line leaves room for the `^C` that a terminal shows where the cursor stands.
constexpr std::size_t room_for_echo = 3;

std::string repeated(std::string_view part, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) {
    out += part;
  }
  return out;
}

StyledText bar(int permille, std::size_t cells) {
  const std::size_t full = cells * static_cast<std::size_t>(permille) / 1000;
  StyledText bar(repeated("█", full), Paint::green);
  return bar.add(repeated("░", cells - full), Paint::dim);
}

/// `12 of 37 clips`
void add_count(StyledText& line, const BuildTally::Kind& kind, std::string_view noun) {
  if (kind.planned > 0) {
    line.add(fmt::format("  {} of {}", count_text(kind.done), counted(kind.planned, noun)));
  }
}

StyledText counts_line(const BuildTally& tally, std::size_t columns) {
  StyledText line = bar(tally.permille(), std::min(widest_bar, columns / 4));
  if (const int failed = tally.failed(); failed > 0) {
    line.add("  ").add(count_text(failed) + " failed", Paint::red);
  }
  add_count(line, tally.of(StepKind::generate), "clip");
  add_count(line, tally.of(StepKind::conform), "segment");
  add_count(line, tally.of(StepKind::cut), "video");
  return line;
}

void add_running(std::vector<StyledText>& lines, const BuildTally& tally, Steady now,
                 TerminalSize size) {
  const std::size_t room = size.rows > other_lines ? size.rows - other_lines : 0;
  const std::size_t shown = std::min({tally.running().size(), most_running_lines, room});
  for (std::size_t i = 0; i < shown; ++i) {
    const BuildTally::Running& running = tally.running()[i];
    const std::string time =
        clock_text(std::chrono::duration_cast<Millis>(now - running.since)) + "  ";
    StyledText name(tally.name_of(running.step));
    if (running.queued) {
      name.add("  to be sent", Paint::dim);
    } else if (!running.provider.empty()) {
      name.add("  at " + running.provider, Paint::dim);
    }
    lines.push_back(StyledText(fmt::format("{:>8}", time), Paint::dim).append(name));
  }
  const std::size_t more = tally.running().size() - shown;
  if (more > 0 && shown > 0) {
    lines.push_back(StyledText(fmt::format("        and {} more", more), Paint::dim));
  }
}

StyledText times_line(const BuildTally& tally, Steady now) {
  StyledText line("elapsed " + clock_text(tally.elapsed(now)));
  if (tally.stopping()) {
    return line.add("  stopping: what runs is being ended, what is made is kept", Paint::yellow);
  }
  line.add("  about " + clock_text(tally.left(now)) + " left");
  return line.add("  " + tally.spent().text() + " spent");
}

}  // namespace

std::vector<StyledText> progress_block(const BuildTally& tally, Steady now, TerminalSize size) {
  const auto all_but = [&](std::size_t cells) { return std::max(size.columns, cells + 1) - cells; };
  std::vector<StyledText> lines{counts_line(tally, size.columns)};
  add_running(lines, tally, now, size);
  for (StyledText& line : lines) {
    line.cut(all_but(1));
  }
  lines.push_back(times_line(tally, now).cut(all_but(room_for_echo)));
  return lines;
}

}  // namespace reshoot
