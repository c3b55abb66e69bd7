// SPDX-License-Identifier: Apache-2.0
// Pictures as ffmpeg's `pam` encoder writes them.

#include "assemble/pam.h"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace reshoot {
namespace {

constexpr std::int64_t most_pixels = 1LL << 27;  // 8192 x 8192, twice

/// Takes the value of header line `NAME value` off the front; nullopt where it is another line.
std::optional<std::int64_t> take_number(std::string_view& bytes, std::string_view name) {
  if (!bytes.starts_with(name)) {
    return std::nullopt;
  }
  bytes.remove_prefix(name.size());
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(bytes.data(), bytes.data() + bytes.size(), value);
  if (error != std::errc() || end == bytes.data() + bytes.size() || *end != '\n') {
    return std::nullopt;
  }
  bytes.remove_prefix(static_cast<std::size_t>(end - bytes.data()) + 1);
  return value;
}

}  // namespace

Result<Picture> take_pam(std::string_view& bytes) {
  const auto corrupt = [] {
    return fail(ErrorKind::corrupt, "ffmpeg wrote a picture that cannot be read");
  };
  if (!bytes.starts_with("P7\n")) {
    return corrupt();
  }
  bytes.remove_prefix(3);
  const auto width = take_number(bytes, "WIDTH ");
  const auto height = take_number(bytes, "HEIGHT ");
  const auto depth = take_number(bytes, "DEPTH ");
  const auto most = take_number(bytes, "MAXVAL ");
  constexpr std::string_view tail = "TUPLTYPE RGB_ALPHA\nENDHDR\n";
  if (!width || !height || depth != 4 || most != 255 || !bytes.starts_with(tail)) {
    return corrupt();
  }
  bytes.remove_prefix(tail.size());
  if (*width < 1 || *height < 1 || *width > most_pixels || *height > most_pixels ||
      *width * *height > most_pixels) {
    return corrupt();
  }
  const auto size = static_cast<std::size_t>(4 * *width * *height);
  if (bytes.size() < size) {
    return corrupt();
  }
  Picture picture{static_cast<int>(*width),
                  static_cast<int>(*height),
                  {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)}};
  bytes.remove_prefix(size);
  return picture;
}

}  // namespace reshoot
