// SPDX-License-Identifier: Apache-2.0
#pragma once
// Voices for tests: the shared recordings and weights, sounds made here.

#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "catalog/identity_model.h"
#include "unit/media/media_files.h"
#include "verify/speaker_weights.h"

namespace reshoot::test {

/// The folder with shared models and recordings (RESHOOT_TEST_DATA, else beside the source root).
/// nullopt where it is not here; says once that tests are skipped.
std::optional<std::filesystem::path> shared_voices();

/// A recording of one person.
struct Utterance {
  std::string speaker;
  std::filesystem::path path;
  std::vector<float> samples;  ///< at 16 kHz
};
/// The shared recordings, by name. Empty where the folder is not here.
const std::vector<Utterance>& utterances();

/// The bytes of the published speaker model's `archive/data/0`, put together from the shared file
/// that holds the same tensors in another order.
std::string published_speaker_weights();

/// A row whose file has these bytes.
IdentityModel speaker_row(std::string_view weights);

/// Weights that no training has seen, in the layout of the published file: for tests that need
/// numbers, not voices.
std::string drawn_speaker_weights();

/// Writes sound at 16 kHz as a WAV of floats; returns its path.
std::filesystem::path write_wav(const TempDirectory& folder, const std::string& name,
                                const std::vector<float>& samples);

/// Sounds of a length in seconds, at 16 kHz. Amplitude 1 is full scale.
std::vector<float> silence(double seconds);
std::vector<float> tone(double hertz, double amplitude, double seconds);
/// Of a plucked string: harmonics that die away, with a soft end.
std::vector<float> note(double hertz, double amplitude, double seconds);
std::vector<float> white_noise(double amplitude, double seconds, std::uint32_t seed = 1);
/// Mostly below 200 Hz, like traffic.
std::vector<float> rumble(double amplitude, double seconds, std::uint32_t seed = 1);

std::vector<float> joined(std::initializer_list<std::vector<float>> parts);
/// As long as `a`.
std::vector<float> mixed(std::vector<float> a, const std::vector<float>& b);

}  // namespace reshoot::test
