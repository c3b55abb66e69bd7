// SPDX-License-Identifier: Apache-2.0
#include "voices.h"

#include <doctest/doctest.h>
#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <numbers>
#include <random>

#include "base/digest.h"
#include "verify/mfcc.h"
#include "verify/sound_reader.h"

namespace reshoot::test {
namespace {

constexpr std::size_t bias_bytes = speaker_gates * sizeof(float);

std::size_t matrix_bytes(std::size_t layer) {
  const std::size_t inputs = layer == 0 ? mfcc_count : speaker_values;
  return (inputs + speaker_hidden) * speaker_gates * sizeof(float);
}

std::size_t samples_of(double seconds) {
  return static_cast<std::size_t>(std::llround(seconds * sound_rate));
}

double seconds_at(std::size_t sample) {
  return static_cast<double>(sample) / sound_rate;
}

std::vector<Utterance> read_utterances() {
  std::vector<Utterance> all;
  const auto folder = shared_voices();
  if (!folder) {
    return all;
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder / "voices")) {
    if (entry.path().extension() == ".flac") {
      auto sound = read_sound(entry.path(), MediaType::flac, tools(), Cancel());
      REQUIRE(sound);
      REQUIRE(sound->has_value());
      all.push_back({entry.path().parent_path().filename().string(), entry.path(),
                     std::move((*sound)->samples)});
    }
  }
  std::sort(all.begin(), all.end(),
            [](const Utterance& a, const Utterance& b) { return a.path < b.path; });
  return all;
}

}  // namespace

std::optional<std::filesystem::path> shared_voices() {
  static const auto found = []() -> std::optional<std::filesystem::path> {
    const char* given = std::getenv("RESHOOT_TEST_DATA");
    std::filesystem::path folder =
        given != nullptr ? given : RESHOOT_SOURCE_DIR "/../shared/identity";
    if (std::filesystem::exists(folder / "voices")) {
      return folder;
    }
    fmt::print("skipped: tests with real voices, since there is no '{}'\n", folder.string());
    return std::nullopt;
  }();
  return found;
}

const std::vector<Utterance>& utterances() {
  static const std::vector<Utterance> all = read_utterances();
  return all;
}

std::string published_speaker_weights() {
  const auto file = *shared_voices() / "models/speaker_bilstm_f32.bin";
  const std::string shared = read_file(file, 2 * speaker_weights_bytes).value();
  REQUIRE(shared.size() == speaker_weights_bytes);
  std::string matrices;
  std::string biases;
  std::size_t at = 0;
  for (std::size_t direction = 0; direction < 2 * speaker_layers; ++direction) {
    const std::size_t size = matrix_bytes(direction / 2);
    matrices += shared.substr(at, size);
    biases += shared.substr(at + size, 2 * bias_bytes);
    at += size + 2 * bias_bytes;
  }
  return matrices + biases;
}

std::string drawn_speaker_weights() {
  std::mt19937 random(5);
  std::string bytes;
  for (std::size_t i = 0; i < speaker_weights_bytes / sizeof(float); ++i) {
    const float weight = static_cast<float>(random() % 2001) / 10'000.0F - 0.1F;
    const auto raw = std::bit_cast<std::array<char, sizeof(float)>>(weight);
    bytes.append(raw.data(), raw.size());
  }
  return bytes;
}

IdentityModel speaker_row(std::string_view weights) {
  IdentityModel model;
  model.id = "speaker";
  model.role = IdentityRole::speaker_embedding;
  model.dimensions = speaker_values;
  model.file.result = sha256(weights);
  return model;
}

std::filesystem::path write_wav(const TempDirectory& folder, const std::string& name,
                                const std::vector<float>& samples) {
  const std::string raw = name + ".raw";
  write(folder, raw,
        {reinterpret_cast<const char*>(samples.data()), samples.size() * sizeof(float)});
  return make(folder, name,
              fmt::format("-f f32le -ar {} -ac 1 -i {} -c:a pcm_f32le", sound_rate, raw));
}

std::vector<float> silence(double seconds) {
  return std::vector<float>(samples_of(seconds));
}

std::vector<float> tone(double hertz, double amplitude, double seconds) {
  std::vector<float> samples = silence(seconds);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    samples[i] =
        static_cast<float>(amplitude * std::sin(2 * std::numbers::pi * hertz * seconds_at(i)));
  }
  return samples;
}

std::vector<float> note(double hertz, double amplitude, double seconds) {
  std::vector<float> samples = silence(seconds);
  for (int harmonic = 1; harmonic <= 8; ++harmonic) {
    samples = mixed(std::move(samples), tone(hertz * harmonic, amplitude / harmonic, seconds));
  }
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double soft_end = std::min(1.0, (seconds - seconds_at(i)) / 0.01);
    samples[i] *= static_cast<float>(std::exp(-3 * seconds_at(i)) * soft_end);
  }
  return samples;
}

std::vector<float> white_noise(double amplitude, double seconds, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<float> samples = silence(seconds);
  for (float& sample : samples) {
    sample = static_cast<float>(amplitude * (static_cast<double>(random() % 20'001) / 10'000 - 1));
  }
  return samples;
}

std::vector<float> rumble(double amplitude, double seconds, std::uint32_t seed) {
  std::vector<float> samples = white_noise(amplitude, seconds, seed);
  float held = 0;
  for (float& sample : samples) {
    held = 0.97F * held + 0.2F * sample;
    sample = held;
  }
  return samples;
}

std::vector<float> joined(std::initializer_list<std::vector<float>> parts) {
  std::vector<float> all;
  for (const auto& part : parts) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

std::vector<float> mixed(std::vector<float> a, const std::vector<float>& b) {
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    a[i] += b[i];
  }
  return a;
}

}  // namespace reshoot::test
