// SPDX-License-Identifier: Apache-2.0
#include "store/crash_point.h"

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <filesystem>
#include <regex>
#include <set>
#include <string>

#include "support.h"

namespace reshoot {

TEST_CASE("crash_point: dies at the wished name and count only") {
  struct Row {
    std::string wish;
    int calls;
    bool dies;
  };
  for (const Row& row : {Row{"blob.before_sync", 1, true}, Row{"blob.before_sync:1", 1, true},
                         Row{"blob.before_sync:3", 2, false}, Row{"blob.before_sync:3", 3, true},
                         Row{"blob.after_rename", 5, false}, Row{"", 5, false}}) {
    CAPTURE(row.wish);
    CAPTURE(row.calls);
    const int status = test::crash_at(row.wish, [&] {
      for (int i = 0; i < row.calls; ++i) {
        crash_point("blob.before_sync");
      }
    });
    CHECK(test::was_killed(status) == row.dies);
  }
}

TEST_CASE("crash_points: each name once, and just those that the code calls") {
  const std::set<std::string> listed(crash_points.begin(), crash_points.end());
  CHECK(listed.size() == crash_points.size());
  std::set<std::string> called;
  const std::regex call("crash_point\\(\"([^\"]+)\"\\)");
  const std::filesystem::path sources = std::filesystem::path(RESHOOT_SOURCE_DIR) / "src";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(sources)) {
    if (entry.path().extension() == ".cpp") {
      const std::string text = test::read(entry.path());
      for (std::sregex_iterator at(text.begin(), text.end(), call), end; at != end; ++at) {
        called.insert((*at)[1]);
      }
    }
  }
  CHECK(called == listed);
}

}  // namespace reshoot
