// SPDX-License-Identifier: Apache-2.0
// The slate of an animatic: what stands where.

#include "assemble/slate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace reshoot {
namespace {

int even(double value) {
  return 2 * static_cast<int>(std::lround(value / 2));
}

/// Lines one below the other from `y` on.
void add_lines(const std::vector<std::string>& lines, double x, double y, double height,
               const PageTextStyle& style, TextPage& page) {
  for (const std::string& line : lines) {
    page.push_back({line, x, y, height, style});
    y += height;
  }
}

std::vector<std::string> prompt_lines(const SlateLayout& s, std::string_view prompt) {
  return wrapped_evenly(prompt, s.prompt_width / s.prompt_height, s.prompt_lines);
}

/// The prompt in the middle of an empty set.
void add_large_prompt(Size frame, const SlateLayout& s, std::string_view prompt, TextPage& page) {
  const double height = std::max(62 * s.unit, 20.0);
  const std::size_t most = frame.width >= frame.height ? 5 : 9;
  const std::vector<std::string> lines = wrapped_evenly(prompt, frame.width * 0.80 / height, most);
  const double top = frame.height * 0.44 - height * static_cast<double>(lines.size()) / 2;
  add_lines(lines, frame.width / 2.0, top, height, {Anchor::top_centre, Weight::light, 242}, page);
}

}  // namespace

SlateLayout slate_layout(Size frame) {
  SlateLayout s;
  const double shorter = std::min(frame.width, frame.height);
  const bool wide = frame.width > frame.height * 5 / 4;
  s.unit = shorter / 720;
  // Small frames keep letters that can be read.
  s.prompt_height = std::max(28 * s.unit, 13.0);
  s.margin = std::max(40 * s.unit, 8.0);
  s.bottom = frame.height - s.margin * (wide ? 0.8 : 1.0);
  s.digit_height = even(std::max(36 * s.unit, 14.0));
  s.digit_width = even(s.digit_height * 0.43);
  const int timecode_width =
      s.digit_width * 8 + timecode_cell(s, timecode_characters.find(':')).width * 3;
  s.prompt_lines = wide ? 2 : 4;
  if (wide && s.prompt_height * 2 > frame.height * 0.12) {
    s.prompt_lines = 1;
  }
  const double block = std::max(s.prompt_height * static_cast<double>(s.prompt_lines),
                                s.digit_height + 1.5 * s.prompt_height);
  s.timecode = {even(frame.width - s.margin - timecode_width), even(s.bottom - block),
                timecode_width, s.digit_height};
  s.dot = std::max(4, static_cast<int>(std::lround(9 * s.unit)));
  s.text_left = s.margin + s.dot + std::max(7 * s.unit, 4.0);
  s.tag_top = 30 * s.unit;
  s.tag_height = std::max(19 * s.unit, 11.0);
  s.prompt_width = s.timecode.x - s.text_left - 36 * s.unit;
  s.caption_height = std::max((wide ? 40 : 42) * s.unit, 15.0);
  s.caption_bottom = s.bottom - block - 22 * s.unit;
  return s;
}

std::string timecode(std::int64_t frame, Rate rate) {
  const std::int64_t per_second = (rate.num + rate.den - 1) / rate.den;
  const std::int64_t seconds = frame / per_second;
  return fmt::format("{:02}:{:02}:{:02}:{:02}", seconds / 3600 % 100, seconds / 60 % 60,
                     seconds % 60, frame % per_second);
}

TextPage timecode_page(const SlateLayout& layout) {
  TextPage page;
  for (std::size_t i = 0; i < timecode_characters.size(); ++i) {
    const Area cell = timecode_cell(layout, i);
    const double height = cell.height;
    page.push_back({std::string(timecode_characters.substr(i, 1)),
                    cell.x + cell.width / 2.0,
                    height / 2,
                    height,
                    {Anchor::centre, Weight::semibold}});
  }
  return page;
}

Area timecode_cell(const SlateLayout& layout, std::size_t character) {
  const bool digit = timecode_characters[character] != ':';
  return {static_cast<int>(character) * layout.digit_width, 0,
          digit ? layout.digit_width : even(layout.digit_width * 0.55), layout.digit_height};
}

TextPage slate_page(Size frame, const SlateText& text, bool large_prompt) {
  const SlateLayout s = slate_layout(frame);
  TextPage page;
  const double right = frame.width - s.margin;
  const double below = s.timecode.y + s.digit_height;
  const double small = std::max(20 * s.unit, 11.0);
  page.push_back({text.model, right, below, small, {Anchor::top_right, Weight::semibold, 225}});
  page.push_back(
      {text.camera, right, below + small, small, {Anchor::top_right, Weight::regular, 165}});
  const PageTextStyle tag_style{Anchor::top_left, Weight::semibold, 215, 2.4 * s.unit};
  page.push_back({std::string(slate_tag), s.text_left, s.tag_top, s.tag_height, tag_style});
  if (large_prompt) {
    add_large_prompt(frame, s, text.prompt, page);
  } else {
    add_lines(prompt_lines(s, text.prompt), s.text_left, s.timecode.y, s.prompt_height,
              {Anchor::top_left, Weight::regular, 242}, page);
  }
  return page;
}

std::size_t prompt_line_count(Size frame, std::string_view prompt) {
  return prompt_lines(slate_layout(frame), prompt).size();
}

std::vector<CaptionPage> caption_pages(Size frame, std::string_view text) {
  const SlateLayout s = slate_layout(frame);
  constexpr std::size_t per_page = 2;
  constexpr std::size_t most = 200;  // more is not read in a clip
  const std::vector<std::string> lines =
      wrapped_evenly(text, frame.width * 0.80 / s.caption_height, most);
  std::vector<CaptionPage> pages;
  double all = 0;
  for (std::size_t first = 0; first < lines.size(); first += per_page) {
    const std::size_t end = std::min(first + per_page, lines.size());
    const std::vector<std::string> shown(lines.begin() + static_cast<std::ptrdiff_t>(first),
                                         lines.begin() + static_cast<std::ptrdiff_t>(end));
    CaptionPage caption;
    const double top = s.caption_bottom - s.caption_height * static_cast<double>(shown.size());
    add_lines(shown, frame.width / 2.0, top, s.caption_height,
              {Anchor::top_centre, Weight::semibold}, caption.page);
    caption.share = 0;
    for (const std::string& line : shown) {
      caption.share += estimated_width(line);
    }
    all += caption.share;
    pages.push_back(std::move(caption));
  }
  for (CaptionPage& caption : pages) {
    caption.share = all > 0 ? caption.share / all : 1.0 / static_cast<double>(pages.size());
  }
  return pages;
}

}  // namespace reshoot
