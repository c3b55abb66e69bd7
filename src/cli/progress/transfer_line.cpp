// SPDX-License-Identifier: Apache-2.0

#include "cli/progress/transfer_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "report/figures.h"

namespace reshoot {
namespace {

constexpr std::string_view clear_line = "\r\x1b[K";
constexpr Millis terminal_interval{100};
constexpr Millis log_interval{10'000};

Millis since(Steady begun, Steady now) {
  return std::chrono::duration_cast<Millis>(now - begun);
}

}  // namespace

std::string transfer_text(const std::string& verb, const TransferState& state, Millis elapsed) {
  std::string text =
      fmt::format("{} {}/{}  {} of {}", verb, count_text(state.done), count_text(state.total),
                  bytes_text(state.bytes), bytes_text(std::max(state.bytes, state.total_bytes)));
  const auto millis = static_cast<std::uint64_t>(elapsed.count());
  const std::uint64_t rate = millis == 0 ? 0 : state.bytes * 1000 / millis;
  if (rate == 0) {
    return text;
  }
  text += fmt::format("  {}/s", bytes_text(rate));
  if (state.bytes < state.total_bytes) {
    const std::uint64_t left = (state.total_bytes - state.bytes) * 1000 / rate;
    text += fmt::format("  {} left", clock_text(Millis(static_cast<std::int64_t>(left))));
  }
  return text;
}

TransferLine::TransferLine(std::string verb, ProgressOutput& output, bool terminal,
                           const Clock& clock)
    : verb_(std::move(verb)),
      output_(output),
      terminal_(terminal),
      clock_(clock),
      begun_(clock.now()),
      last_(begun_) {}

TransferLine::~TransferLine() {
  if (drawn_) {
    output_.write(clear_line);
  }
}

void TransferLine::on(const TransferState& state) {
  const Steady now = clock_.now();
  const bool first = terminal_ && !drawn_ && state.total > 0;
  if (!first && now - last_ < (terminal_ ? terminal_interval : log_interval)) {
    return;
  }
  last_ = now;
  const std::string text = transfer_text(verb_, state, since(begun_, now));
  if (terminal_) {
    // One cell stays free: a full line would wrap on some terminals.
    output_.write(std::string(clear_line) + ellipsize(text, output_.size().columns - 1));
    drawn_ = true;
  } else {
    output_.write(text + "\n");
  }
}

}  // namespace reshoot
