// SPDX-License-Identifier: Apache-2.0
// Looks at nodes; the parser makes them.

#include "yaml/tree.h"

namespace reshoot {

YamlValue::YamlValue(const YamlTree& tree, std::uint32_t id)
    : tree_(&tree), node_(&tree.node(id)), place_(id) {
  if (node_->kind == YamlKind::alias) {
    node_ = &tree.node(node_->size);
  }
}

std::string_view YamlValue::text() const {
  return is_scalar() ? std::string_view(node_->text, node_->size) : std::string_view();
}

Span YamlValue::span() const {
  const YamlNode& place = tree_->node(place_);
  return {tree_->source(), place.begin, place.end};
}

std::size_t YamlValue::size() const {
  return is_sequence() || is_mapping() ? node_->size : 0;
}

YamlItems YamlValue::items() const {
  const auto first = static_cast<std::uint32_t>(node_ - &tree_->node(0)) + 1;
  return {*tree_, first, is_sequence() ? node_->size : 0};
}

YamlEntries YamlValue::entries() const {
  const auto first = static_cast<std::uint32_t>(node_ - &tree_->node(0)) + 1;
  return {*tree_, first, is_mapping() ? node_->size : 0};
}

std::uint32_t YamlTree::add(const YamlNode& node) {
  nodes_.push_back(node);
  const auto id = static_cast<std::uint32_t>(nodes_.size() - 1);
  nodes_.back().after = id + 1;
  return id;
}

}  // namespace reshoot
