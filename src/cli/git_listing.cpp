// SPDX-License-Identifier: Apache-2.0
#include "cli/git_listing.h"

#include <algorithm>
#include <charconv>

namespace reshoot {
namespace {

/// Git makes no such files either, but says so only on stderr.
bool can_be_checked_out(std::string_view path) {
  while (!path.empty()) {
    const std::string_view name = take_until(path, '/');
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (name.empty() || name == "." || name == ".." || lower == ".git") {
      return false;
    }
  }
  return true;
}

}  // namespace

std::string_view take_until(std::string_view& rest, char end) {
  const std::string_view taken = rest.substr(0, rest.find(end));
  rest.remove_prefix(std::min(taken.size() + 1, rest.size()));
  return taken;
}

bool is_oid(std::string_view text) {
  constexpr std::size_t sha1_digits = 40;
  constexpr std::size_t sha256_digits = 64;
  return (text.size() == sha1_digits || text.size() == sha256_digits) &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::vector<TreeFile> parse_tree(std::string_view listing) {
  std::vector<TreeFile> files;
  while (!listing.empty()) {
    std::string_view entry = take_until(listing, '\0');
    const std::string_view mode = take_until(entry, ' ');
    const std::string_view type = take_until(entry, ' ');
    const std::string_view oid = take_until(entry, '\t');
    if (type == "blob" && is_oid(oid) && can_be_checked_out(entry)) {
      files.push_back({std::string(entry), std::string(oid), std::string(mode)});
    }
  }
  return files;
}

std::vector<Worktree> parse_worktrees(std::string_view listing) {
  constexpr std::string_view head = "worktree ";
  std::vector<Worktree> found;
  while (!listing.empty()) {
    const std::string_view line = take_until(listing, '\n');
    if (line.starts_with(head)) {
      found.push_back({std::filesystem::path(line.substr(head.size()))});
    } else if (line == "bare" && !found.empty()) {
      found.back().bare = true;
    }
  }
  return found;
}

std::vector<Branch> parse_branches(std::string_view listing) {
  std::vector<Branch> found;
  while (!listing.empty()) {
    std::string_view line = take_until(listing, '\n');
    const std::string commit(take_until(line, ' '));
    found.push_back({std::string(line), commit});
  }
  return found;
}

// `OID blob SIZE`, the bytes, a line break.
std::optional<std::string> take_blob(std::string_view& answers) {
  std::string_view head = take_until(answers, '\n');
  take_until(head, ' ');
  const bool is_blob = take_until(head, ' ') == "blob";
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(head.data(), head.data() + head.size(), size);
  if (!is_blob || error != std::errc() || end != head.data() + head.size() ||
      size >= answers.size()) {
    return std::nullopt;
  }
  std::string bytes(answers.substr(0, size));
  answers.remove_prefix(size + 1);
  return bytes;
}

}  // namespace reshoot
