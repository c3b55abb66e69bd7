// SPDX-License-Identifier: Apache-2.0
// Small mappings are compared pair by pair, large ones are sorted.

#include "yaml/duplicate_keys.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"

namespace reshoot {

namespace {

constexpr std::size_t small = 12;

std::string_view text_of(const YamlTree& tree, std::uint32_t id) {
  const YamlNode& node = tree.node(id);
  return {node.text, node.size};
}

void report(const YamlTree& tree, std::uint32_t first, std::uint32_t again, Diagnostics& diags) {
  const auto span = [&](std::uint32_t id) {
    return Span{tree.source(), tree.node(id).begin, tree.node(id).end};
  };
  diags
      .report(Code::yaml_duplicate_key,
              fmt::format("the key '{}' is used twice", ellipsize(text_of(tree, again), 60)))
      .at(span(again), "used again")
      .at(span(first), "first used here");
}

}  // namespace

void report_duplicate_keys(const YamlTree& tree, std::uint32_t mapping,
                           std::vector<std::uint32_t>& scratch, Diagnostics& diags) {
  scratch.clear();
  std::uint32_t key = mapping + 1;
  for (std::uint32_t i = 0; i < tree.node(mapping).size; ++i) {
    if (tree.node(key).kind == YamlKind::scalar) {
      scratch.push_back(key);
    }
    key = tree.node(tree.node(key).after).after;
  }
  if (scratch.size() <= small) {
    for (std::size_t i = 1; i < scratch.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (text_of(tree, scratch[i]) == text_of(tree, scratch[j])) {
          report(tree, scratch[j], scratch[i], diags);
          break;
        }
      }
    }
    return;
  }
  std::stable_sort(scratch.begin(), scratch.end(), [&](std::uint32_t a, std::uint32_t b) {
    return text_of(tree, a) < text_of(tree, b);
  });
  for (std::size_t i = 1; i < scratch.size(); ++i) {
    if (text_of(tree, scratch[i]) == text_of(tree, scratch[i - 1])) {
      report(tree, scratch[i - 1], scratch[i], diags);
    }
  }
}

}  // namespace reshoot
