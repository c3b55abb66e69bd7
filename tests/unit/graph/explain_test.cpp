// SPDX-License-Identifier: Apache-2.0
// Differences between two key texts, and names put back into prompts.

#include "graph/explain.h"

#include <doctest/doctest.h>

using namespace reshoot;

TEST_CASE("differences: changed, added and gone fields, with the place of what is there now") {
  const Span place{0, 10, 15};
  const std::vector<KeyField> was{
      {"model", "a", {}}, {"prompt", "old", {}}, {"says[0]", "bye", {}}};
  const std::vector<KeyField> now{{"model", "a", {}}, {"prompt", "new", place}, {"seed", "7", {}}};
  const std::vector<Reason> reasons = differences(was, now);
  REQUIRE(reasons.size() == 3);
  CHECK(reasons[0].field == "prompt");
  CHECK(reasons[0].was == "old");
  CHECK(reasons[0].now == "new");
  CHECK(reasons[0].at == place);
  CHECK(reasons[1].field == "seed");
  CHECK(reasons[1].was.empty());
  CHECK(reasons[2].field == "says[0]");
  CHECK(reasons[2].now.empty());
}

TEST_CASE("differences: equal lists differ in nothing") {
  const std::vector<KeyField> same{{"model", "a", {}}, {"prompt", "p", {}}};
  CHECK(differences(same, same).empty());
}

TEST_CASE("with_cast_names") {
  const std::vector<std::string> cast{"maya", "leo"};
  struct Row {
    const char* symbolic;
    const char* named;
  };
  for (const Row& row :
       {Row{"${1} greets ${2}", "${maya} greets ${leo}"}, Row{"no cast", "no cast"},
        Row{"$${1} is text", "$${1} is text"}, Row{"${3}", "${3}"}, Row{"${", "${"},
        Row{"${x} ${1}", "${x} ${maya}"}, Row{"", ""}}) {
    CAPTURE(row.symbolic);
    CHECK(with_cast_names(row.symbolic, cast) == row.named);
  }
}
