// SPDX-License-Identifier: Apache-2.0
#include "report/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace reshoot {
namespace {

/// Whole seconds, rounded to the nearest.
std::int64_t seconds_of(Millis time) {
  return (std::max<std::int64_t>(time.count(), 0) + 500) / 1000;
}

}  // namespace

std::string duration_text(Millis time) {
  const std::int64_t tenths = (std::max<std::int64_t>(time.count(), 0) + 50) / 100;
  if (tenths < 100) {
    return fmt::format("{}.{} s", tenths / 10, tenths % 10);
  }
  const std::int64_t seconds = seconds_of(time);
  if (seconds < 60) {
    return fmt::format("{} s", seconds);
  }
  if (seconds < 3600) {
    return fmt::format("{} min {:02} s", seconds / 60, seconds % 60);
  }
  return fmt::format("{} h {:02} min", seconds / 3600, seconds / 60 % 60);
}

std::string clock_text(Millis time) {
  const std::int64_t seconds = seconds_of(time);
  return seconds < 3600
             ? fmt::format("{}:{:02}", seconds / 60, seconds % 60)
             : fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string bytes_text(std::uint64_t bytes) {
  if (bytes < 1000) {
    return fmt::format("{} B", bytes);
  }
  static constexpr std::array units{"kB", "MB", "GB", "TB", "PB", "EB"};
  std::size_t unit = 0;
  std::uint64_t size = bytes;  // in thousandths of the unit
  while (size >= 999'950 && unit + 1 < units.size()) {
    size /= 1000;
    ++unit;
  }
  const std::uint64_t tenths = (size + 50) / 100;
  return fmt::format("{}.{} {}", tenths / 10, tenths % 10, units[unit]);
}

std::string count_text(std::int64_t count) {
  std::string text = fmt::format("{}", count);
  const std::size_t first = count < 0 ? 1 : 0;
  for (std::size_t at = text.size(); at > first + 3; at -= 3) {
    text.insert(at - 3, ",");
  }
  return text;
}

std::string counted(std::int64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count_text(count), noun, count == 1 ? "" : "s");
}

std::string joined(std::initializer_list<std::string> parts) {
  std::vector<std::string> present;
  std::copy_if(parts.begin(), parts.end(), std::back_inserter(present),
               [](const std::string& part) { return !part.empty(); });
  std::string out;
  for (std::size_t i = 0; i < present.size(); ++i) {
    const bool last = i + 1 == present.size();
    out.append(i == 0 ? "" : last ? " and " : ", ").append(present[i]);
  }
  return out;
}

std::string short_digest(const Digest& digest) {
  return digest.hex().substr(0, 8);
}

std::string wall_text(Wall when) {
  const std::string iso = when.iso();
  return iso.substr(0, 10) + " " + iso.substr(11, 5) + " UTC";
}

}  // namespace reshoot
