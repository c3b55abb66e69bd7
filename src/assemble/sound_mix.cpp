// SPDX-License-Identifier: Apache-2.0
// Segments are decoded a few dozen per ffmpeg call: starting a program for each would take longer
// than its sound, and one call for all would hold hundreds of files open.

#include "assemble/sound_mix.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <vector>

#include "assemble/sound.h"

namespace reshoot {
namespace {

constexpr std::size_t segments_per_call = 32;
constexpr std::int64_t longest_fade = sound_rate / 200;  // 5 ms

/// A segment's sound and how many sound frames it fills.
struct Piece {
  const CutSegment* segment = nullptr;
  std::int64_t frames = 0;
};

std::vector<Piece> lay_out(std::span<const CutSegment> segments, Rate fps) {
  std::vector<Piece> pieces;
  std::int64_t pictures = 0;
  for (const CutSegment& segment : segments) {
    const std::int64_t start = sound_position(pictures, fps);
    pictures += segment.frames;
    pieces.push_back({&segment, sound_position(pictures, fps) - start});
  }
  return pieces;
}

/// `[0:a:0]...[s0];` where the piece has sound, and silence from nothing where not.
std::string piece_filter(const Piece& piece, std::size_t input, std::size_t label) {
  if (!piece.segment->sound) {
    return fmt::format(
        "anullsrc=r={}:cl=stereo,atrim=end_sample={},aformat=sample_fmts=flt[s{}];\n", sound_rate,
        piece.frames, label);
  }
  const std::int64_t fade = std::min(longest_fade, piece.frames / 2);
  return fmt::format(
      "[{}:a:0]aresample={}:async=1:first_pts=0,aformat=sample_fmts=flt:channel_layouts=stereo,"
      "apad,atrim=end_sample={},afade=t=in:ns={},afade=t=out:ss={}:ns={}[s{}];\n",
      input, sound_rate, piece.frames, fade, piece.frames - fade, fade, label);
}

FfmpegCall decode_call(std::span<const Piece> pieces) {
  FfmpegCall call;
  call.doing = "decode the sound";
  call.arguments = {"-xerror", "-filter_complex_threads", "1"};
  std::string graph;
  std::string labels;
  std::int64_t frames = 0;
  std::size_t input = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    graph += piece_filter(pieces[i], input, i);
    labels += fmt::format("[s{}]", i);
    frames += pieces[i].frames;
    if (const auto& sound = pieces[i].segment->sound) {
      append(call.arguments, {"-vn", "-threads", "1"});
      append(call.arguments, input_arguments(sound->path, sound->type));
      call.doing = fmt::format("decode the sound of '{}'", sound->path.string());
      ++input;
    }
  }
  graph += fmt::format("{}concat=n={}:v=0:a=1[out]", labels, pieces.size());
  append(call.arguments,
         {"-filter_complex", graph, "-map", "[out]", "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1"});
  const std::int64_t bytes = frames * static_cast<std::int64_t>(sound_channels * sizeof(float));
  constexpr std::int64_t slack = 1 << 20;  // so that too much is seen as what it is below
  call.output_cap = static_cast<std::uint64_t>(bytes + slack);
  // A busy machine decodes many times faster than the sound lasts.
  call.timeout = std::chrono::minutes(5) + std::chrono::seconds(frames / sound_rate);
  return call;
}

/// Decodes into `take`.
Result<void> decode(std::span<const Piece> pieces, const Tools& tools,
                    std::function<void(std::string_view)> take, const Cancel& cancel) {
  FfmpegCall call = decode_call(pieces);
  call.take_output = std::move(take);
  TRY(run_ffmpeg(tools, call, cancel));
  return {};
}

/// The error of the first piece that cannot be decoded by itself, so that it names its file;
/// `together` where each of them can.
Error blame(std::span<const Piece> pieces, Error together, const Tools& tools,
            const Cancel& cancel) {
  if (together.kind != ErrorKind::corrupt) {
    return together;
  }
  for (const Piece& piece : pieces) {
    if (auto alone = decode(
            {&piece, 1}, tools, [](std::string_view) {}, cancel);
        !alone) {
      return std::move(alone).error();
    }
  }
  return together;
}

Result<void> decode_into(SoundFile& file, std::span<const Piece> pieces, const Tools& tools,
                         const Cancel& cancel) {
  Result<void> written;
  const auto take = [&](std::string_view bytes) {
    if (written) {
      written = file.append(bytes);
    }
  };
  if (auto decoded = decode(pieces, tools, take, cancel); !decoded) {
    return tl::unexpected(blame(pieces, std::move(decoded).error(), tools, cancel));
  }
  return written;
}

}  // namespace

Result<SoundFile> mix_sound(std::span<const CutSegment> segments, Rate fps, const Tools& tools,
                            const std::filesystem::path& path, const Cancel& cancel) {
  TRY_ASSIGN(SoundFile file, SoundFile::create(path));
  const std::vector<Piece> pieces = lay_out(segments, fps);
  std::int64_t expected = 0;
  for (std::size_t at = 0; at < pieces.size(); at += segments_per_call) {
    const std::size_t count = std::min(segments_per_call, pieces.size() - at);
    const auto some = std::span(pieces).subspan(at, count);
    TRY(decode_into(file, some, tools, cancel));
    for (const Piece& piece : some) {
      expected += piece.frames;
    }
    if (file.frames() != expected) {
      return fail(ErrorKind::corrupt, fmt::format("the sound of segments {} to {} came out as {} "
                                                  "frames instead of {}",
                                                  at + 1, at + count, file.frames(), expected));
    }
  }
  return file;
}

}  // namespace reshoot
