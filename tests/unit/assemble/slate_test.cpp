// SPDX-License-Identifier: Apache-2.0
#include "assemble/slate.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace reshoot {

TEST_CASE("timecode: counts frames to the rate") {
  struct Row {
    std::int64_t frame;
    Rate rate;
    const char* text;
  };
  for (const Row& row : {
           Row{0, {30, 1}, "00:00:00:00"},
           Row{29, {30, 1}, "00:00:00:29"},
           Row{30, {30, 1}, "00:00:01:00"},
           Row{24 * 61 + 23, {24, 1}, "00:01:01:23"},
           Row{3600 * 25, {25, 1}, "01:00:00:00"},
           Row{30, {30000, 1001}, "00:00:01:00"},
           Row{59, {60, 1}, "00:00:00:59"},
           Row{239, {240, 1}, "00:00:00:239"},
       }) {
    CAPTURE(row.frame);
    CHECK(timecode(row.frame, row.rate) == row.text);
  }
}

TEST_CASE("slate_layout: everything lies in the frame, on even places where colour needs it") {
  for (const Size frame : {Size{1280, 720}, Size{320, 180}, Size{720, 1280}, Size{180, 320},
                           Size{1080, 1080}, Size{3840, 2160}, Size{640, 272}}) {
    CAPTURE(frame.text());
    const SlateLayout s = slate_layout(frame);
    CHECK(s.timecode.x % 2 == 0);
    CHECK(s.timecode.y % 2 == 0);
    CHECK(s.digit_width % 2 == 0);
    CHECK(s.timecode.x > s.text_left);
    CHECK(s.timecode.x + s.timecode.width <= frame.width);
    CHECK(s.bottom <= frame.height);
    CHECK(s.prompt_width > 0);
    CHECK(s.caption_bottom < s.timecode.y);
    CHECK(s.caption_bottom - 2 * s.caption_height > frame.height / 4.0);
    CHECK(s.prompt_height * static_cast<double>(s.prompt_lines) <= frame.height * 0.3);
  }
}

TEST_CASE("timecode_page: one cell for each character, none over another") {
  const SlateLayout s = slate_layout({1280, 720});
  REQUIRE(timecode_page(s).size() == timecode_characters.size());
  for (std::size_t i = 1; i < timecode_characters.size(); ++i) {
    const Area before = timecode_cell(s, i - 1);
    CHECK(timecode_cell(s, i).x >= before.x + before.width);
    CHECK(timecode_cell(s, i).x % 2 == 0);
  }
}

TEST_CASE("caption_pages: two lines a page, and shares that sum to one") {
  const std::string sentence = "This is a sentence that a presenter says to the camera. ";
  const auto pages = caption_pages({640, 360}, sentence + sentence + sentence + sentence);
  REQUIRE(pages.size() >= 2);
  double sum = 0;
  for (const CaptionPage& caption : pages) {
    CHECK(caption.page.size() <= 2);
    CHECK(caption.share > 0);
    sum += caption.share;
  }
  CHECK(sum == doctest::Approx(1));
  CHECK(caption_pages({640, 360}, "Hi.").size() == 1);
  CHECK(caption_pages({640, 360}, " ").empty());
}

TEST_CASE("slate_page: shows model, camera and prompt") {
  const SlateText text{"She waves.", "gmi/wan2.7-r2v", "slow push in"};
  for (const bool large : {false, true}) {
    const TextPage page = slate_page({1280, 720}, text, large);
    for (const std::string& part :
         {text.prompt, text.model, text.camera, std::string("ANIMATIC")}) {
      CAPTURE(part);
      CHECK(std::any_of(page.begin(), page.end(),
                        [&](const TextLine& line) { return line.text == part; }));
    }
  }
}

}  // namespace reshoot
