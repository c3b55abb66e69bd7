// SPDX-License-Identifier: Apache-2.0
#include "identity/strangers.h"

#include <algorithm>

namespace reshoot {

namespace {

/// How long a sampled frame stands for: until the next one, the last one as long as the one before.
std::int64_t shown_ms(const Measurement& clip, std::uint32_t sample) {
  const std::vector<FrameSample>& samples = clip.samples;
  if (samples.size() < 2) {
    return clip.technical.length.millis;
  }
  const std::size_t next = std::min<std::size_t>(sample + 1, samples.size() - 1);
  return samples[next].time_ms - samples[next - 1].time_ms;
}

/// Over a track: the time that it is seen, its widest face.
struct Extent {
  std::int64_t ms = 0;
  const FaceSample* widest = nullptr;
};

Extent extent_of(const Measurement& clip, const FaceTrack& track) {
  Extent extent;
  for (const std::uint32_t i : track.faces) {
    const FaceSample& face = clip.faces[i];
    extent.ms += shown_ms(clip, face.sample);
    if (extent.widest == nullptr || face.box.width > extent.widest->box.width) {
      extent.widest = &face;
    }
  }
  return extent;
}

bool is_worth_telling(const Measurement& clip, const FaceTrack& track, const Extent& extent) {
  if (!track.usable.empty()) {
    return extent.ms >= stranger_ms;
  }
  const auto frame = static_cast<float>(clip.technical.size.width);
  return extent.ms >= unknown_stranger_ms &&
         extent.widest->box.width >= unknown_stranger_width * frame;
}

}  // namespace

std::vector<Stranger> strangers_in(const Measurement& clip, const std::vector<FaceTrack>& tracks,
                                   const std::vector<std::optional<std::uint32_t>>& given,
                                   const FaceScores& scores) {
  std::vector<Stranger> strangers;
  for (std::size_t t = 0; t < tracks.size(); ++t) {
    const FaceTrack& track = tracks[t];
    const Extent extent = extent_of(clip, track);
    if (given[t] || !is_worth_telling(clip, track, extent)) {
      continue;
    }
    const std::uint32_t last = clip.faces[track.faces.back()].sample;
    const FaceScores::Nearest nearest = scores.nearest(track.usable, std::nullopt);
    Stranger stranger;
    stranger.from_ms = clip.samples[clip.faces[track.faces.front()].sample].time_ms;
    stranger.to_ms = clip.samples[last].time_ms + shown_ms(clip, last);
    stranger.usable = static_cast<int>(track.usable.size());
    stranger.box = extent.widest->box;
    stranger.sample = extent.widest->sample;
    stranger.nearest = nearest.character;
    stranger.similarity = nearest.similarity;
    strangers.push_back(stranger);
  }
  return strangers;
}

}  // namespace reshoot
