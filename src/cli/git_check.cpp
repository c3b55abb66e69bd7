// SPDX-License-Identifier: Apache-2.0
#include "cli/git_check.h"

#include <fmt/format.h>

#include "report/figures.h"

namespace reshoot {
namespace {

struct Held {
  std::int64_t takes = 0;
  std::int64_t paid = 0;
  Money cost;
};

Held held_in(const std::vector<Take>& takes) {
  Held held;
  for (const Take& take : takes) {
    if (take.blob && !take.collected) {
      ++held.takes;
      held.paid += take.billed() ? 1 : 0;
      held.cost += take.cost;
    }
  }
  return held;
}

std::string held_text(const Held& held) {
  if (held.takes == 0) {
    return "; it holds no take yet";
  }
  const std::string takes = " with " + counted(held.takes, "take");
  return held.paid == 0 ? takes + ", none of them paid"
                        : fmt::format("{}, {} of them paid ({})", takes, count_text(held.paid),
                                      held.cost.text());
}

}  // namespace

DoctorCheck git_check(const GitPlaces& places, const std::vector<Take>& takes) {
  if (!places.root) {
    return {"git", CheckState::warn, "the workspace is not in git",
            "keep campaigns in git: 'git init'"};
  }
  const std::string shared =
      places.is_main_worktrees ? "this worktree uses the store of the main one; " : "";
  if (!places.store_root) {
    return {"git", CheckState::ok,
            fmt::format("{}the store is outside of the work tree: git does not touch it", shared),
            ""};
  }
  const Held held = held_in(takes);
  DoctorCheck check{
      "git", CheckState::ok,
      fmt::format("{}'git clean -fdx' in {} would delete the store{}", shared,
                  places.store_root->string(), held_text(held)),
      fmt::format("'git clean -fdx -e /{}/' spares it, and so does a store elsewhere: "
                  "--store DIR or RESHOOT_STORE",
                  places.store.lexically_relative(*places.store_root).string())};
  if (places.ci && !places.has_remote) {
    check.state = CheckState::warn;
    check.detail += "; CI is set, and a runner throws its work tree away";
    check.help += "; with 'remote:' in reshoot.yaml takes are kept there as well";
  } else if (held.paid > 0 && !places.has_remote) {
    check.state = CheckState::warn;
    check.detail += "; there is no remote that has them too";
  }
  return check;
}

}  // namespace reshoot
