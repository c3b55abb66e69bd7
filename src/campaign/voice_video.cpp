// SPDX-License-Identifier: Apache-2.0
#include "campaign/voice_video.h"

#include <algorithm>

namespace reshoot {
namespace {

/// The first picture that the scene binds; else the first that the character has.
const MediaFile* portrait_of(const CastMember& member, const Character& character) {
  for (const std::uint32_t index : member.references) {
    if (const MediaFile& file = character.references[index].file; !is_video(file.type)) {
      return &file;
    }
  }
  const auto first =
      std::find_if(character.references.begin(), character.references.end(),
                   [](const Reference& reference) { return !is_video(reference.file.type); });
  return first == character.references.end() ? nullptr : &first->file;
}

}  // namespace

bool takes_voice_video(const Model& model) {
  const ModelInputs& in = model.inputs;
  const auto& types = in.video_files.types;
  const bool takes_mp4 =
      types.empty() || std::find(types.begin(), types.end(), MediaType::mp4) != types.end();
  return model.speaks && !model.local() && !model.talking_head && !in.voice_sample &&
         in.reference_videos > 0 && takes_mp4;
}

std::optional<VoiceVideo> voice_video_of(const Scene& scene, std::uint32_t member,
                                         const std::vector<Character>& characters,
                                         const Model& model) {
  const CastMember& who = scene.cast[member];
  const Character& character = characters[who.character];
  const bool asked = character.voice && character.voice_as == VoiceAs::reference_video;
  const bool speaks = std::any_of(scene.says.begin(), scene.says.end(),
                                  [&](const SpokenLine& line) { return line.cast == member; });
  if (!asked || !speaks || !takes_voice_video(model)) {
    return std::nullopt;
  }
  return VoiceVideo{portrait_of(who, character), &*character.voice};
}

}  // namespace reshoot
