// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a media file shows or sounds like, as a digest: metadata, paths and times do not count, and
// no output of a lossy decoder or of a scaler is in it.

#include <filesystem>
#include <string>

#include "base/cancel.h"
#include "base/digest.h"
#include "base/media_type.h"
#include "base/result.h"
#include "media/ffmpeg.h"

namespace reshoot {

/// The canonical text whose SHA-256 is the content digest. Its first line is the kind of digest and
/// its version, such as `reshoot-image-1`:
///   image    PNG, lossless WebP: size, orientation, samples
///   jpeg     coded payload without APPn and COM, orientation, ICC profile
///   webp     lossy: coded picture and alpha, orientation, ICC profile
///   sound    WAV, FLAC: rate, channels, samples
///   mp3      frames without tags
///   packets  MP4, MOV: codec parameters and packets of each stream
/// Errors: `corrupt` (damaged, too many pixels, not of that type), `environment` (missing, too
/// large, no ffmpeg), `cancelled`.
Result<std::string> describe_content(const std::filesystem::path& path, MediaType type,
                                     const Tools& tools, const Cancel& cancel);

Result<Digest> content_digest(const std::filesystem::path& path, MediaType type, const Tools& tools,
                              const Cancel& cancel);

}  // namespace reshoot
