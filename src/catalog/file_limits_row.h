// SPDX-License-Identifier: Apache-2.0
#pragma once
// The field table of limits for files in a catalog file.

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "catalog/file_limits.h"
#include "yaml/bind.h"
#include "yaml/bind_scalars.h"

namespace reshoot {

/// A format as a catalog file names it: lossy and lossless WebP are one.
enum class FileFormat { png, jpeg, webp, wav, flac, mp3, mp4, mov };

template <>
struct Choices<FileFormat> {
  static constexpr std::string_view wanted = "png, jpeg, webp, wav, flac, mp3, mp4 or mov";
  static constexpr std::array<std::string_view, 8> texts{"png",  "jpeg", "webp", "wav",
                                                         "flac", "mp3",  "mp4",  "mov"};
  static constexpr std::array values{FileFormat::png, FileFormat::jpeg, FileFormat::webp,
                                     FileFormat::wav, FileFormat::flac, FileFormat::mp3,
                                     FileFormat::mp4, FileFormat::mov};
};

struct FileLimitsRow {
  std::vector<FileFormat> types;
  std::optional<Whole<1, 100'000>> megabytes;
  std::optional<Whole<1, 100'000>> side_from;
  std::optional<Whole<1, 100'000>> side_to;
  std::optional<Whole<1, 1'000>> widest;
  std::optional<Length> shortest;
  std::optional<Length> longest;
};

template <>
struct Table<FileLimitsRow> {
  using T = FileLimitsRow;
  static constexpr std::string_view name = "files";
  static constexpr std::string_view noun = "limits of files";
  static constexpr std::array fields{
      field<&T::types>("types", "The formats; without it all that a campaign may name."),
      field<&T::megabytes>("megabytes", "Largest file, in millions of bytes."),
      field<&T::side_from>("side_from", "Least pixels of the shorter side."),
      field<&T::side_to>("side_to", "Most pixels of the longer side."),
      field<&T::widest>("widest", "Longer side to shorter side, at most."),
      field<&T::shortest>("shortest", "Shortest clip or sound in seconds."),
      field<&T::longest>("longest", "Longest clip or sound in seconds."),
  };
};

FileLimits file_limits_of(const FileLimitsRow& row);

}  // namespace reshoot
