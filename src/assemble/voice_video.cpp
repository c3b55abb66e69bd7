// SPDX-License-Identifier: Apache-2.0
// One ffmpeg call with two inputs, which a person has chosen and nobody has checked.

#include "assemble/voice_video.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "assemble/encoder_settings.h"
#include "assemble/fit_filter.h"
#include "assemble/sound.h"
#include "graph/prepare.h"
#include "media/limits.h"
#include "media/orientation.h"
#include "media/probe.h"

namespace reshoot {
namespace {

constexpr std::int32_t shortest_side = 240;
constexpr std::int32_t longest_side = 1280;
constexpr Rate fps{30, 1};
constexpr std::chrono::minutes time_cap{5};

std::int32_t even(std::int64_t pixels) {
  return static_cast<std::int32_t>((pixels + 1) / 2 * 2);
}

Result<std::int64_t> frames_of(const WorkInput& sample, const Tools& tools, const Cancel& cancel) {
  TRY_ASSIGN(const MediaFacts facts, probe_headers(sample.path, sample.type, tools, cancel));
  if (!facts.sound) {
    return damaged(sample.path, sample.type, "it has no sound");
  }
  const Length own = facts.sound->time.length();
  const auto known = own.millis > 0 ? std::optional(own) : std::nullopt;
  return voice_video_length(known).frames(fps);
}

struct Portrait {
  Size size;  ///< upright
  int orientation = 1;
};

Result<Portrait> look_at(const WorkInput& picture, const Tools& tools, const Cancel& cancel) {
  TRY_ASSIGN(const MediaFacts facts, probe_headers(picture.path, picture.type, tools, cancel));
  if (!facts.picture) {
    return damaged(picture.path, picture.type, "it has no picture");
  }
  TRY_ASSIGN(const int orientation, picture_orientation(picture.path, picture.type));
  Size size = facts.picture->coded;
  if (swaps_sides(orientation)) {
    std::swap(size.width, size.height);
  }
  return Portrait{size, orientation};
}

FfmpegCall encode_call(const PrepareWork& work, const Portrait& portrait, std::int64_t frames,
                       const std::filesystem::path& target) {
  FfmpegCall call;
  call.doing = fmt::format("put '{}' and '{}' into one video", work.portrait.path.string(),
                           work.sample.path.string());
  call.timeout = time_cap;
  call.arguments = {"-xerror", "-filter_threads", "1",          "-threads",
                    "1",       "-noautorotate",   "-framerate", fps.fraction()};
  append(call.arguments, input_arguments(work.portrait.path, work.portrait.type));
  append(call.arguments, input_arguments(work.sample.path, work.sample.type));
  // Ends by filters: `-frames:v` would end the sound wherever its encoder is just then.
  const std::string picture =
      fmt::format("{},{},tpad=stop=-1:stop_mode=clone,trim=end_frame={}",
                  still_filter(upright_filter(portrait.orientation)),
                  fit_filter(Fit::pad, voice_video_size(portrait.size), "auto"), frames);
  const std::string sound = fmt::format("aresample={},apad,atrim=end_sample={}", sound_rate,
                                        frames * sound_rate * fps.den / fps.num);
  append(call.arguments, {"-map", "0:V:0", "-vf", picture});
  append(call.arguments, {"-map", "1:a:0", "-af", sound});
  append(call.arguments, picture_encoder(fps));
  append(call.arguments, sound_encoder());
  append(call.arguments, mp4_arguments(fps));
  call.arguments.push_back(file_argument(target));
  return call;
}

}  // namespace

Size voice_video_size(Size picture) {
  const std::int64_t longer = std::max(picture.width, picture.height);
  const auto side = [&](std::int64_t pixels) {
    const std::int64_t fitted =
        longer > longest_side ? (pixels * longest_side + longer / 2) / longer : pixels;
    return std::clamp(even(fitted), shortest_side, longest_side);
  };
  return {side(picture.width), side(picture.height)};
}

Result<StepOutput> make_voice_video(const PrepareWork& work, const Toolbox& tools,
                                    const std::filesystem::path& scratch, const Cancel& cancel) {
  TRY_ASSIGN(const std::int64_t frames, frames_of(work.sample, tools.tools, cancel));
  TRY_ASSIGN(const Portrait portrait, look_at(work.portrait, tools.tools, cancel));
  StepOutput output;
  output.file = scratch / "voice.mp4";
  TRY(run_ffmpeg(tools.tools, encode_call(work, portrait, frames, output.file), cancel));

  TRY_ASSIGN(const MediaFacts made, probe(output.file, MediaType::mp4, tools.tools, cancel));
  output.frames = made.picture ? made.picture->frames : 0;
  output.has_sound = made.sound.has_value();
  if (output.frames != frames || !output.has_sound) {
    return damaged(work.portrait.path, work.portrait.type,
                   fmt::format("it gave {} of {} frames", output.frames, frames));
  }
  return output;
}

}  // namespace reshoot
