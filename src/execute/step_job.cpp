// SPDX-License-Identifier: Apache-2.0
// From graph nodes to work: where each input lies.

#include "execute/step_job.h"

#include "execute/shot_order.h"

namespace reshoot {
namespace {

/// All clips are MP4: what models deliver, and what animatic writes.
WorkInput clip_input(const Digest& blob, const BlobStore& blobs) {
  return {blobs.path_of(blob), MediaType::mp4};
}

void add_segment(const ConformStep& conform, const Made& picture,
                 const std::vector<std::optional<Made>>& made, const BlobStore& blobs,
                 CutWork& work, StepJob& out) {
  CutSegment& segment = work.segments.emplace_back();
  segment.picture = blobs.path_of(picture.blob);
  segment.frames = picture.frames;
  out.blobs.push_back(picture.blob);
  if (!picture.has_sound) {
    return;
  }
  if (conform.clip) {
    const Digest& clip = made[*conform.clip]->blob;
    segment.sound = clip_input(clip, blobs);
    out.blobs.push_back(clip);
  } else {
    segment.sound = WorkInput{conform.footage->path, conform.footage->type};
    out.job.sources.push_back(*conform.footage);
  }
}

}  // namespace

StepJob generate_job(const GenerateStep& step, std::uint32_t seed) {
  return {RunJob{GenerateWork{step.request, seed}, inputs_of(step.request)}, {}};
}

StepJob conform_job(const ConformStep& step, const std::vector<std::optional<Made>>& made,
                    const BlobStore& blobs) {
  StepJob out;
  ConformWork work{{}, step.size, step.fps, step.fit, step.seconds};
  if (step.clip) {
    const Digest& clip = made[*step.clip]->blob;
    work.source = clip_input(clip, blobs);
    out.blobs.push_back(clip);
  } else {
    work.source = {step.footage->path, step.footage->type};
    out.job.sources.push_back(*step.footage);
  }
  out.job.work = std::move(work);
  return out;
}

StepJob cut_job(const CutStep& step, const Graph& graph, const Campaign& campaign,
                const std::vector<std::optional<Made>>& made, const BlobStore& blobs) {
  StepJob out;
  CutWork work{{}, campaign.videos[step.video].size.value, step.fps, step.loudness};
  for (const StepIndex segment : step.segments) {
    add_segment(std::get<ConformStep>(graph.steps[segment].what), *made[segment], made, blobs, work,
                out);
  }
  out.job.work = std::move(work);
  return out;
}

}  // namespace reshoot
