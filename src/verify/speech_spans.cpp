// SPDX-License-Identifier: Apache-2.0

#include "verify/speech_spans.h"

#include <algorithm>
#include <cmath>

#include "verify/sound_reader.h"

namespace reshoot {
namespace {

constexpr std::size_t frames_in(double seconds) {
  return static_cast<std::size_t>(seconds * sound_rate / speech_frame_hop);
}

constexpr double audible = -60;      ///< dB of full scale
constexpr double above_floor = 6;    ///< dB
constexpr double floor_share = 0.1;  ///< of the frames around are background
constexpr std::size_t floor_reach = frames_in(1.5);

constexpr double voiced = 0.5;
constexpr double still = 0.003;  ///< change of pitch per frame that notes stay below: 5 cents
constexpr double most_still = 0.5;
constexpr std::size_t still_reach = frames_in(0.5);

constexpr double least_movement = 4.8;  ///< dB
constexpr std::size_t least_spoken = frames_in(0.16);
constexpr std::size_t longest_pause = frames_in(0.7);
/// Consonants without a voice before and after what is voiced.
constexpr std::size_t margin = frames_in(0.13);

double percentile(std::vector<double>& values, double share) {
  const auto at =
      values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

/// The background around each frame: quiet moments are part of all speech.
std::vector<double> noise_floor(const std::vector<SpeechFrame>& frames) {
  std::vector<double> floor;
  std::vector<double> around;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    around.clear();
    const std::size_t end = std::min(i + floor_reach + 1, frames.size());
    for (std::size_t k = i - std::min(i, floor_reach); k < end; ++k) {
      around.push_back(frames[k].level);
    }
    floor.push_back(percentile(around, floor_share));
  }
  return floor;
}

bool keeps_pitch(const SpeechFrame& before, const SpeechFrame& now) {
  return before.pitch > 0 && std::abs(now.pitch / before.pitch - 1) < still;
}

/// Frames that are loud and voiced and among others that hold a note are music's.
std::vector<bool> without_notes(const std::vector<SpeechFrame>& frames,
                                const std::vector<bool>& candidates) {
  // Sums up to each frame, of pairs of neighbouring candidates and of those that keep their pitch.
  std::vector<std::size_t> pairs{0};
  std::vector<std::size_t> kept{0};
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const bool pair = i > 0 && candidates[i] && candidates[i - 1];
    const bool keeps = pair && keeps_pitch(frames[i - 1], frames[i]);
    pairs.push_back(pairs.back() + (pair ? 1 : 0));
    kept.push_back(kept.back() + (keeps ? 1 : 0));
  }
  std::vector<bool> spoken = candidates;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const std::size_t begin = i - std::min(i, still_reach);
    const std::size_t end = std::min(i + still_reach + 1, frames.size());
    const auto near_pairs = static_cast<double>(pairs[end] - pairs[begin]);
    const auto near_kept = static_cast<double>(kept[end] - kept[begin]);
    spoken[i] = candidates[i] && near_pairs > 0 && near_kept <= most_still * near_pairs;
  }
  return spoken;
}

std::vector<bool> spoken_frames(const std::vector<SpeechFrame>& frames) {
  const std::vector<double> floor = noise_floor(frames);
  std::vector<bool> candidates;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const double least = std::max(floor[i] + above_floor, audible);
    candidates.push_back(frames[i].level > least && frames[i].voicing > voiced);
  }
  return without_notes(frames, candidates);
}

/// Frames from `first` to `last`, both of them spoken.
struct Group {
  std::size_t first = 0, last = 0;
};

std::vector<Group> groups_of(const std::vector<bool>& spoken) {
  std::vector<Group> groups;
  for (std::size_t i = 0; i < spoken.size(); ++i) {
    if (!spoken[i]) {
      continue;
    }
    if (groups.empty() || i - groups.back().last > longest_pause) {
      groups.push_back({i, i});
    }
    groups.back().last = i;
  }
  return groups;
}

bool is_speech(const Group& group, const HeardSpeech& speech) {
  std::vector<double> movements;
  for (std::size_t i = group.first; i <= group.last; ++i) {
    if (speech.spoken[i]) {
      movements.push_back(speech.frames[i].movement);
    }
  }
  return movements.size() >= least_spoken && percentile(movements, 0.5) >= least_movement;
}

}  // namespace

HeardSpeech find_speech(std::span<const float> sound) {
  HeardSpeech speech;
  speech.frames = speech_frames(sound);
  speech.spoken = spoken_frames(speech.frames);
  for (const Group& group : groups_of(speech.spoken)) {
    if (is_speech(group, speech)) {
      const std::size_t begin = (group.first - std::min(group.first, margin)) * speech_frame_hop;
      const std::size_t end = (group.last + margin) * speech_frame_hop + speech_frame_samples;
      speech.spans.push_back({begin, std::min(end, sound.size())});
    } else {
      std::fill(speech.spoken.begin() + static_cast<std::ptrdiff_t>(group.first),
                speech.spoken.begin() + static_cast<std::ptrdiff_t>(group.last + 1), false);
    }
  }
  return speech;
}

}  // namespace reshoot
