// SPDX-License-Identifier: Apache-2.0
#pragma once
// Does the steps of this machine: previews, segments, videos, and voices for providers.

#include "assemble/toolbox.h"
#include "graph/step_runner.h"

namespace reshoot {

/// Holds no state: may be called from several threads at once.
struct LocalRunner final : StepRunner {
  explicit LocalRunner(Toolbox with) : tools(std::move(with)) {}

  Result<StepOutput> run(const StepWork& work, const std::filesystem::path& scratch,
                         const Cancel& cancel) const override;
  Result<StepOutput> inspect(const std::filesystem::path& file,
                             const Cancel& cancel) const override;

  Toolbox tools;
};

}  // namespace reshoot
