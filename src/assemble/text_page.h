// SPDX-License-Identifier: Apache-2.0
#pragma once
// Pages of text that libass sets: wrapping, escaping and the script. Pure.

#include <string>
#include <string_view>
#include <vector>

#include "base/units.h"

namespace reshoot {

/// Which point of a line its place names.
enum class Anchor { top_left, top_right, top_centre, centre };
enum class Weight { light, regular, semibold };

/// How a line looks; letters are white.
struct PageTextStyle {
  Anchor anchor = Anchor::top_left;
  Weight weight = Weight::regular;
  int opacity = 255;
  double spacing = 0;  ///< extra pixels between letters
};

/// One line of text. Places and sizes in pixels of the frame.
struct TextLine {
  std::string text;
  double x = 0;
  double y = 0;
  double height = 24;  ///< line height; the em is about 0.73 of it
  PageTextStyle style;
};

using TextPage = std::vector<TextLine>;

/// The width of `text` in line heights, estimated for the slate's font; never asks a font.
double estimated_width(std::string_view text);

/// `text` in lines of at most `width` line heights, broken at spaces, between wide East Asian
/// characters, and inside words that are longer than a line. Line breaks count as spaces. What does
/// not fit into `most_lines` is cut with `…`.
std::vector<std::string> wrapped(std::string_view text, double width, std::size_t most_lines);

/// The same in the same number of lines, which are as equally long as that allows.
std::vector<std::string> wrapped_evenly(std::string_view text, double width,
                                        std::size_t most_lines);

/// User text as it stands in an ASS event: nothing in it is a command. Bad UTF-8 becomes U+FFFD;
/// control characters are spaces.
std::string ass_escaped(std::string_view text);

/// An ASS script for a canvas of `frame`: page i is shown during second i.
std::string ass_script(Size frame, const std::vector<TextPage>& pages);

}  // namespace reshoot
