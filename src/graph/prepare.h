// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is made on this machine before a clip is asked for, and is sent with it: the reference
// videos that carry voices. A step of its own key, outside the graph: only clips that run need it.

#include <optional>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/units.h"
#include "graph/key.h"
#include "graph/request.h"
#include "graph/step_runner.h"

namespace reshoot {

/// The recipe of voice videos; it is in the key of their clips: another number bills them anew.
constexpr int voice_video_recipe = 1;

/// Models take reference videos from 1 s on; of wan2.7-r2v's, 5 s are billed at most.
constexpr Length shortest_voice_video{1000};
constexpr Length longest_voice_video{5000};

/// How long the video of a sample is: as long as the sample, within limits; of a sample whose
/// length is not known, as long as any may be.
Length voice_video_length(std::optional<Length> sample);

/// One file to be made.
struct Preparation {
  Digest key;  ///< of its step: names the artifact, and the upload
  PrepareWork work;
  std::vector<InputFile> sources;  ///< what it is made of; must not change meanwhile
};

/// What a clip needs before it is sent, in the order of its cast. `tools`: the versions that the
/// bytes depend on.
std::vector<Preparation> preparations_of(const GenerateRequest& request, std::string_view tools);

/// The key of one; the text of it begins with `reshoot-key 1 prepare`.
Digest prepare_key(const VoiceVideoRequest& video, std::string_view tools);

}  // namespace reshoot
