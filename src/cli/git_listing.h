// SPDX-License-Identifier: Apache-2.0
#pragma once
// What git prints, read back. Pure; any bytes are answered.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reshoot {

/// A file in the tree of a commit.
struct TreeFile {
  std::string path;  ///< from the top of the repository, any bytes but NUL
  std::string oid;   ///< of its blob, in hex
  std::string mode;  ///< `100644`, `100755`, `120000`
  [[nodiscard]] bool is_link() const { return mode == "120000"; }
  friend bool operator==(const TreeFile&, const TreeFile&) = default;
};

/// Reads `ls-tree -r -z`. Submodules are left out, and names that no checkout would make: those
/// with `..` or `.git` in them.
std::vector<TreeFile> parse_tree(std::string_view listing);

struct Branch {
  std::string name;    ///< `main`
  std::string commit;  ///< in hex
};

struct Worktree {
  std::filesystem::path path;
  bool bare = false;  ///< the repository itself, without files
  friend bool operator==(const Worktree&, const Worktree&) = default;
};

/// Reads `worktree list --porcelain`.
std::vector<Worktree> parse_worktrees(std::string_view listing);

/// Reads lines of `COMMIT NAME`.
std::vector<Branch> parse_branches(std::string_view listing);

/// Takes one answer of `cat-file --batch` off the front; nullopt: git has no such blob.
std::optional<std::string> take_blob(std::string_view& answers);

/// Whether this is a whole object id, in hex.
bool is_oid(std::string_view text);

/// Takes what stands before `end` off the front of `rest`; all of it where `end` is not there.
std::string_view take_until(std::string_view& rest, char end);

}  // namespace reshoot
