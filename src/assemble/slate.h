// SPDX-License-Identifier: Apache-2.0
#pragma once
// The slate of an animatic: what stands where. It names no scene and no character. Pure.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "assemble/picture.h"
#include "assemble/text_page.h"
#include "base/units.h"

namespace reshoot {

/// Says what this is, so that nobody takes it for the shot.
constexpr std::string_view slate_tag = "ANIMATIC";

struct SlateText {
  std::string prompt;
  std::string model;   ///< the model that the scene is meant for
  std::string camera;  ///< the camera move in words
};

/// Sizes and places of the slate's parts in a frame, in pixels; heights are line heights.
struct SlateLayout {
  double unit = 1;  ///< 1 at 720 lines
  double margin = 0;
  double text_left = 0;  ///< where the letters of prompt and tag begin
  double bottom = 0;     ///< lower edge of the text
  double tag_top = 0;
  double tag_height = 0;
  int dot = 0;  ///< size of the mark before the tag
  double prompt_height = 0;
  double prompt_width = 0;
  std::size_t prompt_lines = 0;  ///< at most
  double caption_height = 0;
  double caption_bottom = 0;
  int digit_width = 0;   ///< even
  int digit_height = 0;  ///< even
  Area timecode;         ///< starts at even places; the prompt starts at its upper edge
};
SlateLayout slate_layout(Size frame);

/// Hours, minutes, seconds and frames from zero; frames count to the rate rounded up.
std::string timecode(std::int64_t frame, Rate rate);

/// The characters that a timecode is put together from.
constexpr std::string_view timecode_characters = "0123456789:";
/// All of them on one page, and the cell of each in it, as wide as it stands in a timecode.
TextPage timecode_page(const SlateLayout& layout);
Area timecode_cell(const SlateLayout& layout, std::size_t character);

/// The lasting text. `large_prompt`: there is nothing else to see, the prompt stands in the middle.
TextPage slate_page(Size frame, const SlateText& text, bool large_prompt);

/// How many lines a prompt takes that is not large.
std::size_t prompt_line_count(Size frame, std::string_view prompt);

/// A page that shows one or two lines of a caption.
struct CaptionPage {
  TextPage page;
  double share = 1;  ///< of the time that the whole caption is shown
};
/// The pages of one spoken line; none for an empty one.
std::vector<CaptionPage> caption_pages(Size frame, std::string_view text);

}  // namespace reshoot
