// SPDX-License-Identifier: Apache-2.0
// One function per kind of media. Geometry comes from our own readers, samples from ffmpeg in the
// decoder's own format.

#include "media/content_digest.h"

#include <fmt/core.h>

#include "base/files.h"
#include "base/text.h"
#include "media/canonical_pixels.h"
#include "media/canonical_sound.h"
#include "media/container.h"
#include "media/jpeg.h"
#include "media/limits.h"
#include "media/mp3.h"
#include "media/packets.h"
#include "media/png.h"
#include "media/probe.h"
#include "media/webp.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

/// A file and what it is read with.
struct Input {
  const fs::path& path;
  MediaType type;
  const Tools& tools;
  const Cancel& cancel;

  [[nodiscard]] FfmpegCall call() const {
    FfmpegCall out;
    out.doing = fmt::format("read '{}'", printable(path.string()));
    out.timeout = std::chrono::minutes(10);
    return out;
  }
  [[nodiscard]] Result<std::string> bytes() const { return read_file(path, max_bytes(type)); }
};

struct Geometry {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  int orientation = 1;
  bool opaque = false;
};

/// Decodes the first picture in the decoder's own pixel format.
Result<Digest> digest_samples(const Input& input, const Geometry& geometry) {
  TRY_ASSIGN(const MediaFacts facts,
             probe_headers(input.path, input.type, input.tools, input.cancel));
  const std::string format = facts.picture ? facts.picture->pixel_format : "";
  auto pixels = CanonicalPixels::create(format, geometry.width, geometry.height, geometry.opaque);
  if (!pixels) {
    return damaged(input.path, input.type,
                   fmt::format("it decodes to '{}' pixels", printable(format)));
  }
  FfmpegCall call = input.call();
  call.arguments = {"-xerror", "-threads", "1", "-noautorotate"};
  append(call.arguments, input_arguments(input.path, input.type));
  append(call.arguments, {"-map", "0:v:0", "-frames:v", "1", "-c:v", "rawvideo", "-threads", "1",
                          "-f", "rawvideo", "pipe:1"});
  constexpr std::uint64_t bytes_per_pixel = 8;
  call.output_cap = max_picture_pixels * bytes_per_pixel;
  call.take_output = [&](std::string_view block) { pixels->take(block); };
  TRY(run_ffmpeg(input.tools, call, input.cancel));
  const std::optional<Digest> digest = pixels->finish();
  if (!digest) {
    return damaged(input.path, input.type, "its pixels are not complete");
  }
  return *digest;
}

Result<std::string> describe_image(const Input& input, const Geometry& geometry) {
  TRY_ASSIGN(const Digest samples, digest_samples(input, geometry));
  return fmt::format("reshoot-image-1\nsize {}x{}\norientation {}\nsamples {}\n", geometry.width,
                     geometry.height, geometry.orientation, samples.hex());
}

Result<std::string> describe_png(const Input& input) {
  TRY_ASSIGN(const std::string bytes, input.bytes());
  TRY_ASSIGN(const PngHeader header, read_png_header(bytes, input.path));
  return describe_image(input, {header.width, header.height, header.orientation, false});
}

Result<std::string> describe_webp(const Input& input) {
  TRY_ASSIGN(const std::string bytes, input.bytes());
  TRY_ASSIGN(const WebpParts parts, read_webp(bytes, input.path));
  if (!parts.lossless) {
    return describe_lossy_webp(parts);
  }
  return describe_image(input, {parts.width, parts.height, parts.orientation, !parts.has_alpha});
}

Result<std::string> describe_sound(const Input& input) {
  TRY(check_whole(input.path, input.type));
  TRY_ASSIGN(const MediaFacts facts,
             probe_headers(input.path, input.type, input.tools, input.cancel));
  if (!facts.sound) {
    return damaged(input.path, input.type, "it holds no sound");
  }
  const SoundFacts& sound = *facts.sound;
  const SampleLayout* const layout = sample_layout(sound.sample_format);
  const bool lossless = sound.codec == "flac" || sound.codec.starts_with("pcm_");
  if (layout == nullptr || !lossless) {
    return damaged(input.path, input.type,
                   fmt::format("its sound is '{}', which is not lossless", printable(sound.codec)));
  }
  CanonicalSound samples(*layout);
  FfmpegCall call = input.call();
  call.arguments = {"-xerror", "-err_detect", "crccheck+explode"};
  append(call.arguments, input_arguments(input.path, input.type));
  append(call.arguments, {"-map", "0:a:0", "-c:a", fmt::format("pcm_{}", layout->raw), "-f",
                          std::string(layout->raw), "pipe:1"});
  call.output_cap = 16 * max_media_bytes;  // FLAC of silence becomes much larger
  call.take_output = [&](std::string_view block) { samples.take(block); };
  TRY(run_ffmpeg(input.tools, call, input.cancel));
  const std::optional<Digest> digest = samples.finish();
  if (!digest) {
    return damaged(input.path, input.type, "it holds no sound");
  }
  return fmt::format("reshoot-sound-1\nrate {}\nchannels {}\nsamples {} {}\n", sound.sample_rate,
                     sound.channels, layout->is_float ? "float" : "integer", digest->hex());
}

Result<std::string> describe_packets(const Input& input) {
  TRY(check_whole(input.path, input.type));
  PacketText packets;
  FfmpegCall call = input.call();
  call.arguments = {"-print_format", "default",       "-show_data_hash",
                    "sha256",        "-show_entries", packet_entries()};
  append(call.arguments, input_arguments(input.path, input.type));
  call.output_cap = max_media_bytes;
  call.take_output = [&](std::string_view text) { packets.take(text); };
  TRY(run_ffprobe(input.tools, call, input.cancel));
  return packets.describe(input.path, input.type);
}

}  // namespace

Result<std::string> describe_content(const fs::path& path, MediaType type, const Tools& tools,
                                     const Cancel& cancel) {
  TRY(check_file_size(path, type));
  const Input input{path, type, tools, cancel};
  switch (type) {
    case MediaType::png:
      return describe_png(input);
    case MediaType::webp_lossy:
    case MediaType::webp_lossless:
      return describe_webp(input);
    case MediaType::wav:
    case MediaType::flac:
      return describe_sound(input);
    case MediaType::mp4:
    case MediaType::mov:
      return describe_packets(input);
    case MediaType::jpeg: {
      TRY_ASSIGN(const std::string bytes, input.bytes());
      TRY_ASSIGN(const JpegParts parts, read_jpeg(bytes, path));
      return describe_jpeg(parts);
    }
    case MediaType::mp3: {
      TRY_ASSIGN(const std::string bytes, input.bytes());
      return describe_mp3(bytes, path);
    }
    case MediaType::unknown:
      break;
  }
  return fail(
      ErrorKind::corrupt,
      fmt::format("'{}' is no picture, sound or video that is known", printable(path.string())),
      "use PNG, JPEG, WebP, WAV, FLAC, MP3, MP4 or MOV");
}

Result<Digest> content_digest(const fs::path& path, MediaType type, const Tools& tools,
                              const Cancel& cancel) {
  TRY_ASSIGN(const std::string text, describe_content(path, type, tools, cancel));
  return sha256(text);
}

}  // namespace reshoot
