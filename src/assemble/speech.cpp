// SPDX-License-Identifier: Apache-2.0
// Short pieces of speech in memory.
#include "assemble/speech.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <optional>

namespace reshoot {
namespace {

std::uint32_t little_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = count; i > 0; --i) {
    value = value << 8U | static_cast<unsigned char>(bytes[at + i - 1]);
  }
  return value;
}

void put(std::string& bytes, std::uint32_t value, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    bytes += static_cast<char>(value >> (8 * i) & 255U);
  }
}

std::int16_t to_sample(double value) {
  return static_cast<std::int16_t>(std::lround(std::clamp(value, -32767.0, 32767.0)));
}

/// Rate and place of the sample bytes of a WAV.
struct WavParts {
  std::int32_t rate = 0;
  std::string_view data;
};

/// nullopt: not PCM, one channel, 16 bit.
std::optional<WavParts> parts_of(std::string_view wav) {
  if (wav.size() < 12 || wav.substr(0, 4) != "RIFF" || wav.substr(8, 4) != "WAVE") {
    return std::nullopt;
  }
  WavParts parts;
  for (std::size_t at = 12; at + 8 <= wav.size();) {
    const std::string_view id = wav.substr(at, 4);
    const std::size_t declared = little_endian(wav, at + 4, 4);
    const std::string_view body = wav.substr(at + 8, declared);
    if (id == "fmt " && body.size() >= 16) {
      const bool pcm = little_endian(body, 0, 2) == 1 && little_endian(body, 2, 2) == 1 &&
                       little_endian(body, 14, 2) == 16;
      const std::uint32_t rate = little_endian(body, 4, 4);
      if (!pcm || rate < 8000 || rate > 192000) {
        return std::nullopt;
      }
      parts.rate = static_cast<std::int32_t>(rate);
    }
    if (id == "data" && parts.rate > 0) {
      parts.data = body;
      return parts;
    }
    at += 8 + body.size() + declared % 2;
  }
  return std::nullopt;
}

}  // namespace

Result<Speech> speech_of_wav(std::string_view wav) {
  const std::optional<WavParts> parts = parts_of(wav);
  if (!parts) {
    return fail(ErrorKind::corrupt, "the speech is not a WAV of one 16-bit channel");
  }
  Speech speech;
  speech.rate = parts->rate;
  speech.samples.resize(parts->data.size() / 2);
  for (std::size_t i = 0; i < speech.samples.size(); ++i) {
    speech.samples[i] = static_cast<std::int16_t>(little_endian(parts->data, 2 * i, 2));
  }
  return speech;
}

void trim(Speech& speech) {
  constexpr int audible = 160;  // -46 dBFS
  const auto loud = [](std::int16_t s) { return std::abs(static_cast<int>(s)) >= audible; };
  const auto first = std::find_if(speech.samples.begin(), speech.samples.end(), loud);
  const auto last =
      std::find_if(speech.samples.rbegin(), std::make_reverse_iterator(first), loud).base();
  speech.samples = {first, last};
}

void level(Speech& speech) {
  double power = 0;
  int peak = 0;
  for (const std::int16_t s : speech.samples) {
    power += static_cast<double>(s) * s;
    peak = std::max(peak, std::abs(static_cast<int>(s)));
  }
  if (peak == 0) {
    return;
  }
  const double rms = std::sqrt(power / static_cast<double>(speech.samples.size()));
  const double gain = std::min(3277 / rms, 26029.0 / peak);  // -20 dBFS and -2 dBFS
  for (std::int16_t& s : speech.samples) {
    s = to_sample(s * gain);
  }
}

Timeline silent_timeline(std::int32_t rate, std::int64_t millis) {
  const std::int64_t frames = (millis * rate + 999) / 1000;
  return {rate, std::vector<std::int16_t>(static_cast<std::size_t>(2 * frames))};
}

void lay(Timeline& timeline, const Speech& speech, std::int64_t begin_millis, double side) {
  const double angle = (side + 1) * std::numbers::pi / 4;  // constant power
  const double left = std::cos(angle) * std::numbers::sqrt2;
  const double right = std::sin(angle) * std::numbers::sqrt2;
  const auto begin = static_cast<std::size_t>(begin_millis * timeline.rate / 1000);
  const std::size_t all = timeline.samples.size() / 2;
  const std::size_t count = begin >= all ? 0 : std::min(speech.samples.size(), all - begin);
  const bool is_cut = count < speech.samples.size();
  const double fade = timeline.rate * 0.03;
  for (std::size_t i = 0; i < count; ++i) {
    const double gain = is_cut ? std::min(1.0, static_cast<double>(count - i) / fade) : 1.0;
    const std::size_t at = 2 * (begin + i);
    timeline.samples[at] = to_sample(timeline.samples[at] + speech.samples[i] * gain * left);
    timeline.samples[at + 1] =
        to_sample(timeline.samples[at + 1] + speech.samples[i] * gain * right);
  }
}

std::string wav_of(const Timeline& timeline) {
  const auto size = static_cast<std::uint32_t>(timeline.samples.size() * 2);
  const auto rate = static_cast<std::uint32_t>(timeline.rate);
  std::string wav = "RIFF";
  put(wav, 36 + size, 4);
  wav += "WAVEfmt ";
  put(wav, 16, 4);
  put(wav, 1, 2);  // PCM
  put(wav, 2, 2);  // channels
  put(wav, rate, 4);
  put(wav, rate * 4, 4);  // bytes per second
  put(wav, 4, 2);         // bytes per sample of both channels
  put(wav, 16, 2);
  wav += "data";
  put(wav, size, 4);
  wav.reserve(wav.size() + size);
  for (const std::int16_t s : timeline.samples) {
    put(wav, static_cast<std::uint16_t>(s), 2);
  }
  return wav;
}

}  // namespace reshoot
