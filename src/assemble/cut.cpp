// SPDX-License-Identifier: Apache-2.0
// Two passes over the sound (mix, then master while encoding), none over the pictures' content.

#include "assemble/cut.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <vector>

#include "assemble/encoder_settings.h"
#include "assemble/limiter.h"
#include "assemble/mastering.h"
#include "assemble/sound_mix.h"
#include "base/check.h"
#include "base/files.h"
#include "media/probe.h"

namespace reshoot {
namespace {

std::int64_t frames_of(const CutWork& work) {
  std::int64_t frames = 0;
  for (const CutSegment& segment : work.segments) {
    frames += segment.frames;
  }
  return frames;
}

/// `path` in the quotes of ffmpeg's concat lists.
std::string quoted(const std::filesystem::path& path) {
  std::string text = "'";
  for (const char c : file_argument(path)) {
    text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return text + "'";
}

/// The segments for ffmpeg's concat demuxer. Lengths are differences of rounded positions from the
/// start, so that roundings never add up.
std::string concat_list(const CutWork& work) {
  const auto microseconds = [&](std::int64_t frame) {
    return (frame * 1'000'000 * work.fps.den + work.fps.num / 2) / work.fps.num;
  };
  std::string list = "ffconcat version 1.0\n";
  std::int64_t frames = 0;
  for (const CutSegment& segment : work.segments) {
    const std::int64_t start = microseconds(frames);
    frames += segment.frames;
    list += fmt::format("file {}\nduration {}us\n", quoted(segment.picture),
                        microseconds(frames) - start);
  }
  return list;
}

/// Hands mastered sound to the encoder block by block.
class MasteredSound {
 public:
  MasteredSound(SoundFile& sound, double gain) : sound_(sound), limiter_(gain, peak_ceiling) {}

  /// Raw bytes as the encoder reads them, valid until the next call; empty at the end and after an
  /// error.
  std::string_view next() {
    block_.clear();
    while (block_.empty() && !ended_) {
      fill();
    }
    return {reinterpret_cast<const char*>(block_.data()), block_.size() * sizeof(float)};
  }

  [[nodiscard]] const Result<void>& status() const { return status_; }

 private:
  void fill() {
    const auto raw = sound_.read();
    if (!raw) {
      status_ = tl::unexpected(raw.error());
      ended_ = true;
    } else if (raw->empty()) {
      limiter_.finish(block_);
      ended_ = true;
    } else {
      limiter_.push(*raw, block_);
    }
  }

  SoundFile& sound_;
  Limiter limiter_;
  std::vector<float> block_;
  bool ended_ = false;
  Result<void> status_;
};

FfmpegCall join_call(const CutWork& work, const std::filesystem::path& list,
                     const std::filesystem::path& target) {
  FfmpegCall call;
  call.doing = "join the segments";
  // The list and what it names are our own files: `-safe 0` only allows absolute paths in it.
  call.arguments = {"-xerror",
                    "-protocol_whitelist",
                    "file,pipe",
                    "-f",
                    "concat",
                    "-safe",
                    "0",
                    "-i",
                    file_argument(list),
                    "-f",
                    "f32le",
                    "-ar",
                    std::to_string(sound_rate),
                    "-ac",
                    std::to_string(sound_channels),
                    "-i",
                    "pipe:0",
                    "-map",
                    "0:v:0",
                    "-map",
                    "1:a:0",
                    "-c:v",
                    "copy"};
  // Segments of one or two frames are not reordered, so their decoding times would run into those
  // of the next: count them through instead.
  append(call.arguments,
         {"-bsf:v", fmt::format("setts=pts=PTS:dts=(N-{})*{}", reorder_depth,
                                picture_clock(work.fps) / work.fps.num * work.fps.den)});
  append(call.arguments, sound_encoder());
  append(call.arguments, mp4_arguments(work.fps));
  call.arguments.push_back(file_argument(target));
  const std::int64_t seconds = frames_of(work) * work.fps.den / work.fps.num;
  call.timeout = std::chrono::minutes(5) + std::chrono::seconds(seconds);
  return call;
}

Result<void> join(const CutWork& work, SoundFile& sound, double gain, const Toolbox& tools,
                  const std::filesystem::path& scratch, const std::filesystem::path& target,
                  const Cancel& cancel) {
  const std::filesystem::path list = scratch / "segments.ffconcat";
  TRY(write_file_atomically(list, concat_list(work)));
  MasteredSound mastered(sound, gain);
  FfmpegCall call = join_call(work, list, target);
  call.more_input = [&mastered] { return mastered.next(); };
  TRY(run_ffmpeg(tools.tools, call, cancel));
  return mastered.status();
}

}  // namespace

Result<StepOutput> cut(const CutWork& work, const Toolbox& tools,
                       const std::filesystem::path& scratch, const Cancel& cancel) {
  CHECK(!work.segments.empty());
  TRY_ASSIGN(SoundFile sound,
             mix_sound(work.segments, work.fps, tools.tools, scratch / "sound.f32", cancel));
  TRY_ASSIGN(Mastering mastering, plan_mastering(sound, work.loudness));
  StepOutput output;
  output.file = scratch / "video.mp4";
  output.has_sound = true;
  TRY(join(work, sound, mastering.gain, tools, scratch, output.file, cancel));

  TRY_ASSIGN(const MediaFacts made, probe(output.file, MediaType::mp4, tools.tools, cancel));
  output.frames = made.picture ? made.picture->frames : 0;
  if (const std::int64_t frames = frames_of(work); output.frames != frames) {
    return fail(
        ErrorKind::corrupt,
        fmt::format("the joined video has {} pictures instead of {}", output.frames, frames),
        "run `reshoot cache verify`: a stored segment may be damaged");
  }
  if (!mastering.warning.empty()) {
    output.warnings.push_back(std::move(mastering.warning));
  }
  return output;
}

}  // namespace reshoot
