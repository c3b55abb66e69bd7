// SPDX-License-Identifier: Apache-2.0
// ITU-T T.81 annex B, as far as it says where one segment ends and the next begins.

#include "media/jpeg.h"

#include <fmt/core.h>

#include <map>
#include <optional>

#include "base/bytes.h"
#include "base/digest.h"
#include "media/exif.h"
#include "media/limits.h"

namespace reshoot {
namespace {

using namespace std::string_view_literals;

constexpr std::uint32_t start_of_image = 0xd8;
constexpr std::uint32_t end_of_image = 0xd9;
constexpr std::uint32_t start_of_scan = 0xda;
constexpr std::uint32_t comment = 0xfe;

bool is_application(std::uint32_t marker) {
  return marker >= 0xe0 && marker <= 0xef;
}
bool is_restart(std::uint32_t marker) {
  return marker >= 0xd0 && marker <= 0xd7;
}

/// Frame headers: C0 to CF without the tables DHT (C4) and DAC (CC), and without JPG (C8).
bool is_frame(std::uint32_t marker) {
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/// Walks the markers of one file once.
class Walk {
 public:
  Walk(std::string_view bytes, const std::filesystem::path& path) : bytes_(bytes), path_(path) {}

  Result<JpegParts> read() {
    if (!bytes_.starts_with("\xff\xd8"sv)) {
      return broken("it does not begin with a picture");
    }
    at_ = 2;
    for (;;) {
      TRY_ASSIGN(const std::uint32_t marker, next_marker());
      if (marker == end_of_image) {
        return finish();
      }
      if (marker == start_of_image || is_restart(marker) || marker < 0xc0) {
        return broken("it has a marker in a wrong place");
      }
      TRY_ASSIGN(const std::string_view body, segment());
      TRY(take(marker, body));
    }
  }

 private:
  [[nodiscard]] tl::unexpected<Error> broken(std::string_view what) const {
    return damaged(path_, MediaType::jpeg, what);
  }

  Result<std::uint32_t> next_marker() {
    if (at_ >= bytes_.size() || byte_at(bytes_, at_) != 0xff) {
      return broken(at_ >= bytes_.size() ? "it ends too soon" : "a marker is missing");
    }
    while (at_ < bytes_.size() && byte_at(bytes_, at_) == 0xff) {
      ++at_;  // fill bytes
    }
    if (at_ >= bytes_.size()) {
      return broken("it ends too soon");
    }
    return byte_at(bytes_, at_++);
  }

  /// The bytes behind the length.
  Result<std::string_view> segment() {
    if (at_ + 2 > bytes_.size()) {
      return broken("it ends too soon");
    }
    const std::size_t length = big16(bytes_, at_);
    if (length < 2 || at_ + length > bytes_.size()) {
      return broken("a segment is longer than the file");
    }
    const std::string_view body = bytes_.substr(at_ + 2, length - 2);
    at_ += length;
    return body;
  }

  Result<void> take(std::uint32_t marker, std::string_view body) {
    if (is_application(marker)) {
      take_application(marker, body);
      return {};
    }
    if (marker == comment) {
      return {};
    }
    if (is_frame(marker)) {
      constexpr std::size_t shortest = 6;  // precision, height, width, components
      if (body.size() < shortest) {
        return broken("its frame header is too short");
      }
      TRY(check_pixels(path_, big16(body, 3), big16(body, 1)));
      components_ = byte_at(body, 5);
    }
    payload_.update(fmt::format("{:02x} {}\n", marker, body.size()));
    payload_.update(body);
    if (marker == start_of_scan) {
      if (components_ == 0) {
        return broken("its picture comes before its frame header");
      }
      take_scan();
    }
    return {};
  }

  /// Entropy-coded bytes up to the next marker that is no restart and no stuffed zero.
  void take_scan() {
    const std::size_t begin = at_;
    while (at_ < bytes_.size()) {
      at_ = std::min(bytes_.find('\xff', at_), bytes_.size());
      if (at_ + 1 >= bytes_.size()) {
        at_ = bytes_.size();
        break;
      }
      const std::uint32_t next = byte_at(bytes_, at_ + 1);
      if (next != 0 && !is_restart(next)) {
        break;
      }
      at_ += 2;
    }
    const std::string_view scan = bytes_.substr(begin, at_ - begin);
    payload_.update(fmt::format("scan {}\n", scan.size()));
    payload_.update(scan);
    has_scan_ = true;
  }

  void take_application(std::uint32_t marker, std::string_view body) {
    constexpr std::string_view icc = "ICC_PROFILE\0"sv;
    constexpr std::string_view adobe = "Adobe"sv;
    constexpr std::size_t adobe_size = 12;
    if (marker == 0xe1 && body.starts_with("Exif\0\0"sv) && !orientation_) {
      orientation_ = exif_orientation(body);
    } else if (marker == 0xe2 && body.starts_with(icc) && body.size() >= icc.size() + 2) {
      icc_.emplace(byte_at(body, icc.size()), body.substr(icc.size() + 2));
    } else if (marker == 0xee && body.starts_with(adobe) && body.size() >= adobe_size) {
      transform_ = byte_at(body, adobe_size - 1);
    }
  }

  /// Three components are YCbCr unless Adobe's segment says that they are not; with four, both what
  /// it says and that it is there changes the colours.
  [[nodiscard]] std::string colour() const {
    const bool usual = !transform_ || (components_ <= 3 && *transform_ != 0);
    return usual ? "usual" : fmt::format("adobe-{}", *transform_);
  }

  [[nodiscard]] std::string icc() const {
    if (icc_.empty()) {
      return "none";
    }
    Sha256 hasher;
    for (const auto& [number, part] : icc_) {
      hasher.update(part);
    }
    return hasher.finish().hex();
  }

  Result<JpegParts> finish() {
    if (!has_scan_) {
      return broken("it holds no picture");
    }
    return JpegParts{.orientation = orientation_.value_or(1),
                     .icc = icc(),
                     .colour = colour(),
                     .payload = payload_.finish()};
  }

  std::string_view bytes_;
  const std::filesystem::path& path_;
  std::size_t at_ = 0;
  Sha256 payload_;
  std::optional<int> orientation_;
  std::map<std::uint32_t, std::string_view> icc_;  // by their sequence number
  std::optional<std::uint32_t> transform_;
  std::uint32_t components_ = 0;
  bool has_scan_ = false;
};

}  // namespace

Result<JpegParts> read_jpeg(std::string_view bytes, const std::filesystem::path& path) {
  return Walk(bytes, path).read();
}

std::string describe_jpeg(const JpegParts& parts) {
  return fmt::format("reshoot-jpeg-1\norientation {}\nicc {}\ncolour {}\npayload {}\n",
                     parts.orientation, parts.icc, parts.colour, parts.payload.hex());
}

}  // namespace reshoot
