// SPDX-License-Identifier: Apache-2.0

#include "assemble/encoder_settings.h"

#include <algorithm>
#include <string>

#include "assemble/sound.h"

namespace reshoot {

std::int32_t picture_clock(Rate fps) {
  constexpr std::int32_t finest_needed = 10'000;
  std::int32_t ticks = fps.num;
  while (ticks < finest_needed) {
    ticks *= 2;
  }
  return ticks;
}

Arguments picture_encoder(Rate fps) {
  const std::int32_t keyframe_distance = std::max(1, 2 * fps.num / fps.den);
  // veryfast at crf 17: about the bits of medium at crf 18 for less than half its time.
  return {"-c:v",
          "libx264",
          "-preset",
          "veryfast",
          "-crf",
          "17",
          "-profile:v",
          "high",
          "-pix_fmt",
          "yuv420p",
          "-threads:v",
          "1",
          "-g",
          std::to_string(keyframe_distance),
          "-x264-params",
          "open-gop=0:sliced-threads=0:bframes=3:b-pyramid=normal",
          "-color_range",
          "tv",
          "-colorspace",
          "bt709",
          "-color_primaries",
          "bt709",
          "-color_trc",
          "bt709"};
}

Arguments sound_encoder() {
  // The `fast` coder and no mid/side search: at this bit rate not heard, and three times as fast.
  return {"-c:a",       "aac",
          "-b:a",       "192k",
          "-aac_coder", "fast",
          "-aac_ms",    "0",
          "-ar",        std::to_string(sound_rate),
          "-ac",        std::to_string(sound_channels)};
}

Arguments mp4_arguments(Rate fps) {
  const std::string clock = std::to_string(picture_clock(fps));
  Arguments arguments = bit_exact_arguments();
  append(arguments, {"-video_track_timescale", clock, "-movie_timescale", clock, "-movflags",
                     "+faststart", "-f", "mp4"});
  return arguments;
}

}  // namespace reshoot
