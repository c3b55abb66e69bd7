// SPDX-License-Identifier: Apache-2.0
#include "graph/prepare.h"

#include <algorithm>

namespace reshoot {

Length voice_video_length(std::optional<Length> sample) {
  return std::clamp(sample.value_or(longest_voice_video), shortest_voice_video,
                    longest_voice_video);
}

Digest prepare_key(const VoiceVideoRequest& video, std::string_view tools) {
  KeyText text("prepare");
  describe(video, tools, text);
  return text.key();
}

std::vector<Preparation> preparations_of(const GenerateRequest& request, std::string_view tools) {
  std::vector<Preparation> all;
  for (const CastRequest& cast : request.cast) {
    if (cast.voice_video) {
      const VoiceVideoRequest& video = *cast.voice_video;
      all.push_back(
          {prepare_key(video, tools),
           {{video.portrait.path, video.portrait.type}, {video.sample.path, video.sample.type}},
           {video.portrait, video.sample}});
    }
  }
  return all;
}

}  // namespace reshoot
