// SPDX-License-Identifier: Apache-2.0
#pragma once
// How far a push or a pull is: one line that is written anew on a terminal, else a line now and
// then.

#include <optional>
#include <string>

#include "base/clock.h"
#include "cli/progress/output.h"
#include "store/transfer.h"

namespace reshoot {

/// `push 3/12  120 MB of 340 MB  45 MB/s  0:05 left`. `elapsed`: since it began. Pure.
std::string transfer_text(const std::string& verb, const TransferState& state, Millis elapsed);

/// Draws at most ten times a second on a terminal; else once in ten seconds. The destructor clears
/// the line.
class TransferLine {
 public:
  /// All outlive this.
  TransferLine(std::string verb, ProgressOutput& output, bool terminal, const Clock& clock);
  TransferLine(const TransferLine&) = delete;
  TransferLine& operator=(const TransferLine&) = delete;
  ~TransferLine();

  void on(const TransferState& state);

 private:
  std::string verb_;
  ProgressOutput& output_;
  bool terminal_;
  const Clock& clock_;
  Steady begun_;
  Steady last_;
  bool drawn_ = false;
};

}  // namespace reshoot
