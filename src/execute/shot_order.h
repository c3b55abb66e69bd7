// SPDX-License-Identifier: Apache-2.0
#pragma once
// From a clip of the graph, or from an open row of the ledger, to a shot. Pure.

#include "execute/shot.h"
#include "graph/step.h"
#include "store/job.h"

namespace reshoot {

/// A file that was made for the clip.
struct PreparedFile {
  Digest key;  ///< of the step that made it
  std::filesystem::path path;
  std::uint64_t bytes = 0;
};

/// What a take of this clip asks of its provider; its inputs have no places yet. `take` is
/// `reserved`. `prepared`: one file for each of preparations_of().
Shot shot_of(StepIndex index, const GenerateStep& step, const Take& take, const Adapter& adapter,
             const Account& account, const std::vector<PreparedFile>& prepared = {});

/// The files that the clip's order names or is made of, as they were when they were digested.
std::vector<InputFile> inputs_of(const GenerateRequest& request);

/// A take that an earlier run has sent: its job is asked for, or looked for by `request`, the body
/// that was sent. `step`: the clip that waits for it; nullopt: none does.
Shot resumed_shot(std::optional<StepIndex> step, const OpenJob& job, std::string request,
                  Millis expected, const Adapter& adapter, const Account& account);

}  // namespace reshoot
