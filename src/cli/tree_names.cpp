// SPDX-License-Identifier: Apache-2.0
#include "cli/tree_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <string_view>

namespace reshoot {
namespace {

constexpr int most_links = 40;  // in one path, as in Linux

/// Names between slashes, put before `rest`.
void put_names_before(std::string_view path, std::deque<std::string>& rest) {
  std::vector<std::string> names;
  while (!path.empty()) {
    const std::string_view name = path.substr(0, path.find('/'));
    names.emplace_back(name);
    path.remove_prefix(std::min(name.size() + 1, path.size()));
  }
  rest.insert(rest.begin(), names.begin(), names.end());
}

}  // namespace

TreeNames::TreeNames(const std::vector<TreeFile>& files, const std::vector<std::string>& targets) {
  auto target = targets.begin();
  for (const TreeFile& file : files) {
    files_.emplace(file.path, &file);
    if (file.is_link() && target != targets.end()) {
      links_.emplace(file.path, *target++);
    }
  }
}

const TreeFile* TreeNames::file(const std::string& path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : found->second;
}

std::optional<std::string> TreeNames::resolve(const std::string& path) const {
  std::deque<std::string> rest;
  put_names_before(path, rest);
  std::vector<std::string> done;
  for (int links = 0; !rest.empty();) {
    const std::string name = rest.front();
    rest.pop_front();
    if (name.empty() || name == ".") {
      continue;
    }
    if (name == "..") {
      if (done.empty()) {
        return std::nullopt;
      }
      done.pop_back();
      continue;
    }
    done.push_back(name);
    const auto link = links_.find(fmt::format("{}", fmt::join(done, "/")));
    if (link != links_.end()) {
      if (++links > most_links || link->second.starts_with('/')) {
        return std::nullopt;
      }
      done.pop_back();
      put_names_before(link->second, rest);
    }
  }
  return fmt::format("{}", fmt::join(done, "/"));
}

}  // namespace reshoot
