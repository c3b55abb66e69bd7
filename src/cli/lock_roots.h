// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which bytes are approved anywhere: by the locks of all local branches, and of all work trees as
// they are now.

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/cancel.h"
#include "base/digest.h"
#include "base/result.h"
#include "cli/console.h"
#include "cli/git.h"

namespace reshoot {

/// By blob: the first that pins it, such as `branch main` or `work tree /home/mia/films`.
using LockRoots = std::unordered_map<Digest, std::string, DigestHash>;

/// A file that may be a lock, with what stands beside it.
struct LockCandidate {
  std::string where;     ///< `branch main`
  std::string path;      ///< from the top of the repository
  std::string text;      ///< its own
  std::string campaign;  ///< of the `.yaml` of its name; empty: there is none
};

/// Other tools write `.lock` files too: ours is called `campaign.lock`, says so itself, or belongs
/// to a campaign.
bool is_lock(const LockCandidate& candidate);

/// Adds what a lock pins; of a merge that is not settled, both sides. A lock that cannot be read is
/// shown on stderr and is an error of kind `campaign`: nobody can say what it pins.
Result<void> add_lock(const LockCandidate& candidate, const Console& console, LockRoots& roots);

/// What all locks of a repository pin. A linked worktree whose folder is gone is an `environment`
/// error: what it had approved is not known.
Result<LockRoots> locks_in_git(const Git& git, const Console& console);

/// What the locks of these campaigns pin, where there is no git.
Result<LockRoots> locks_beside(const std::vector<std::filesystem::path>& campaigns,
                               const Console& console);

}  // namespace reshoot
