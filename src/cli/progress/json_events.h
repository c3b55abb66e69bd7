// SPDX-License-Identifier: Apache-2.0
#pragma once
// Progress as one JSON object per line: `build --json`. The last is `{"event":"done",...}`.

#include <optional>

#include "cli/progress/output.h"
#include "execute/observer.h"

namespace reshoot {

class JsonProgress final : public Observer {
 public:
  explicit JsonProgress(ProgressOutput& output) : output_(output) {}

  void on(const BuildEvent& event, Steady now) override;
  [[nodiscard]] std::optional<Millis> tick() const override { return std::nullopt; }

 private:
  ProgressOutput& output_;
  const Graph* graph_ = nullptr;
};

}  // namespace reshoot
