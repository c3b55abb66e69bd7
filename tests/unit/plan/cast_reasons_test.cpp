// SPDX-License-Identifier: Apache-2.0
#include "plan/cast_reasons.h"

#include <doctest/doctest.h>

namespace reshoot {
namespace {

using Strings = std::vector<std::string>;

/// A key's fields: the prompt, a member for each letter of `cast`, and who says each line.
std::vector<KeyField> key(const std::string& prompt, const Strings& cast, const Strings& says) {
  std::vector<KeyField> fields{{"prompt", prompt, {0, 1, 2}}};
  for (std::size_t i = 0; i < cast.size(); ++i) {
    const std::string path = "cast[" + std::to_string(i) + "]";
    fields.push_back({path + ".kind", "person", {0, 3, 4}});
    fields.push_back({path + ".description", cast[i], {0, 5, 6}});
  }
  for (std::size_t i = 0; i < says.size(); ++i) {
    const std::string path = "says[" + std::to_string(i) + "]";
    fields.push_back({path + ".cast", says[i], {0, 7, 8}});
    fields.push_back({path, "line", {0, 7, 8}});
  }
  return fields;
}

struct Row {
  std::vector<KeyField> was, now;
  Strings names;
  Strings said;  ///< `field: was -> now`
};

}  // namespace

TEST_CASE("name_cast: who stood where is found by what the key holds") {
  const Row rows[] = {
      // Reordered: the prompt and the speaker are who they were.
      {key("${1} and ${2}", {"a", "b"}, {"2"}),
       key("${2} and ${1}", {"b", "a"}, {"1"}),
       {"bo", "al"},
       {"cast: al, bo -> bo, al"}},
      // A description edited in place.
      {key("${1}", {"a", "b"}, {}),
       key("${1}", {"x", "b"}, {}),
       {"al", "bo"},
       {"cast[0].description: a -> x"}},
      // One more, who now has the line.
      {key("${1}", {"a"}, {"1"}),
       key("${1}", {"a", "b"}, {"2"}),
       {"al", "bo"},
       {"cast: al -> al, bo", "says[0].cast: al -> bo"}},
      // One left.
      {key("${1} ${2}", {"a", "b"}, {}),
       key("${1}", {"a"}, {}),
       {"al"},
       {"cast: al, (somebody else) -> al", "prompt: ${al} ${(somebody else)} -> ${al}"}},
      // A line that came, and one that went, are told without their speakers.
      {key("p", {"a"}, {}), key("p", {"a"}, {"1"}), {"al"}, {"says[0]:  -> line"}},
      {key("p", {"a"}, {"1"}), key("p", {"a"}, {}), {"al"}, {"says[0]: line -> "}},
      // A model that binds nobody.
      {key("p", {}, {}), key("q", {}, {}), {"al"}, {"prompt: p -> q"}},
  };
  for (const Row& row : rows) {
    std::vector<Reason> reasons = differences(row.was, row.now);
    name_cast(row.was, row.now, row.names, reasons);
    Strings said;
    for (const Reason& reason : reasons) {
      said.push_back(reason.field + ": " + reason.was + " -> " + reason.now);
    }
    CHECK(said == row.said);
  }
}

}  // namespace reshoot
