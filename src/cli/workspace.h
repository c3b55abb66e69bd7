// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where things are: the workspace, the campaign that is meant, the store.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "campaign/load.h"

namespace reshoot {

/// The folder with `reshoot.yaml` at or above `start`, else the git root, else nullopt.
std::optional<std::filesystem::path> find_workspace(const std::filesystem::path& start);

/// The campaign that is meant, in this order: `-f FILE|DIR`; `campaign.yaml` here or in the nearest
/// parent within the workspace; the only one under `campaigns/`. Else a `usage` error that lists
/// them.
Result<CampaignPlace> find_campaign(const std::filesystem::path& here, const std::string& named);

/// `campaigns/*/campaign.yaml`, sorted.
std::vector<std::filesystem::path> campaigns_in(const std::filesystem::path& workspace);

/// `--store`, else RESHOOT_STORE (may be nullptr), else `cache/` in the workspace; a linked git
/// worktree uses the one of the main worktree's workspace.
std::filesystem::path store_directory(const std::filesystem::path& workspace,
                                      const std::string& named, const char* from_environment);

/// Another campaign file of the workspace that carries the same `campaign:` name. Only its top
/// lines are looked at.
std::optional<std::filesystem::path> same_name_elsewhere(const CampaignPlace& place,
                                                         std::string_view name);

}  // namespace reshoot
