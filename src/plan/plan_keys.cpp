// SPDX-License-Identifier: Apache-2.0
// Keys of steps once it is known what their inputs were made into.

#include "graph/key.h"
#include "plan/plan.h"

namespace reshoot {
namespace {

SegmentDigests segment_digests(const Graph& graph, StepIndex segment,
                               const std::vector<std::optional<Made>>& made) {
  const auto& conform = std::get<ConformStep>(graph.steps[segment].what);
  const Made& picture = *made[segment];
  SegmentDigests digests{picture.blob, {}, picture.has_sound};
  if (picture.has_sound) {
    digests.sound = conform.clip ? made[*conform.clip]->blob : conform.footage->content;
  }
  return digests;
}

}  // namespace

std::vector<std::optional<Made>> made_by(const Graph& graph, const Plan& plan) {
  std::vector<std::optional<Made>> made(graph.steps.size());
  for (const Decision& decision : plan.decisions) {
    made[decision.step] = decision.made;
  }
  return made;
}

void describe(const Graph& graph, const Step& step, const std::vector<std::optional<Made>>& made,
              KeySink& sink) {
  if (const auto* generate = std::get_if<GenerateStep>(&step.what)) {
    describe(generate->request, sink);
  } else if (const auto* conform = std::get_if<ConformStep>(&step.what)) {
    const Digest source = conform->clip ? made[*conform->clip]->blob : conform->footage->content;
    describe(*conform, source, graph.tools, sink);
  } else {
    const auto& cut = std::get<CutStep>(step.what);
    std::vector<SegmentDigests> segments;
    segments.reserve(cut.segments.size());
    for (const StepIndex segment : cut.segments) {
      segments.push_back(segment_digests(graph, segment, made));
    }
    describe(cut, segments, graph.tools, sink);
  }
}

Digest key_of(const Graph& graph, const Step& step, const std::vector<std::optional<Made>>& made) {
  KeyText text(step.kind());
  describe(graph, step, made, text);
  return text.key();
}

std::optional<Made> find_made(const Facts& facts, const Digest& key) {
  const auto found = facts.artifacts.find(key);
  if (found == facts.artifacts.end() || !facts.blobs.contains(found->second.blob)) {
    return std::nullopt;
  }
  const Artifact& artifact = found->second;
  return Made{artifact.blob, artifact.bytes, artifact.frames, artifact.has_sound};
}

}  // namespace reshoot
