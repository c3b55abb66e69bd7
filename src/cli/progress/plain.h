// SPDX-License-Identifier: Apache-2.0
#pragma once
// Progress as plain lines, for logs: one line for each thing that happened, no control characters.

#include <optional>
#include <string>

#include "cli/progress/output.h"
#include "cli/progress/tally.h"
#include "execute/observer.h"

namespace reshoot {

class PlainProgress final : public Observer {
 public:
  PlainProgress(ProgressOutput& output, bool colour) : output_(output), colour_(colour) {}

  void on(const BuildEvent& event, Steady now) override;
  [[nodiscard]] std::optional<Millis> tick() const override { return std::nullopt; }

 private:
  [[nodiscard]] std::string text_of(const BuildEvent& event, Steady now) const;
  [[nodiscard]] std::string text_of(const StepFinished& event) const;

  ProgressOutput& output_;
  bool colour_;
  BuildTally tally_;
};

}  // namespace reshoot
