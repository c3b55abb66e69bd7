// SPDX-License-Identifier: Apache-2.0
#include "base/source.h"

#include <doctest/doctest.h>

namespace reshoot {

TEST_CASE("Source::place: lines from 1, columns in code points") {
  const Source source("a.yaml", "one\ntwö x\r\n\nend");
  struct Row {
    std::uint32_t offset, line, column;
  };
  for (const Row& row : {Row{0, 1, 1}, Row{3, 1, 4}, Row{4, 2, 1}, Row{8, 2, 4}, Row{9, 2, 5},
                         Row{12, 3, 1}, Row{13, 4, 1}, Row{16, 4, 4}, Row{999, 4, 4}}) {
    CAPTURE(row.offset);
    CHECK(source.place(row.offset).line == row.line);
    CHECK(source.place(row.offset).column == row.column);
  }
}

TEST_CASE("Source::line_at: without its line break") {
  const Source source("a.yaml", "one\ntwo\r\n\nend");
  CHECK(source.line_at(1) == "one");
  CHECK(source.line_at(4) == "two");
  CHECK(source.line_at(9) == "");
  CHECK(source.line_at(10) == "end");
}

TEST_CASE("SourceMap::at: file, line and column, or nothing") {
  SourceMap sources;
  const SourceId first = sources.add("a.yaml", "x");
  const SourceId second = sources.add("b.yaml", "x\nyy");
  CHECK(sources.at({second, 3, 4}) == "b.yaml:2:2");
  CHECK(sources.at({first, 0, 1}) == "a.yaml:1:1");
  CHECK(sources.at(Span{}).empty());
  CHECK(sources.get(first).name() == "a.yaml");
}

}  // namespace reshoot
