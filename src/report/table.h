// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rows in aligned columns, fitted to a width.

#include <cstddef>
#include <string>
#include <vector>

#include "report/styled_text.h"

namespace reshoot {

struct Column {
  std::string title;  ///< the head line is left out where all titles are empty
  bool right = false;
  bool elastic = false;  ///< the first to be cut where the line is too long
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// One cell per column; `detail`, where there is any, is a line of its own below the row.
  void add(std::vector<StyledText> cells, StyledText detail = {});
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  /// Lines with line breaks and without spaces at their ends; columns without any text are left
  /// out.
  [[nodiscard]] std::string text(const TextStyle& style, std::size_t indent = 0) const;

 private:
  struct Row {
    std::vector<StyledText> cells;
    StyledText detail;
  };
  [[nodiscard]] std::vector<std::size_t> widths(std::size_t available) const;
  [[nodiscard]] std::string line(std::vector<StyledText> cells,
                                 const std::vector<std::size_t>& widths, bool colour,
                                 std::size_t indent) const;

  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

}  // namespace reshoot
