// SPDX-License-Identifier: Apache-2.0
#include "catalog/file_limits_row.h"

namespace reshoot {

namespace {

void put_types(FileFormat format, std::vector<MediaType>& types) {
  switch (format) {
    case FileFormat::png:
      types.push_back(MediaType::png);
      return;
    case FileFormat::jpeg:
      types.push_back(MediaType::jpeg);
      return;
    case FileFormat::webp:
      types.push_back(MediaType::webp_lossy);
      types.push_back(MediaType::webp_lossless);
      return;
    case FileFormat::wav:
      types.push_back(MediaType::wav);
      return;
    case FileFormat::flac:
      types.push_back(MediaType::flac);
      return;
    case FileFormat::mp3:
      types.push_back(MediaType::mp3);
      return;
    case FileFormat::mp4:
      types.push_back(MediaType::mp4);
      return;
    case FileFormat::mov:
      types.push_back(MediaType::mov);
      return;
  }
}

}  // namespace

FileLimits file_limits_of(const FileLimitsRow& row) {
  constexpr std::uint64_t megabyte = 1'000'000;
  const auto pixels = [](const auto& whole) {
    return whole ? static_cast<std::int32_t>(whole->value) : 0;
  };
  FileLimits limits;
  for (const FileFormat format : row.types) {
    put_types(format, limits.types);
  }
  limits.bytes = row.megabytes ? static_cast<std::uint64_t>(row.megabytes->value) * megabyte : 0;
  limits.side_from = pixels(row.side_from);
  limits.side_to = pixels(row.side_to);
  limits.widest = pixels(row.widest);
  limits.shortest = row.shortest;
  limits.longest = row.longest;
  return limits;
}

}  // namespace reshoot
