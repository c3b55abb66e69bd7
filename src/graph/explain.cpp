// SPDX-License-Identifier: Apache-2.0
// Compares two lists of key fields by path.

#include "graph/explain.h"

#include <charconv>
#include <unordered_map>
#include <unordered_set>

namespace reshoot {

std::vector<Reason> differences(const std::vector<KeyField>& was,
                                const std::vector<KeyField>& now) {
  std::unordered_map<std::string_view, std::string_view> before;
  for (const KeyField& field : was) {
    before.emplace(field.path, field.value);
  }
  std::vector<Reason> reasons;
  std::unordered_set<std::string_view> present;
  for (const KeyField& field : now) {
    present.insert(field.path);
    const auto old = before.find(field.path);
    if (old == before.end()) {
      reasons.push_back({field.path, {}, field.value, field.at});
    } else if (old->second != field.value) {
      reasons.push_back({field.path, std::string(old->second), field.value, field.at});
    }
  }
  for (const KeyField& field : was) {
    if (!present.contains(field.path)) {
      reasons.push_back({field.path, field.value, {}, {}});
    }
  }
  return reasons;
}

std::string with_cast_names(std::string_view symbolic, const std::vector<std::string>& cast) {
  std::string out;
  while (!symbolic.empty()) {
    const std::size_t open = symbolic.find("${");
    if (open == std::string_view::npos) {
      break;
    }
    const bool literal = open > 0 && symbolic[open - 1] == '$';
    const std::size_t close = symbolic.find('}', open);
    std::size_t number = 0;
    const char* const digits = symbolic.data() + open + 2;
    if (!literal && close != std::string_view::npos) {
      std::from_chars(digits, symbolic.data() + close, number);
    }
    if (number >= 1 && number <= cast.size()) {
      out.append(symbolic.substr(0, open)).append("${").append(cast[number - 1]).append("}");
      symbolic.remove_prefix(close + 1);
    } else {
      out.append(symbolic.substr(0, open + 2));
      symbolic.remove_prefix(open + 2);
    }
  }
  return out.append(symbolic);
}

}  // namespace reshoot
