// SPDX-License-Identifier: Apache-2.0
#pragma once
// Git's linked worktrees as their `.git` files tell of them. Read without git: every command asks.

#include <filesystem>
#include <optional>

namespace reshoot {

/// The nearest folder at or above `path` that has a `.git`, file or folder. `path` need not exist.
std::optional<std::filesystem::path> git_root_of(const std::filesystem::path& path);

/// The main worktree of the linked worktree at `root`. nullopt: it is no linked worktree (a
/// submodule is none), the main one has no files, or its records do not name `root` in turn.
std::optional<std::filesystem::path> main_worktree_of(const std::filesystem::path& root);

/// Where `folder`, which lies in a linked worktree, is in the main one; it need not be there.
/// nullopt: as above.
std::optional<std::filesystem::path> in_main_worktree(const std::filesystem::path& folder);

}  // namespace reshoot
