// SPDX-License-Identifier: Apache-2.0
#include "identity/strangers.h"

#include <algorithm>
#include <utility>

#include "identity/quantile.h"

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

/// The most prominent face of the cast in one sampled frame.
struct CastFace {
  float width = 0, sharpness = 0;
};

std::vector<CastFace> cast_faces(const Measurement& clip, const std::vector<FaceTrack>& tracks,
                                 const std::vector<std::optional<std::uint32_t>>& given) {
  std::vector<CastFace> all(clip.samples.size());
  for (std::size_t t = 0; t < tracks.size(); ++t) {
    if (!given[t]) {
      continue;
    }
    for (const std::uint32_t i : tracks[t].faces) {
      const FaceSample& face = clip.faces[i];
      CastFace& one = all[face.sample];
      one.width = std::max(one.width, face.box.width);
      one.sharpness = std::max(one.sharpness, face.sharpness);
    }
  }
  return all;
}

/// Sets width and focus.
void hold_beside(const Measurement& clip, const FaceTrack& track, const std::vector<CastFace>& cast,
                 Stranger& stranger) {
  std::vector<float> widths;
  std::vector<float> focuses;
  for (const std::uint32_t i : track.faces) {
    const FaceSample& face = clip.faces[i];
    const CastFace& beside = cast[face.sample];
    if (beside.width > 0 && beside.sharpness > 0) {
      widths.push_back(face.box.width / beside.width);
      focuses.push_back(face.sharpness / beside.sharpness);
    }
  }
  if (!widths.empty()) {
    stranger.width = median(std::move(widths));
    stranger.focus = median(std::move(focuses));
  }
}

}  // namespace

std::vector<Stranger> strangers_in(const Measurement& clip, const std::vector<FaceTrack>& tracks,
                                   const std::vector<std::optional<std::uint32_t>>& given,
                                   const FaceScores& scores) {
  const std::vector<CastFace> cast = cast_faces(clip, tracks, given);
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
    hold_beside(clip, track, cast, stranger);
    strangers.push_back(stranger);
  }
  return strangers;
}

}  // namespace reshoot
