// SPDX-License-Identifier: Apache-2.0
// Pages of text that libass sets: wrapping, escaping and the script.
#include "assemble/text_page.h"

#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <utility>

#include "base/text.h"

namespace reshoot {
namespace {

constexpr double em = 0.734;  // of a line: Open Sans has ascent and descent of 1.362 em together
constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::string_view word_joiner = "\xE2\x81\xA0";
constexpr std::string_view ellipsis = "\xE2\x80\xA6";

/// The bytes of the character at `at`: the whole of a valid UTF-8 sequence, else one bad byte.
std::string_view character_at(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t size = lead < 0x80    ? 1
                           : lead >= 0xF0 ? 4
                           : lead >= 0xE0 ? 3
                           : lead >= 0xC0 ? 2
                                          : 1;
  const std::string_view bytes = text.substr(at, size);
  return is_valid_utf8(bytes) ? bytes : text.substr(at, 1);
}

bool is_space(std::string_view character) {
  return character.size() == 1 && static_cast<unsigned char>(character[0]) <= 0x20;
}

/// Open Sans's advance in ems, by classes.
double advance(std::string_view character) {
  if (character.size() > 1) {
    const std::size_t cells = display_width(character);
    return cells == 0 ? 0 : cells == 2 ? 1.02 : 0.60;
  }
  const char c = character[0];
  constexpr std::string_view narrow = "ijlI|.,:;'!() []`";
  constexpr std::string_view slim = "frt/\\-\"*{}";
  constexpr std::string_view wide = "mwMWQOGNHD@%&";
  const auto in = [&](std::string_view set) { return set.find(c) != std::string_view::npos; };
  return in(narrow) ? 0.28 : in(slim) ? 0.41 : in(wide) ? 0.83 : c >= 'A' && c <= 'Z' ? 0.63 : 0.57;
}

/// A piece that is never broken, and whether a space stood before it.
struct Piece {
  std::string text;
  bool after_space = false;
};

std::vector<Piece> pieces_of(std::string_view text, double width) {
  std::vector<Piece> pieces;
  bool fresh = true;
  bool after_space = false;
  bool after_wide = false;
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view character = character_at(text, i);
    i += character.size();
    if (is_space(character)) {
      fresh = true;
      after_space = true;
      continue;
    }
    const bool wide = character.size() > 1 && display_width(character) == 2;
    const bool too_long =
        !fresh && estimated_width(pieces.back().text) + advance(character) * em > width;
    if (fresh || wide || after_wide || too_long) {
      pieces.push_back({"", after_space});
    }
    pieces.back().text += character;
    fresh = false;
    after_space = false;
    after_wide = wide;
  }
  return pieces;
}

/// Shortens `line` so that it and an ellipsis fit.
void end_with_ellipsis(std::string& line, double width) {
  while (!line.empty() &&
         (estimated_width(line) + estimated_width(ellipsis) > width || line.back() == ' ')) {
    std::size_t end = line.size() - 1;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) {
      --end;
    }
    line.resize(end);
  }
  line += ellipsis;
}

std::string joined(const std::vector<std::string>& lines) {
  return fmt::format("{}", fmt::join(lines, " "));
}

std::string_view style_of(Weight weight) {
  switch (weight) {
    case Weight::light:
      return "light";
    case Weight::regular:
      return "regular";
    case Weight::semibold:
      return "semibold";
  }
  return "regular";
}

int alignment_of(Anchor anchor) {
  switch (anchor) {
    case Anchor::top_left:
      return 7;
    case Anchor::top_centre:
      return 8;
    case Anchor::top_right:
      return 9;
    case Anchor::centre:
      return 5;
  }
  return 7;
}

std::string event_of(const TextLine& line, std::size_t second) {
  const auto time = [](std::size_t s) {
    return fmt::format("{}:{:02}:{:02}.00", s / 3600, s / 60 % 60, s % 60);
  };
  const PageTextStyle& style = line.style;
  return fmt::format(
      "Dialogue: 0,{},{},{},,0,0,0,,"
      "{{\\an{}\\pos({:.2f},{:.2f})\\fs{:.2f}\\fsp{:.2f}\\1a&H{:02X}&}}{}\n",
      time(second), time(second + 1), style_of(style.weight), alignment_of(style.anchor), line.x,
      line.y, line.height, style.spacing, 255 - style.opacity, ass_escaped(line.text));
}

}  // namespace

double estimated_width(std::string_view text) {
  double width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view character = character_at(text, i);
    width += advance(character);
    i += character.size();
  }
  return width * em;
}

std::vector<std::string> wrapped(std::string_view text, double width, std::size_t most_lines) {
  std::vector<std::string> lines;
  for (const Piece& piece : pieces_of(text, width)) {
    const std::string glue = piece.after_space ? " " : "";
    const bool fits = !lines.empty() && estimated_width(lines.back() + glue + piece.text) <= width;
    if (fits) {
      lines.back() += glue + piece.text;
    } else if (lines.size() < most_lines) {
      lines.push_back(piece.text);
    } else {
      end_with_ellipsis(lines.back(), width);
      break;
    }
  }
  return lines;
}

std::vector<std::string> wrapped_evenly(std::string_view text, double width,
                                        std::size_t most_lines) {
  std::vector<std::string> lines = wrapped(text, width, most_lines);
  const bool is_cut = !lines.empty() && lines.back().ends_with(ellipsis);
  constexpr int steps = 12;  // down to half the width
  for (int i = 1; i <= steps && lines.size() > 1 && !is_cut; ++i) {
    std::vector<std::string> narrower =
        wrapped(text, width * (1 - 0.5 * i / steps), most_lines + 1);
    if (narrower.size() > lines.size() || joined(narrower) != joined(lines)) {
      break;  // one line more, or a word broken
    }
    lines = std::move(narrower);
  }
  return lines;
}

std::string ass_escaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view character = character_at(text, i);
    i += character.size();
    const auto byte = static_cast<unsigned char>(character[0]);
    if (byte < 0x20 || byte == 0x7F) {
      out += ' ';
    } else if (character.size() == 1 && byte >= 0x80) {
      out += replacement;
    } else if (character == "{" || character == "}") {
      out += '\\';
      out += character;
    } else if (character == "\\") {
      // A backslash starts a command only when the next character makes one: part them.
      out += character;
      out += word_joiner;
    } else {
      out += character;
    }
  }
  return out;
}

std::string ass_script(Size frame, const std::vector<TextPage>& pages) {
  std::string script = fmt::format(
      "[Script Info]\nScriptType: v4.00+\nPlayResX: {}\nPlayResY: {}\nWrapStyle: "
      "2\nScaledBorderAndShadow: yes\n\n[V4+ Styles]\n"
      "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, "
      "BackColour, Bold, Italic, Underline, StrikeOut, "
      "ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, "
      "MarginV, Encoding\n",
      frame.width, frame.height);
  for (const auto& [name, font] :
       {std::pair{"light", "Open Sans Light"}, std::pair{"regular", "Open Sans"},
        std::pair{"semibold", "Open Sans Semibold"}}) {
    script += fmt::format(
        "Style: "
        "{},{},24,&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,0,0,7,0,0,0,-"
        "1\n",
        name, font);
  }
  script +=
      "\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, "
      "Text\n";
  for (std::size_t page = 0; page < pages.size(); ++page) {
    for (const TextLine& line : pages[page]) {
      script += event_of(line, page);
    }
  }
  return script;
}

}  // namespace reshoot
