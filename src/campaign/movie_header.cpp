// SPDX-License-Identifier: Apache-2.0
// Length and picture size of ISO files (MP4, M4A, MOV): the boxes mvhd and tkhd in moov.

#include <algorithm>
#include <string_view>

#include "base/bytes.h"
#include "campaign/media_headers.h"

namespace reshoot {

namespace {

constexpr int most_boxes = 10'000;  // of one file

struct Box {
  std::string name;
  std::uint64_t body = 0;  ///< where it begins
  std::uint64_t end = 0;
};

/// Walks boxes and remembers how many it has seen, so that no file makes it long.
class Movie {
 public:
  Movie(const BytesAt& bytes, MediaFigures& figures) : bytes_(bytes), figures_(figures) {}

  void read() {
    for_each_box(0, figures_.bytes, [&](const Box& box) {
      if (box.name == "moov") {
        read_moov(box);
      }
    });
  }

 private:
  template <class Take>
  void for_each_box(std::uint64_t at, std::uint64_t end, Take take) {
    constexpr std::uint64_t header = 8;
    constexpr std::uint64_t long_header = 16;
    while (at < end && end - at >= header && ++boxes_ <= most_boxes) {
      const std::string head = bytes_(at, long_header);
      if (head.size() < header) {
        return;
      }
      std::uint64_t size = big32(head, 0);
      const bool is_long = size == 1 && head.size() == long_header;
      if (is_long) {
        size = big64(head, 8);
      } else if (size == 0) {
        size = end - at;  // to the end
      }
      const std::uint64_t before_body = is_long ? long_header : header;
      if (size < before_body || size > end - at) {
        return;
      }
      take(Box{head.substr(4, 4), at + before_body, at + size});
      at += size;
    }
  }

  void read_moov(const Box& moov) {
    for_each_box(moov.body, moov.end, [&](const Box& box) {
      if (box.name == "mvhd") {
        read_mvhd(box);
      } else if (box.name == "trak") {
        for_each_box(box.body, box.end, [&](const Box& inner) {
          if (inner.name == "tkhd") {
            read_tkhd(inner);
          }
        });
      }
    });
  }

  void read_mvhd(const Box& box) {
    constexpr std::size_t longest = 32;
    const std::string body = bytes_(box.body, std::min<std::uint64_t>(longest, box.end - box.body));
    const bool is_long = !body.empty() && byte_at(body, 0) == 1;
    const std::size_t scale_at = is_long ? 20 : 12;
    if (body.size() < scale_at + (is_long ? 12U : 8U)) {
      return;
    }
    const std::uint64_t scale = big32(body, scale_at);
    const std::uint64_t ticks = is_long ? big64(body, scale_at + 4) : big32(body, scale_at + 4);
    constexpr std::uint32_t unknown = 0xffffffff;
    constexpr std::uint64_t most_ticks = 1ULL << 48U;
    if (scale == 0 || ticks == 0 || ticks > most_ticks || (!is_long && ticks == unknown)) {
      return;  // none where fragments follow
    }
    figures_.length = Length{static_cast<std::int64_t>((ticks * 1000 + scale / 2) / scale)};
  }

  /// Sizes are at its end, as 16.16 fixed-point numbers. Tracks of sound have none.
  void read_tkhd(const Box& box) {
    constexpr std::uint64_t sizes = 8;
    if (figures_.width != 0 || box.end - box.body < sizes) {
      return;
    }
    const std::string body = bytes_(box.end - sizes, sizes);
    if (body.size() == sizes && big16(body, 0) != 0 && big16(body, 4) != 0) {
      figures_.width = big16(body, 0);
      figures_.height = big16(body, 4);
    }
  }

  const BytesAt& bytes_;
  MediaFigures& figures_;
  int boxes_ = 0;
};

}  // namespace

void measure_movie(const BytesAt& bytes, MediaFigures& figures) {
  Movie(bytes, figures).read();
}

}  // namespace reshoot
