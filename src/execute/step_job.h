// SPDX-License-Identifier: Apache-2.0
#pragma once
// The work of a step as a value for a worker. Pure: paths and facts in, job out.

#include <vector>

#include "campaign/model.h"
#include "execute/job.h"
#include "graph/step.h"
#include "plan/plan.h"
#include "store/blobs.h"

namespace reshoot {

/// A step's work, and the blobs that it reads: they are checked before it starts.
struct StepJob {
  RunJob job;
  std::vector<Digest> blobs;
};

StepJob generate_job(const GenerateStep& step, std::uint32_t seed);

/// `made` holds the outputs of all inputs of the step.
StepJob conform_job(const ConformStep& step, const std::vector<std::optional<Made>>& made,
                    const BlobStore& blobs);
StepJob cut_job(const CutStep& step, const Graph& graph, const Campaign& campaign,
                const std::vector<std::optional<Made>>& made, const BlobStore& blobs);

}  // namespace reshoot
