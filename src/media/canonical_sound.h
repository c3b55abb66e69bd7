// SPDX-License-Identifier: Apache-2.0
#pragma once
// Decoded samples of lossless sound as one form: integers of 32 bits, filled from the top, or
// doubles. Exact: the FLAC of a WAV gives the digest of the WAV.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "media/records.h"

namespace reshoot {

/// How the samples of one of ffmpeg's sample formats are asked for and read.
struct SampleLayout {
  std::string_view name;  ///< as ffmpeg calls it, without the `p` of planar forms
  std::string_view raw;   ///< ffmpeg's raw format that keeps every bit
  std::uint8_t bytes;
  bool is_float;
};

/// nullptr: not a format that a lossless decoder gives.
const SampleLayout* sample_layout(std::string_view sample_format);

class CanonicalSound {
 public:
  explicit CanonicalSound(const SampleLayout& layout) : layout_(&layout), records_(layout.bytes) {}

  /// The next bytes, channels interleaved, little endian.
  void take(std::string_view raw);

  /// nullopt: there was no sample, or a part of one.
  std::optional<Digest> finish();

 private:
  void convert(std::string_view samples);

  const SampleLayout* layout_;  // in a constant table
  Records records_;
  std::string converted_;
  bool has_samples_ = false;
  Sha256 hasher_;
};

}  // namespace reshoot
