// SPDX-License-Identifier: Apache-2.0
#include "verify/frame_sheet.h"

#include <doctest/doctest.h>

#include <vector>

#include "base/text.h"

namespace reshoot {

TEST_CASE("fit_within: smaller, never larger, at least one pixel") {
  struct Row {
    Size size, fitted;
  };
  const std::vector<Row> rows{
      {{1280, 720}, {1280, 720}},  {{1920, 1080}, {1280, 720}},
      {{2160, 3840}, {720, 1280}}, {{7680, 4320}, {1280, 720}},
      {{320, 240}, {320, 240}},    {{1, 1}, {1, 1}},
      {{1'000'000, 2}, {1280, 1}}, {{0, 0}, {1, 1}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.size.width);
    CHECK(fit_within(row.size, 1280) == row.fitted);
  }
}

TEST_CASE("FrameSheet: the frame above, its thumbnails below") {
  const FrameSheet sheet{{1280, 720}, 6};
  CHECK(sheet.size() == Size{1280, 774});
  CHECK((FrameSheet{{100, 50}, 6}.size()) == Size{576, 104});
  CHECK((FrameSheet{{100, 50}, 0}.size()) == Size{100, 50});

  const FrameSheet narrow{{2, 3}, 2};
  std::string bytes(narrow.bytes(), '\x05');
  CHECK(bytes.size() == std::size_t{192} * 57 * 3);
  bytes[0] = 9;
  bytes[(3 * 192 + 96) * 3] = 8;
  const PictureView frame = narrow.frame_in(bytes);
  CHECK(frame.size == Size{2, 3});
  CHECK(frame.stride == 576);
  CHECK(frame.bgr[0] == 9);
  CHECK(narrow.thumb_in(bytes, 0).bgr[0] == 5);
  CHECK(narrow.thumb_in(bytes, 1).bgr[0] == 8);
  CHECK(narrow.thumb_in(bytes, 1).size == thumb_size);
}

TEST_CASE("FrameSheet: thumbnails behind the end do not count") {
  const FrameSheet sheet{{2, 2}, 3};
  std::string bytes(sheet.bytes(), '\0');
  CHECK(sheet.thumbs_in(bytes) == 3);
  const std::size_t row = 3 * 96 * 3;
  for (std::size_t y = 2; y < 56; ++y) {
    for (std::size_t x = 0; x < 96; ++x) {
      bytes.replace(y * row + (2 * 96 + x) * 3, 3, "\x02\xFE\x01");
    }
  }
  CHECK(sheet.thumbs_in(bytes) == 2);
  bytes[55 * row + (3 * 96 - 1) * 3] = 3;  // its last pixel
  CHECK(sheet.thumbs_in(bytes) == 3);
}

}  // namespace reshoot
