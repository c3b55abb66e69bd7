// SPDX-License-Identifier: Apache-2.0
#pragma once
// How a voice reaches a model that has no field for a sample: as the sound of a reference video
// that is made of the character's picture and the sample. Where one is sent, not what is in it.

#include <cstdint>
#include <optional>
#include <vector>

#include "campaign/model.h"

namespace reshoot {

/// Whether voices can be sent to the model in no other way than in a reference video.
bool takes_voice_video(const Model& model);

/// What such a video is made of; owned by the character.
struct VoiceVideo {
  const MediaFile* portrait = nullptr;  ///< nullptr: the character has no picture
  const MediaFile* sample = nullptr;
};

/// The voice video of a cast member, which comes last among its references. nullopt: none is sent,
/// since it is not asked for, the model takes none, or the member says nothing in this scene.
std::optional<VoiceVideo> voice_video_of(const Scene& scene, std::uint32_t member,
                                         const std::vector<Character>& characters,
                                         const Model& model);

}  // namespace reshoot
