// SPDX-License-Identifier: Apache-2.0
// One pass over the text; places are looked up in the source only where a name stands.

#include "campaign/interpolation.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "yaml/name_rule.h"

namespace reshoot {

namespace {

constexpr std::string_view opening = "${";
constexpr std::string_view escaped = "$${";
constexpr std::size_t longest_piece = 256;  // bytes; a '}' farther off belongs to something else

/// Finds the places of `${`s, which come in the same order in a text and in how its source writes
/// it.
class PlaceFinder {
 public:
  PlaceFinder(Span at, const SourceMap& sources)
      : at_(at), from_(at.begin), source_(at.is_none() ? "" : sources.get(at.source).text()) {}

  /// The next `${` of the source up to its `}`; the whole text where escapes hide it.
  Span next(std::size_t length) {
    const std::size_t found = source_.find(opening, from_);
    if (found == std::string_view::npos || found >= at_.end) {
      return at_;
    }
    from_ = found + opening.size();
    const auto begin = static_cast<std::uint32_t>(found);
    const auto end = std::min<std::size_t>(found + length, at_.end);
    return {at_.source, begin, static_cast<std::uint32_t>(end)};
  }

 private:
  Span at_;
  std::size_t from_;
  std::string_view source_;
};

}  // namespace

std::vector<Piece> split_interpolations(std::string_view text, Span at, const SourceMap& sources,
                                        Diagnostics& diags) {
  std::vector<Piece> pieces;
  PlaceFinder places(at, sources);
  std::string literal;
  const auto end_literal = [&] {
    if (!literal.empty()) {
      pieces.push_back({std::move(literal), false, {}});
      literal.clear();
    }
  };
  while (!text.empty()) {
    const std::size_t dollar = std::min(text.find('$'), text.size());
    literal += text.substr(0, dollar);
    text.remove_prefix(dollar);
    if (text.starts_with(escaped)) {
      places.next(0);
      literal += opening;
      text.remove_prefix(escaped.size());
    } else if (text.starts_with(opening)) {
      const std::size_t close = text.substr(0, longest_piece).find('}');
      if (close == std::string_view::npos) {
        diags.report(Code::bad_interpolation, "this '${' is not closed")
            .at(places.next(opening.size()))
            .help("close it with '}', or write $${ for a literal '${'");
        text.remove_prefix(opening.size());
        continue;
      }
      const std::string_view name = text.substr(opening.size(), close - opening.size());
      const Span place = places.next(close + 1);
      if (PlainName::allows(name)) {
        end_literal();
        pieces.push_back({std::string(name), true, place});
      } else {
        diags
            .report(Code::bad_interpolation,
                    fmt::format("'{}' cannot be the name of a character", ellipsize(name, 40)))
            .at(place)
            .help("write ${name} with a member of the cast, or $${ for a literal '${'");
      }
      text.remove_prefix(close + 1);
    } else if (!text.empty()) {
      literal += '$';
      text.remove_prefix(1);
    }
  }
  end_literal();
  return pieces;
}

std::string_view without_trailing_space(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

std::string plain_text(std::string_view written, Span at, std::string_view key,
                       const SourceMap& sources, Diagnostics& diags) {
  const std::string_view text = without_trailing_space(written);
  if (text.find(opening) == std::string_view::npos) {
    return std::string(text);
  }
  std::string result;
  for (const Piece& piece : split_interpolations(text, at, sources, diags)) {
    if (piece.is_name) {
      diags.report(Code::bad_interpolation, fmt::format("'{}' takes no ${{name}}", key))
          .at(piece.at)
          .help("only prompts do; write $${ for a literal '${'");
    } else {
      result += piece.text;
    }
  }
  return result;
}

}  // namespace reshoot
