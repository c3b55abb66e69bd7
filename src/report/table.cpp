// SPDX-License-Identifier: Apache-2.0
#include "report/table.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"
#include "base/text.h"

namespace reshoot {
namespace {

constexpr std::size_t gap = 2;                 // cells between columns
constexpr std::size_t narrowest_elastic = 16;  // below this, other columns give way, too
constexpr std::size_t narrowest = 4;

}  // namespace

void Table::add(std::vector<StyledText> cells, StyledText detail) {
  CHECK(cells.size() == columns_.size());
  rows_.push_back({std::move(cells), std::move(detail)});
}

std::vector<std::size_t> Table::widths(std::size_t available) const {
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (const Row& row : rows_) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      widths[i] = std::max(widths[i], row.cells[i].width());
    }
  }
  std::size_t gaps = 0;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (widths[i] > 0) {
      widths[i] = std::max(widths[i], display_width(columns_[i].title));
      gaps += gap;
    }
  }
  if (available == 0) {
    return widths;
  }
  const auto shrink = [&](std::size_t column, std::size_t least) {
    const std::size_t sum = std::accumulate(widths.begin(), widths.end(), gaps);
    const std::size_t excess = sum > available + gap ? sum - available - gap : 0;
    if (widths[column] > least) {
      widths[column] -= std::min(excess, widths[column] - least);
    }
  };
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (columns_[i].elastic) {
      shrink(i, narrowest_elastic);
    }
  }
  for (std::size_t i = widths.size(); i-- > 0;) {
    shrink(i, narrowest);
  }
  return widths;
}

std::string Table::line(std::vector<StyledText> cells, const std::vector<std::size_t>& widths,
                        bool colour, std::size_t indent) const {
  StyledText line(std::string(indent, ' '));
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (widths[i] == 0) {
      continue;
    }
    cells[i].cut(widths[i]);
    const std::size_t end = line.width() + widths[i];
    if (columns_[i].right) {
      line.pad_to(end - cells[i].width());
    }
    line.append(cells[i]).pad_to(end + gap);
  }
  return line.trim_end().text(colour) + "\n";
}

std::string Table::text(const TextStyle& style, std::size_t indent) const {
  const std::size_t available = style.width == 0 ? 0 : std::max(style.width, indent + 1) - indent;
  const std::vector<std::size_t> columns = widths(available);
  std::string out;
  std::vector<StyledText> head;
  for (const Column& column : columns_) {
    head.emplace_back(column.title, Paint::dim);
  }
  if (std::any_of(columns_.begin(), columns_.end(),
                  [](const Column& c) { return !c.title.empty(); })) {
    out += line(std::move(head), columns, style.colour, indent);
  }
  for (const Row& row : rows_) {
    out += line(row.cells, columns, style.colour, indent);
    if (!row.detail.empty()) {
      StyledText below(std::string(indent + gap, ' '));
      below.append(row.detail);
      out += (style.width == 0 ? below : below.cut(style.width)).text(style.colour) + "\n";
    }
  }
  return out;
}

}  // namespace reshoot
