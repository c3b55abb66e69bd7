// SPDX-License-Identifier: Apache-2.0
#pragma once
// A CI runner throws its work tree away, and paid takes in it. Pure.

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "graph/step.h"
#include "plan/plan.h"

namespace reshoot {

/// Whether this is the value of CI on a CI runner: set, and not `false` or `0`. nullptr: not set.
bool is_ci(const char* variable);

/// What there is to know before a build under CI pays for anything.
struct StoreInCi {
  bool ci = false;
  std::filesystem::path store;                    ///< absolute
  std::optional<std::filesystem::path> git_root;  ///< the work tree that the store lies in
  bool has_remote = false;
  bool pays = false;     ///< a step that costs money would run
  bool allowed = false;  ///< `--store-in-tree`
};

/// An `environment` error where takes would be paid for and kept only in a CI runner's work tree.
Result<void> check_store_in_ci(const StoreInCi& facts);

/// Whether the plan runs a step of a model that is not free.
bool pays(const Graph& graph, const Plan& plan);

}  // namespace reshoot
