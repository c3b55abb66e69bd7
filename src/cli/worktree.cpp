// SPDX-License-Identifier: Apache-2.0
// `.git` names a folder under the main `.git/worktrees/`, which names both ends: anything else is
// not believed.

#include "cli/worktree.h"

#include <string>
#include <string_view>

#include "base/files.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_record = 8192;  // a path and a few letters

/// The path in a small file of git's, behind `head`; relative ones count from `base`.
std::optional<fs::path> path_in(const fs::path& file, std::string_view head, const fs::path& base) {
  const Result<std::optional<FileStat>> stat = stat_file(file);
  if (!stat || !*stat || !(*stat)->is_file) {
    return std::nullopt;
  }
  const Result<std::string> text = read_head(file, longest_record);
  if (!text || text->size() == longest_record || !text->starts_with(head) ||
      text->find('\0') != std::string::npos) {
    return std::nullopt;
  }
  std::string_view path = std::string_view(*text).substr(head.size());
  path = path.substr(0, path.find_last_not_of("\r\n") + 1);
  if (path.empty()) {
    return std::nullopt;
  }
  std::error_code failed;
  const fs::path found = fs::canonical(base / path, failed);
  return failed ? std::nullopt : std::optional(found);
}

}  // namespace

std::optional<fs::path> git_root_of(const fs::path& path) {
  std::error_code ignored;
  for (fs::path at = path;; at = at.parent_path()) {
    if (fs::exists(at / ".git", ignored)) {
      return at;
    }
    if (!at.has_relative_path()) {
      return std::nullopt;
    }
  }
}

std::optional<fs::path> main_worktree_of(const fs::path& root) {
  const auto records = path_in(root / ".git", "gitdir: ", root);
  if (!records) {
    return std::nullopt;
  }
  const auto common = path_in(*records / "commondir", "", *records);
  const auto back = path_in(*records / "gitdir", "", *records);
  std::error_code failed;
  const fs::path own = fs::canonical(root / ".git", failed);
  if (!common || !back || failed || *back != own || common->filename() != ".git" ||
      records->parent_path() != *common / "worktrees" || !fs::is_directory(*common, failed)) {
    return std::nullopt;
  }
  return common->parent_path();
}

std::optional<fs::path> in_main_worktree(const fs::path& folder) {
  const auto root = git_root_of(folder);
  const auto main = root ? main_worktree_of(*root) : std::nullopt;
  if (!main) {
    return std::nullopt;
  }
  return folder == *root ? *main : *main / folder.lexically_relative(*root);
}

}  // namespace reshoot
