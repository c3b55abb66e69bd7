// SPDX-License-Identifier: Apache-2.0
#pragma once
// Source texts that people wrote, and spans into them. Knows nothing of YAML.

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace reshoot {

using SourceId = std::uint32_t;

/// A stretch of bytes [begin, end) in one source. `none()` where there is no place to point at.
struct Span {
  static constexpr SourceId no_source = 0xffffffff;
  SourceId source = no_source;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  [[nodiscard]] bool is_none() const { return source == no_source; }
  friend bool operator==(const Span&, const Span&) = default;
};

/// A value and where it was written (the default's place where nothing was written).
template <class T>
struct Spanned {
  T value{};
  Span at;
};

/// 1-based line; 1-based column in code points of UTF-8.
struct Place {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

/// One text with its name as people write it (relative to the workspace).
class Source {
 public:
  Source(std::string name, std::string text);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] Place place(std::uint32_t offset) const;
  /// The line that holds `offset`, without its line break.
  [[nodiscard]] std::string_view line_at(std::uint32_t offset) const;

 private:
  void index_lines() const;

  std::string name_;
  std::string text_;
  mutable std::vector<std::uint32_t>
      line_starts_;  // made on the first question: most runs ask none
};

/// All sources of one run. References stay valid while it lives.
class SourceMap {
 public:
  SourceId add(std::string name, std::string text);
  [[nodiscard]] const Source& get(SourceId id) const;
  /// `campaigns/acme/campaign.yaml:24:5`, or an empty string for Span::none.
  [[nodiscard]] std::string at(Span span) const;

 private:
  std::deque<Source> sources_;
};

}  // namespace reshoot
