// SPDX-License-Identifier: Apache-2.0
#include "cli/tree_names.h"

#include <doctest/doctest.h>

#include <map>

namespace reshoot {
namespace {

std::string resolved(const std::map<std::string, std::string>& links, const std::string& path) {
  std::vector<TreeFile> files{{"films/a.png", "", "100644"}};
  std::vector<std::string> targets;
  for (const auto& [name, target] : links) {
    files.push_back({name, "", "120000"});
    targets.push_back(target);
  }
  return TreeNames(files, targets).resolve(path).value_or("(outside)");
}

}  // namespace

TEST_CASE("TreeNames: where paths lead") {
  struct Row {
    std::map<std::string, std::string> links;
    const char* path;
    const char* leads_to;
  };
  const Row rows[] = {
      {{}, "films/a.png", "films/a.png"},
      {{}, "films/./x/../a.png", "films/a.png"},
      {{}, "../x", "(outside)"},
      {{}, "films/../../x", "(outside)"},
      {{{"films/b.png", "a.png"}}, "films/b.png", "films/a.png"},
      {{{"films/b.png", "../refs/c.png"}}, "films/b.png", "refs/c.png"},
      {{{"refs", "films"}}, "refs/a.png", "films/a.png"},
      {{{"x", "y"}, {"y", "z"}, {"z", "films"}}, "x/a.png", "films/a.png"},
      {{{"x", "/etc"}}, "x/passwd", "(outside)"},
      {{{"films/x", "../../etc"}}, "films/x/passwd", "(outside)"},
      {{{"x", "x"}}, "x", "(outside)"},
      {{{"x", "y"}, {"y", "x"}}, "x/a", "(outside)"},
      // `..` behind a link goes up from where the link leads, not from where it stands.
      {{{"d/d/d/top", "../../.."}, {"d/d/d/e", "top/../../../../etc/passwd"}},
       "d/d/d/e",
       "(outside)"},
      {{{"d/far", "../films/deep/down"}}, "d/far/../../a.png", "films/a.png"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.path);
    CHECK(resolved(row.links, row.path) == row.leads_to);
  }
}

TEST_CASE("TreeNames: files by their whole names") {
  const std::vector<TreeFile> files{{"a\n\"b\"", "1", "100644"}};
  const TreeNames names(files, {});
  REQUIRE(names.file("a\n\"b\"") != nullptr);
  CHECK(names.file("a\n\"b\"")->oid == "1");
  CHECK(names.file("a") == nullptr);
}

}  // namespace reshoot
