// SPDX-License-Identifier: Apache-2.0
#pragma once
// Names in the tree of a commit, and where its links lead. Pure: no file is looked at.

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "cli/git.h"

namespace reshoot {

/// `..` and links mean what they mean on a disk.
class TreeNames {
 public:
  /// `files` outlive this; `targets` are those of the links among them, in their order.
  TreeNames(const std::vector<TreeFile>& files, const std::vector<std::string>& targets);

  /// The path without links. nullopt: it leaves the tree, or goes in circles.
  [[nodiscard]] std::optional<std::string> resolve(const std::string& path) const;
  /// The file of that resolved path; nullptr: there is none.
  [[nodiscard]] const TreeFile* file(const std::string& path) const;

 private:
  std::unordered_map<std::string, const TreeFile*> files_;
  std::unordered_map<std::string, std::string> links_;
};

}  // namespace reshoot
