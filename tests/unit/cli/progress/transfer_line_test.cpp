// SPDX-License-Identifier: Apache-2.0
#include "cli/progress/transfer_line.h"

#include <doctest/doctest.h>

#include <string>

namespace reshoot {
namespace {

struct Written final : ProgressOutput {
  void write(std::string_view more) override { text += more; }
  [[nodiscard]] TerminalSize size() const override { return {30, 24}; }
  std::string text;
};

}  // namespace

TEST_CASE("transfer_text: counts, bytes, rate and what is left") {
  CHECK(transfer_text("push", {3, 12, 0, 340'000'000}, Millis(0)) == "push 3/12  0 B of 340.0 MB");
  CHECK(transfer_text("push", {3, 12, 120'000'000, 340'000'000}, Millis(4'000)) ==
        "push 3/12  120.0 MB of 340.0 MB  30.0 MB/s  0:07 left");
  CHECK(transfer_text("pull", {12, 12, 400, 300}, Millis(1'000)) ==
        "pull 12/12  400 B of 400 B  400 B/s");
}

TEST_CASE("TransferLine: one line on a terminal, at most ten times a second, cleared at the end") {
  Written out;
  ManualClock clock;
  {
    TransferLine line("push", out, true, clock);
    line.on({0, 2, 0, 5'000});
    CHECK(out.text == "\r\x1b[Kpush 0/2  0 B of 5.0 kB");
    out.text.clear();
    line.on({0, 2, 1'000, 5'000});
    CHECK(out.text.empty());
    clock.advance(Millis(1'000));
    line.on({0, 2, 1'000, 5'000});
    CHECK(out.text == "\r\x1b[Kpush 0/2  1.0 kB of 5.0 kB  …");  // narrower than the terminal
    out.text.clear();
  }
  CHECK(out.text == "\r\x1b[K");
}

TEST_CASE("TransferLine: elsewhere a line in ten seconds, without control characters") {
  Written out;
  ManualClock clock;
  {
    TransferLine line("push", out, false, clock);
    line.on({0, 2, 0, 5'000});
    clock.advance(Millis(9'999));
    line.on({0, 2, 1'000, 5'000});
    CHECK(out.text.empty());
    clock.advance(Millis(1));
    line.on({1, 2, 1'000, 5'000});
    CHECK(out.text == "push 1/2  1.0 kB of 5.0 kB  100 B/s  0:40 left\n");
  }
  CHECK(out.text.find('\r') == std::string::npos);
}

}  // namespace reshoot
