// SPDX-License-Identifier: Apache-2.0
// Lines and columns are worked out only when a message needs them.

#include "base/source.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/check.h"

namespace reshoot {

Source::Source(std::string name, std::string text)
    : name_(std::move(name)), text_(std::move(text)) {}

void Source::index_lines() const {
  line_starts_.push_back(0);
  for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
    line_starts_.push_back(static_cast<std::uint32_t>(at + 1));
  }
}

Place Source::place(std::uint32_t offset) const {
  if (line_starts_.empty()) {
    index_lines();
  }
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto line = static_cast<std::uint32_t>(after - line_starts_.begin());
  const std::uint32_t start = line_starts_[line - 1];
  const auto is_code_point_start = [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  };
  const auto before =
      std::count_if(text_.begin() + start, text_.begin() + offset, is_code_point_start);
  return {line, static_cast<std::uint32_t>(before) + 1};
}

std::string_view Source::line_at(std::uint32_t offset) const {
  const std::uint32_t line = place(offset).line;
  const std::size_t start = line_starts_[line - 1];
  std::size_t end = text_.find('\n', start);
  end = end == std::string::npos ? text_.size() : end;
  if (end > start && text_[end - 1] == '\r') {
    --end;
  }
  return std::string_view(text_).substr(start, end - start);
}

SourceId SourceMap::add(std::string name, std::string text) {
  sources_.emplace_back(std::move(name), std::move(text));
  return static_cast<SourceId>(sources_.size() - 1);
}

const Source& SourceMap::get(SourceId id) const {
  CHECK(id < sources_.size());
  return sources_[id];
}

std::string SourceMap::at(Span span) const {
  if (span.is_none()) {
    return {};
  }
  const Source& source = get(span.source);
  const Place place = source.place(span.begin);
  return fmt::format("{}:{}:{}", source.name(), place.line, place.column);
}

}  // namespace reshoot
