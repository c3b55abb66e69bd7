// SPDX-License-Identifier: Apache-2.0
#pragma once
// Git as a child process: revisions, trees, blobs, branches, worktrees. It never changes the
// repository, runs none of its hooks, and knows no campaigns.

#include <filesystem>
#include <string>
#include <vector>

#include "base/cancel.h"
#include "base/process.h"
#include "base/result.h"
#include "cli/git_listing.h"

namespace reshoot {

/// The repository that holds a folder. Errors of all calls: `environment` (git is missing or
/// fails), `cancelled`, and what their own lines name.
class Git {
 public:
  /// `cancel` outlives this. Error `environment` also where `folder` is in no work tree of git.
  static Result<Git> open(const std::filesystem::path& folder, const Cancel& cancel);

  /// The top of the work tree.
  [[nodiscard]] const std::filesystem::path& root() const { return root_; }
  /// `folder` from the top, as git names it: `films/`, or empty where it is the top.
  [[nodiscard]] const std::string& prefix() const { return prefix_; }

  /// The commit that somebody means by a word such as `HEAD~2`, `main` or `v1.0`. Error `usage`
  /// where there is none, with a guess, or with what to fetch in a shallow clone.
  [[nodiscard]] Result<std::string> commit_of(const std::string& revision) const;

  /// The files of a commit at and below each of `paths` (`films/`); no paths: all.
  [[nodiscard]] Result<std::vector<TreeFile>> tree(const std::string& commit,
                                                   const std::vector<std::string>& paths) const;

  /// The bytes of blobs as git stores them, in the order of `oids`; 1 GiB in all is too much.
  [[nodiscard]] Result<std::vector<std::string>> read_blobs(
      const std::vector<std::string>& oids) const;

  /// Writes files below `folder` as a checkout would: with the line ends and filters (Git LFS) of
  /// the .gitattributes among them. `index` is a file of git's own; the same one for further files
  /// of the same folder.
  [[nodiscard]] Result<void> lay_out(const std::vector<TreeFile>& files,
                                     const std::filesystem::path& folder,
                                     const std::filesystem::path& index) const;

  /// Local ones.
  [[nodiscard]] Result<std::vector<Branch>> branches() const;
  /// The main one and all linked ones, also those whose folder is gone.
  [[nodiscard]] Result<std::vector<Worktree>> worktrees() const;
  /// Files of a work tree whose names match, from its top: those that git knows (they may be
  /// deleted), and those that it does not know or ignores.
  [[nodiscard]] Result<std::vector<std::string>> files_like(const std::filesystem::path& worktree,
                                                            const std::string& pattern) const;
  /// Whether git knows this file of the folder that was opened.
  [[nodiscard]] Result<bool> tracks(const std::string& name) const;

 private:
  Git(std::filesystem::path folder, const Cancel& cancel)
      : folder_(std::move(folder)), cancel_(&cancel) {}
  /// What `git ARGUMENTS` prints; any exit code but 0 is an error.
  [[nodiscard]] Result<std::string> ask(std::vector<std::string> arguments) const;
  [[nodiscard]] Result<ProcessResult> run(ProcessSpec spec) const;
  [[nodiscard]] Result<std::filesystem::path> main_root(const std::filesystem::path& listed) const;
  [[nodiscard]] Error unknown_revision(const std::string& revision) const;

  std::filesystem::path folder_;
  const Cancel* cancel_;
  std::filesystem::path root_;
  std::filesystem::path git_folder_;
  std::string prefix_;
};

}  // namespace reshoot
