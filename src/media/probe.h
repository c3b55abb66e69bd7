// SPDX-License-Identifier: Apache-2.0
#pragma once
// Technical facts of a media file, by ffprobe. What it prints is checked like any foreign text.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/cancel.h"
#include "base/media_type.h"
#include "base/result.h"
#include "base/units.h"
#include "media/ffmpeg.h"

namespace reshoot {

/// Time in ticks of `base.num / base.den` seconds.
struct StreamTime {
  Rate base{1, 1};
  std::int64_t start = 0;
  std::int64_t duration = 0;  ///< 0: not known

  /// The duration to the nearest thousandth of a second.
  [[nodiscard]] Length length() const;
};

/// The first stream of moving or still pictures; cover pictures do not count.
struct PictureFacts {
  std::string codec;            ///< `h264`
  std::string profile;          ///< may be empty
  std::string pixel_format;     ///< `yuv420p`
  Size coded;                   ///< as stored
  Size shown;                   ///< after rotation, pixels taken as square
  std::int32_t rotation = 0;    ///< clockwise degrees to turn it for showing: 0, 90, 180, 270
  std::string colour_space;     ///< `bt709`; empty: not said
  std::string colour_transfer;  ///< `smpte2084`; empty: not said
  bool interlaced = false;      ///< frames hold two fields
  Rate average_rate{0, 1};      ///< 0/1: not known
  Rate base_rate{0, 1};         ///< the lowest rate that fits all times
  std::int64_t frames = 0;      ///< counted; 0 from probe_headers
  StreamTime time;
};

/// The first stream of sound.
struct SoundFacts {
  std::string codec;
  std::string sample_format;  ///< `fltp`
  std::int32_t sample_rate = 0;
  std::int32_t channels = 0;
  StreamTime time;
};

struct MediaFacts {
  std::string container;  ///< ffprobe's name of the format
  std::optional<PictureFacts> picture;
  std::optional<SoundFacts> sound;
};

/// Reads the whole file to count its frames. Errors: `corrupt` (not decodable, nothing in it, facts
/// out of range), `environment`, `cancelled`.
Result<MediaFacts> probe(const std::filesystem::path& path, MediaType type, const Tools& tools,
                         const Cancel& cancel);

/// The same without counting: `frames` stays 0.
Result<MediaFacts> probe_headers(const std::filesystem::path& path, MediaType type,
                                 const Tools& tools, const Cancel& cancel);

/// Facts out of the JSON that ffprobe printed. Pure; any bytes are answered. `path` and `type` are
/// for messages.
Result<MediaFacts> parse_probe(std::string_view json, const std::filesystem::path& path,
                               MediaType type);

}  // namespace reshoot
