// SPDX-License-Identifier: Apache-2.0
// A lock that many branches share is read once.

#include "cli/lock_roots.h"

#include <fmt/format.h>

#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/files.h"
#include "base/render_diagnostics.h"
#include "base/text.h"
#include "store/lock_block.h"
#include "store/lock_file.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view lock_end_of_name = ".lock";

std::string campaign_of(std::string_view lock) {
  return std::string(lock.substr(0, lock.size() - lock_end_of_name.size())) + ".yaml";
}

bool is_named_campaign(std::string_view path) {
  return path == "campaign.lock" || path.ends_with("/campaign.lock");
}

/// Before anything is read: whether it is worth it.
bool may_be_lock(std::string_view path, bool has_campaign) {
  return path.ends_with(lock_end_of_name) && (has_campaign || is_named_campaign(path));
}

/// The locks of a branch, by the ids of their bytes and of the campaigns beside them.
using BlobPair = std::pair<std::string, std::string>;

class BranchLocks {
 public:
  void add(const Branch& branch, const std::vector<TreeFile>& files) {
    std::map<std::string_view, const TreeFile*> by_path;
    for (const TreeFile& file : files) {
      by_path.emplace(file.path, &file);
    }
    for (const TreeFile& file : files) {
      if (file.is_link() || !file.path.ends_with(lock_end_of_name)) {
        continue;
      }
      const auto campaign = by_path.find(campaign_of(file.path));
      const bool has_campaign = campaign != by_path.end() && !campaign->second->is_link();
      if (may_be_lock(file.path, has_campaign)) {
        const BlobPair blobs{file.oid, has_campaign ? campaign->second->oid : ""};
        locks_.emplace(blobs, LockCandidate{"branch " + branch.name, file.path, {}, {}});
      }
    }
  }

  /// Their texts are read all at once.
  [[nodiscard]] Result<std::vector<LockCandidate>> read(const Git& git) const {
    std::set<std::string> wanted;
    for (const auto& [blobs, lock] : locks_) {
      wanted.insert(blobs.first);
      if (!blobs.second.empty()) {
        wanted.insert(blobs.second);
      }
    }
    const std::vector<std::string> oids(wanted.begin(), wanted.end());
    TRY_ASSIGN(const std::vector<std::string> texts, git.read_blobs(oids));
    const auto text_of = [&](const std::string& oid) {
      const auto found = wanted.find(oid);
      return found == wanted.end()
                 ? std::string()
                 : texts[static_cast<std::size_t>(std::distance(wanted.begin(), found))];
    };
    std::vector<LockCandidate> read;
    for (const auto& [blobs, lock] : locks_) {
      read.push_back({lock.where, lock.path, text_of(blobs.first), text_of(blobs.second)});
    }
    return read;
  }

 private:
  std::map<BlobPair, LockCandidate> locks_;  ///< the first branch that has them
};

/// nullopt: it is not there.
Result<std::optional<std::string>> read_if_there(const fs::path& file) {
  TRY_ASSIGN(const std::optional<FileStat> stat, stat_file(file));
  if (!stat || !stat->is_file) {
    return std::optional<std::string>();
  }
  TRY_ASSIGN(std::string text, read_file(file, lock_limit));
  return std::optional(std::move(text));
}

/// A lock as it is on disk, if it is one.
Result<void> add_file(const fs::path& file, LockCandidate candidate, const Console& console,
                      LockRoots& roots) {
  const fs::path campaign = campaign_of(file.string());
  TRY_ASSIGN(std::optional<std::string> text, read_if_there(file));
  TRY_ASSIGN(std::optional<std::string> beside, read_if_there(campaign));
  if (!text || !may_be_lock(candidate.path, beside.has_value())) {
    return {};
  }
  candidate.text = *std::move(text);
  candidate.campaign = std::move(beside).value_or("");
  return add_lock(candidate, console, roots);
}

Result<void> add_worktree(const Git& git, const Worktree& tree, const Console& console,
                          LockRoots& roots) {
  const std::string name = printable(tree.path.string());
  std::error_code failed;
  if (!fs::is_directory(tree.path, failed)) {
    return fail(ErrorKind::environment,
                fmt::format("the git worktree {} is not there, and its locks may keep takes: "
                            "nothing was deleted",
                            name),
                "if it is gone for good, 'git worktree prune' forgets it; else mount it");
  }
  TRY_ASSIGN(const std::vector<std::string> files, git.files_like(tree.path, "*.lock"));
  for (const std::string& file : files) {
    TRY(add_file(tree.path / file, {"work tree " + name, file, {}, {}}, console, roots));
  }
  return {};
}

}  // namespace

bool is_lock(const LockCandidate& candidate) {
  return is_named_campaign(candidate.path) ||
         candidate.text.find(lock_version_field) != std::string::npos ||
         candidate.text.find(lock_end) != std::string::npos ||
         ("\n" + candidate.campaign).find("\nreshoot:") != std::string::npos;
}

Result<void> add_lock(const LockCandidate& candidate, const Console& console, LockRoots& roots) {
  if (!is_lock(candidate)) {
    return {};
  }
  const std::string name = fmt::format("{} ({})", printable(candidate.path), candidate.where);
  SourceMap sources;
  Diagnostics diags;
  const std::optional<LockReading> reading =
      parse_lock(sources.add(name, candidate.text), sources, diags);
  if (!reading) {
    print_err(render_text(diags, sources, console.err_colour));
    return fail(ErrorKind::campaign,
                fmt::format("what {} of {} keeps cannot be read: nothing was deleted",
                            printable(candidate.path), candidate.where),
                "mend the lock there, or delete the branch or worktree if nobody needs it");
  }
  const auto keep = [&](const LockedTake& take) { roots.emplace(take.blob, candidate.where); };
  for (const LockedTake& take : reading->lock.clips) {
    keep(take);
  }
  for (const LockDispute& dispute : reading->disputes) {
    for (const auto* side : {&dispute.ours, &dispute.theirs, &dispute.base}) {
      if (*side) {
        keep(**side);
      }
    }
  }
  return {};
}

Result<LockRoots> locks_in_git(const Git& git, const Console& console) {
  LockRoots roots;
  BranchLocks locks;
  TRY_ASSIGN(const std::vector<Branch> branches, git.branches());
  std::set<std::string> seen;
  for (const Branch& branch : branches) {
    if (seen.insert(branch.commit).second) {
      TRY_ASSIGN(const std::vector<TreeFile> files, git.tree(branch.commit, {}));
      locks.add(branch, files);
    }
  }
  TRY_ASSIGN(const std::vector<LockCandidate> candidates, locks.read(git));
  for (const LockCandidate& candidate : candidates) {
    TRY(add_lock(candidate, console, roots));
  }
  TRY_ASSIGN(const std::vector<Worktree> worktrees, git.worktrees());
  for (const Worktree& tree : worktrees) {
    if (!tree.bare) {
      TRY(add_worktree(git, tree, console, roots));
    }
  }
  return roots;
}

Result<LockRoots> locks_beside(const std::vector<fs::path>& campaigns, const Console& console) {
  LockRoots roots;
  for (const fs::path& campaign : campaigns) {
    const fs::path lock = lock_path(campaign);
    TRY(add_file(lock,
                 {"work tree " + printable(lock.parent_path().string()), lock.string(), {}, {}},
                 console, roots));
  }
  return roots;
}

}  // namespace reshoot
