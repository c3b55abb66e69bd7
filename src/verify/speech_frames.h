// SPDX-License-Identifier: Apache-2.0
#pragma once
// What sound is like from one 16 ms to the next, as far as it tells speech from other sounds.
// Decides nothing.

#include <cstddef>
#include <span>
#include <vector>

namespace reshoot {

constexpr std::size_t speech_frame_samples = 768;  ///< 48 ms: three periods of the deepest voice
constexpr std::size_t speech_frame_hop = 256;      ///< samples from one frame to the next: 16 ms

/// One frame. All is measured between 100 and 4000 Hz, where voices are.
struct SpeechFrame {
  double level = 0;     ///< in dB of full scale, -120 and more
  double voicing = 0;   ///< how well it repeats itself after one period, 0 to 1
  double pitch = 0;     ///< that period as Hz, 62 to 400; 0: there is none
  double movement = 0;  ///< how much its spectrum's shape changes within 64 ms, in dB
};

/// Frames of sound at `sound_rate`; none where it is shorter than one.
std::vector<SpeechFrame> speech_frames(std::span<const float> sound);

}  // namespace reshoot
