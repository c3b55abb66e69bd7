// SPDX-License-Identifier: Apache-2.0
#include "cli/ci_guard.h"

#include <doctest/doctest.h>

namespace reshoot {

TEST_CASE("is_ci: as runners set it") {
  CHECK_FALSE(is_ci(nullptr));
  for (const char* off : {"", "0", "false"}) {
    CHECK_FALSE(is_ci(off));
  }
  for (const char* on : {"1", "true", "yes", "woodpecker"}) {
    CHECK(is_ci(on));
  }
}

TEST_CASE("check_store_in_ci: only where paid takes would be thrown away") {
  const StoreInCi bad{true, "/builds/films/cache", "/builds/films", false, true, false};
  const auto refused = check_store_in_ci(bad);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::environment);
  CHECK(refused.error().message.find("/builds/films/cache") != std::string::npos);
  for (const char* way_out : {"remote:", "RESHOOT_STORE", "--store-in-tree"}) {
    CHECK(refused.error().help.find(way_out) != std::string::npos);
  }
  struct Row {
    const char* why;
    void (*change)(StoreInCi&);
  };
  const Row rows[] = {{"no CI", [](StoreInCi& f) { f.ci = false; }},
                      {"elsewhere", [](StoreInCi& f) { f.git_root.reset(); }},
                      {"a remote", [](StoreInCi& f) { f.has_remote = true; }},
                      {"nothing to pay", [](StoreInCi& f) { f.pays = false; }},
                      {"allowed", [](StoreInCi& f) { f.allowed = true; }}};
  for (const Row& row : rows) {
    CAPTURE(row.why);
    StoreInCi facts = bad;
    row.change(facts);
    CHECK(check_store_in_ci(facts));
  }
}

}  // namespace reshoot
