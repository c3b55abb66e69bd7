// SPDX-License-Identifier: Apache-2.0
// The built-in free model: an honest pre-visualisation of a scene.
#include "assemble/animatic.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "assemble/animatic_film.h"
#include "assemble/animatic_material.h"
#include "assemble/animatic_scene.h"
#include "assemble/encoder_settings.h"
#include "assemble/scratch_voice.h"
#include "assemble/sound.h"
#include "base/files.h"
#include "media/ffmpeg.h"

namespace reshoot {
namespace {

constexpr std::string_view clip_name = "animatic.mp4";
constexpr std::string_view voice_name = "voice.wav";

/// ffmpeg's arguments to make the clip of raw frames on stdin and of the voice in the folder.
Arguments encode_arguments(const AnimaticScene& scene) {
  Arguments arguments{"-protocol_whitelist",
                      "file,pipe",
                      "-f",
                      "rawvideo",
                      "-pixel_format",
                      "yuv420p",
                      "-video_size",
                      scene.size.text(),
                      "-framerate",
                      scene.rate.fraction(),
                      "-i",
                      "pipe:0"};
  append(arguments, {"-protocol_whitelist", "file,pipe", "-f", "wav", "-i",
                     fmt::format("file:{}", voice_name)});
  append(arguments, {"-map", "0:v", "-map", "1:a", "-filter_threads", "1"});
  append(arguments, {"-af", fmt::format("aresample={},apad,atrim=end_sample={}", sound_rate,
                                        sound_position(scene.frames, scene.rate))});
  append(arguments, picture_encoder(scene.rate));
  append(arguments, {"-subq", "1"});  // a third of the encoder's time, for one bit in twenty
  append(arguments, sound_encoder());
  append(arguments, mp4_arguments(scene.rate));
  arguments.push_back(fmt::format("file:{}", clip_name));
  return arguments;
}

}  // namespace

Result<StepOutput> shoot_animatic(const GenerateWork& work, const Toolbox& toolbox,
                                  const std::filesystem::path& scratch, const Cancel& cancel) {
  const GenerateRequest& request = work.request;
  const AnimaticScene scene = plan_animatic(work);
  TRY_ASSIGN(ScratchVoice voice, speak(scratch_lines(request, scene), request.language,
                                       request.seconds, toolbox.tools.espeak, cancel));
  TRY(write_file_atomically(scratch / voice_name, wav_of(voice.sound)));
  TRY_ASSIGN(Material material,
             gather_material(scene.pictures, scene.pages, scene.size, toolbox, scratch, cancel));
  Film film(build_set(scene, std::move(material), voice.lines), scene.move, scene.size, scene.rate,
            scene.frames);
  FfmpegCall encode;
  encode.doing = "encode an animatic";
  encode.arguments = encode_arguments(scene);
  encode.directory = scratch;
  encode.more_input = [&film] { return film.next(); };
  TRY(run_ffmpeg(toolbox.tools, encode, cancel));
  return StepOutput{scratch / clip_name, scene.frames, true, std::move(voice.warnings)};
}

}  // namespace reshoot
