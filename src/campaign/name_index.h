// SPDX-License-Identifier: Apache-2.0
#pragma once
// Names to indices. Sorted, so that no choice of names makes it slow.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reshoot {

class NameIndex {
 public:
  /// `all[i].name` gets the index i; of equal names the first counts. The names must live on.
  template <class List>
  explicit NameIndex(const List& all) {
    sorted_.reserve(all.size());
    for (const auto& one : all) {
      sorted_.push_back({one.name, static_cast<std::uint32_t>(sorted_.size())});
    }
    std::sort(sorted_.begin(), sorted_.end());
  }

  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const {
    const auto found = std::lower_bound(sorted_.begin(), sorted_.end(), Entry{name, 0});
    if (found == sorted_.end() || found->name != name) {
      return std::nullopt;
    }
    return found->index;
  }

  [[nodiscard]] std::size_t size() const { return sorted_.size(); }

  /// All names in alphabetical order: for did-you-mean.
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const Entry& entry : sorted_) {
      names.emplace_back(entry.name);
    }
    return names;
  }

 private:
  struct Entry {
    std::string_view name;
    std::uint32_t index;
    friend auto operator<=>(const Entry&, const Entry&) = default;
  };
  std::vector<Entry> sorted_;
};

}  // namespace reshoot
