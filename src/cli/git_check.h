// SPDX-License-Identifier: Apache-2.0
#pragma once
// What `doctor` says about git and the store: who would delete it, and who shares it. Pure.

#include <filesystem>
#include <optional>
#include <vector>

#include "report/doctor_report.h"
#include "store/take.h"

namespace reshoot {

/// Where things lie. Paths are absolute.
struct GitPlaces {
  std::optional<std::filesystem::path> root;  ///< the work tree that holds the workspace
  std::filesystem::path store;
  std::optional<std::filesystem::path> store_root;  ///< the work tree that holds the store
  bool is_main_worktrees = false;                   ///< the store is that of the main worktree
  bool ci = false;
  bool has_remote = false;
};

/// `takes` are those of the store.
DoctorCheck git_check(const GitPlaces& places, const std::vector<Take>& takes);

}  // namespace reshoot
