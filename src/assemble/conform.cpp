// SPDX-License-Identifier: Apache-2.0
// One ffmpeg call from any picture source to a segment; the facts about the source decide which
// filters are in it.

#include "assemble/conform.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "assemble/encoder_settings.h"
#include "assemble/fit_filter.h"
#include "base/media_type.h"
#include "media/limits.h"
#include "media/orientation.h"
#include "media/probe.h"

namespace reshoot {
namespace {

constexpr Length longest_footage{6LL * 3600 * 1000};

/// Pictures as bright as paper stay as they are; what is brighter is pressed into the rest.
constexpr std::string_view tone_map =
    "zscale=transferin={}:primariesin=bt2020:matrixin=2020_ncl:transfer=linear:npl=203,"
    "format=gbrpf32le,zscale=primaries=bt709,tonemap=mobius:desat=0,"
    "zscale=transfer=bt709:matrix=bt709:range=limited,format=yuv420p";

bool is_high_dynamic_range(const PictureFacts& facts) {
  return facts.colour_transfer == "smpte2084" || facts.colour_transfer == "arib-std-b67";
}

/// What the picture is coded in, where it does not say so itself: large videos are BT.709 by
/// convention.
std::string matrix_of(const PictureFacts& facts, bool is_still) {
  constexpr std::int32_t lines_of_high_definition = 720;
  const bool says = !facts.colour_space.empty() && facts.colour_space != "unknown";
  const bool large = std::min(facts.coded.width, facts.coded.height) >= lines_of_high_definition;
  return !says && large && !is_still ? "bt709" : "auto";
}

/// `upright`: the filter that turns a still picture; videos are turned by ffmpeg.
std::string filters(const ConformWork& work, const PictureFacts& facts, std::string_view upright) {
  const bool is_still = is_image(work.source.type);
  const bool tone_mapped = is_high_dynamic_range(facts);
  std::string chain;
  if (facts.interlaced) {
    chain += "bwdif=mode=send_frame,";
  }
  if (is_still) {
    chain += still_filter(upright) + ",";
  } else {
    chain += fmt::format("fps=fps={}:start_time=0:eof_action=pass,", work.fps.fraction());
  }
  if (tone_mapped) {
    chain += fmt::format(fmt::runtime(tone_map), facts.colour_transfer) + ",";
  }
  chain += fit_filter(work.fit, work.size, tone_mapped ? "bt709" : matrix_of(facts, is_still));
  // The last frame is held for as long as the frame count of the output asks.
  return chain + ",tpad=stop=-1:stop_mode=clone";
}

/// Frames of the segment: as asked, else as long as the footage.
Result<std::int64_t> frames_of(const ConformWork& work, const PictureFacts& facts) {
  if (work.seconds) {
    return work.seconds->frames(work.fps);
  }
  const Length own = facts.time.length();
  if (is_image(work.source.type) || own.millis == 0) {
    return fail(ErrorKind::campaign,
                fmt::format("'{}' has no length of its own", work.source.path.string()),
                "give the scene `seconds`");
  }
  if (own > longest_footage) {
    return fail(ErrorKind::campaign,
                fmt::format("'{}' says that it is longer than {} hours", work.source.path.string(),
                            longest_footage.millis / 3'600'000),
                "give the scene `seconds`, or cut the footage");
  }
  return own.frames(work.fps);
}

/// Far more than a busy machine needs, so that only what hangs is stopped.
std::chrono::milliseconds time_cap(const ConformWork& work, std::int64_t frames) {
  constexpr std::int64_t pixels_per_ms = 500;
  const std::int64_t pixels = std::int64_t{work.size.width} * work.size.height * frames;
  return std::chrono::minutes(5) + std::chrono::milliseconds(pixels / pixels_per_ms);
}

Result<FfmpegCall> encode_call(const ConformWork& work, const PictureFacts& facts,
                               std::int64_t frames, const std::filesystem::path& target) {
  FfmpegCall call;
  call.doing = fmt::format("bring '{}' to {} at {} fps", work.source.path.string(),
                           work.size.text(), work.fps.text());
  call.timeout = time_cap(work, frames);
  call.arguments = {"-xerror", "-filter_threads", "1", "-threads", "1"};
  std::string_view upright;
  if (is_image(work.source.type)) {
    TRY_ASSIGN(const int orientation, picture_orientation(work.source.path, work.source.type));
    upright = upright_filter(orientation);
    append(call.arguments, {"-noautorotate", "-framerate", work.fps.fraction()});
  }
  append(call.arguments, input_arguments(work.source.path, work.source.type));
  append(call.arguments, {"-map", "0:V:0", "-vf", filters(work, facts, upright), "-frames:v",
                          std::to_string(frames)});
  append(call.arguments, picture_encoder(work.fps));
  append(call.arguments, mp4_arguments(work.fps));
  call.arguments.push_back(file_argument(target));
  return call;
}

}  // namespace

Result<StepOutput> conform(const ConformWork& work, const Toolbox& tools,
                           const std::filesystem::path& scratch, const Cancel& cancel) {
  const WorkInput& source = work.source;
  TRY_ASSIGN(const MediaFacts facts, probe_headers(source.path, source.type, tools.tools, cancel));
  if (!facts.picture) {
    return damaged(source.path, source.type, "it has no picture");
  }
  TRY_ASSIGN(const std::int64_t frames, frames_of(work, *facts.picture));
  StepOutput output;
  output.file = scratch / "segment.mp4";
  output.has_sound = facts.sound.has_value();
  TRY_ASSIGN(const FfmpegCall call, encode_call(work, *facts.picture, frames, output.file));
  TRY(run_ffmpeg(tools.tools, call, cancel));

  TRY_ASSIGN(const MediaFacts made, probe(output.file, MediaType::mp4, tools.tools, cancel));
  output.frames = made.picture ? made.picture->frames : 0;
  if (output.frames != frames) {
    return damaged(source.path, source.type,
                   fmt::format("it gave {} of {} frames", output.frames, frames));
  }
  return output;
}

}  // namespace reshoot
