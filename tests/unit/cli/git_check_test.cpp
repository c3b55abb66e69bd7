// SPDX-License-Identifier: Apache-2.0
#include "cli/git_check.h"

#include <doctest/doctest.h>

namespace reshoot {

TEST_CASE("git_check: who would delete the store") {
  Take free;
  free.blob = sha256("a");
  Take paid = free;
  paid.cost = Money{600'000};
  Take gone = paid;
  gone.collected = true;
  const GitPlaces in_tree{"/films", "/films/spring/cache", "/films", false, false, false};
  struct Row {
    const char* why;
    void (*change)(GitPlaces&);
    std::vector<Take> takes;
    CheckState state;
    const char* says;
  };
  const Row rows[] = {
      {"no git", [](GitPlaces& p) { p.root.reset(); }, {}, CheckState::warn, "not in git"},
      {"elsewhere",
       [](GitPlaces& p) { p.store_root.reset(); },
       {paid},
       CheckState::ok,
       "outside of the work tree"},
      {"empty",
       [](GitPlaces&) {},
       {gone},
       CheckState::ok,
       "'git clean -fdx' in /films would delete the store; it holds no take yet"},
      {"free takes",
       [](GitPlaces&) {},
       {free, free},
       CheckState::ok,
       "with 2 takes, none of them paid"},
      {"paid takes",
       [](GitPlaces&) {},
       {free, paid},
       CheckState::warn,
       "with 2 takes, 1 of them paid ($0.60); there is no remote"},
      {"paid takes that a remote has",
       [](GitPlaces& p) { p.has_remote = true; },
       {paid},
       CheckState::ok,
       "1 of them paid"},
      {"a runner", [](GitPlaces& p) { p.ci = true; }, {}, CheckState::warn, "CI is set"},
      {"a runner with a remote",
       [](GitPlaces& p) { p.ci = p.has_remote = true; },
       {},
       CheckState::ok,
       "would delete"},
      {"a linked worktree",
       [](GitPlaces& p) { p.is_main_worktrees = true; },
       {},
       CheckState::ok,
       "this worktree uses the store of the main one; 'git clean -fdx' in /films"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.why);
    GitPlaces places = in_tree;
    row.change(places);
    const DoctorCheck check = git_check(places, row.takes);
    CHECK(check.state == row.state);
    CHECK_MESSAGE(check.detail.find(row.says) != std::string::npos, check.detail);
  }
  CHECK(git_check(in_tree, {}).help.find("'git clean -fdx -e /spring/cache/'") == 0);
}

}  // namespace reshoot
