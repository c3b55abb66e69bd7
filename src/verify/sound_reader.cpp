// SPDX-License-Identifier: Apache-2.0
// ffmpeg decodes, resamples and mixes; raw floats come through a pipe, cut anywhere.

#include "verify/sound_reader.h"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstring>
#include <string>
#include <string_view>

#include "media/limits.h"
#include "media/probe.h"

namespace reshoot {
namespace {

static_assert(std::endian::native == std::endian::little, "f32le is read as it lies in memory");

constexpr std::int64_t longest_samples = longest_sound_seconds * sound_rate;
/// Decoding ten minutes of sound takes a few seconds.
constexpr auto patience = std::chrono::minutes(5);
/// Decoders of damaged files give anything: what is far beyond full scale is noise as well.
constexpr float loudest = 8;

/// Takes blocks of bytes and keeps whole samples, at most one more than is wanted.
class SampleSink {
 public:
  void take(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::size_t count = std::min(bytes.size(), sizeof(float) - filled_);
      std::memcpy(part_.data() + filled_, bytes.data(), count);
      filled_ += count;
      bytes.remove_prefix(count);
      if (filled_ == sizeof(float)) {
        add(std::bit_cast<float>(part_));
        filled_ = 0;
      }
    }
  }

  Sound finish() && {
    Sound sound;
    sound.cut = std::ssize(samples_) > longest_samples;
    samples_.resize(std::min(samples_.size(), static_cast<std::size_t>(longest_samples)));
    sound.samples = std::move(samples_);
    return sound;
  }

 private:
  void add(float value) {
    samples_.push_back(std::isfinite(value) ? std::clamp(value, -loudest, loudest) : 0);
  }

  std::array<char, sizeof(float)> part_{};
  std::size_t filled_ = 0;
  std::vector<float> samples_;
};

FfmpegCall call_for(const std::filesystem::path& path, MediaType type) {
  FfmpegCall call;
  call.doing = fmt::format("decode the sound of '{}'", path.filename().string());
  call.arguments = input_arguments(path, type);
  // Pauses between packets become silence, as does a late start: times are the file's.
  const std::string filter = fmt::format("aresample={}:async=1:first_pts=0,atrim=end_sample={}",
                                         sound_rate, longest_samples + 1);
  append(call.arguments, {"-map", "0:a:0", "-vn", "-sn", "-dn", "-af", filter, "-ac", "1", "-f",
                          "f32le", "-c:a", "pcm_f32le", "pipe:1"});
  call.output_cap = (static_cast<std::uint64_t>(longest_samples) + sound_rate) * sizeof(float);
  call.timeout = patience;
  return call;
}

/// Whether the file is sound as such and has no stream of sound.
Result<bool> has_no_sound(const std::filesystem::path& path, MediaType type, const Tools& tools,
                          const Cancel& cancel) {
  TRY_ASSIGN(const MediaFacts facts, probe_headers(path, type, tools, cancel));
  return !facts.sound;
}

}  // namespace

Result<std::optional<Sound>> read_sound(const std::filesystem::path& path, MediaType type,
                                        const Tools& tools, const Cancel& cancel) {
  TRY(check_file_size(path, type));
  SampleSink sink;
  FfmpegCall call = call_for(path, type);
  call.take_output = [&sink](std::string_view bytes) { sink.take(bytes); };
  const auto ran = run_ffmpeg(tools, call, cancel);
  if (ran) {
    return std::move(sink).finish();
  }
  if (ran.error().kind == ErrorKind::corrupt) {
    // Most clips have sound, so the question is only asked where decoding failed.
    const auto mute = has_no_sound(path, type, tools, cancel);
    if (mute && *mute) {
      return std::nullopt;
    }
  }
  return tl::unexpected<Error>(ran.error());
}

}  // namespace reshoot
