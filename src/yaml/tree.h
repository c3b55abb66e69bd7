// SPDX-License-Identifier: Apache-2.0
#pragma once
// A YAML document as a compact tree with the place of every key and value. Knows nothing of
// campaigns.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace reshoot {

enum class YamlKind : std::uint8_t { null, scalar, sequence, mapping, alias };

/// One node. Nodes stand in the order of the text; the first child follows its parent.
struct YamlNode {
  const char* text = nullptr;  ///< scalar: into the source, or into the tree's own texts
  std::uint32_t size =
      0;  ///< bytes of a scalar; items of a sequence; pairs of a mapping; an alias's target
  std::uint32_t begin = 0;  ///< where it stands in the source
  std::uint32_t end = 0;
  std::uint32_t after = 0;  ///< the node behind this one and all that it holds
  YamlKind kind = YamlKind::null;
  bool plain = false;  ///< a scalar without quotes, and not a block
};

class YamlTree;
class YamlItems;
class YamlEntries;

/// A look at one node. An alias shows what it stands for, at the alias's own place.
class YamlValue {
 public:
  YamlValue(const YamlTree& tree, std::uint32_t id);

  /// Never `alias`.
  [[nodiscard]] YamlKind kind() const { return node_->kind; }
  [[nodiscard]] bool is_scalar() const { return kind() == YamlKind::scalar; }
  [[nodiscard]] bool is_sequence() const { return kind() == YamlKind::sequence; }
  [[nodiscard]] bool is_mapping() const { return kind() == YamlKind::mapping; }
  /// A scalar without quotes, and not a block: only such may be numbers and booleans.
  [[nodiscard]] bool is_plain() const { return node_->plain; }
  /// The text of a scalar; empty for anything else. Valid while tree and source live.
  [[nodiscard]] std::string_view text() const;
  [[nodiscard]] Span span() const;
  /// Items of a sequence, pairs of a mapping; 0 for anything else.
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] YamlItems items() const;      ///< of a sequence; none for anything else
  [[nodiscard]] YamlEntries entries() const;  ///< of a mapping; none for anything else

 private:
  const YamlTree* tree_;
  const YamlNode* node_;  ///< what it is
  std::uint32_t place_;   ///< where it is used
};

/// A document. Texts that differ from how the source writes them (escapes, folded lines) are kept
/// here.
class YamlTree {
 public:
  explicit YamlTree(SourceId source) : source_(source) {}

  /// The tree must not be empty and must stay where it is while values of it are in use.
  [[nodiscard]] YamlValue root() const { return {*this, 0}; }
  [[nodiscard]] SourceId source() const { return source_; }
  [[nodiscard]] const YamlNode& node(std::uint32_t id) const { return nodes_[id]; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(nodes_.size()); }

  /// For the parser: nodes in the order of the text.
  std::uint32_t add(const YamlNode& node);
  YamlNode& edit(std::uint32_t id) { return nodes_[id]; }
  /// For the parser: keeps a text that the source does not hold in one piece.
  const char* keep(std::string text) { return texts_.emplace_back(std::move(text)).data(); }
  void reserve(std::size_t nodes) { nodes_.reserve(nodes); }

 private:
  SourceId source_;
  std::vector<YamlNode> nodes_;
  std::deque<std::string> texts_;  // a deque: texts never move
};

/// The items of a sequence, for range-for.
class YamlItems {
 public:
  YamlItems(const YamlTree& tree, std::uint32_t first, std::uint32_t count)
      : tree_(&tree), first_(first), count_(count) {}
  class Iterator {
   public:
    Iterator(const YamlTree* tree, std::uint32_t id, std::uint32_t left)
        : tree_(tree), id_(id), left_(left) {}
    YamlValue operator*() const { return {*tree_, id_}; }
    Iterator& operator++() {
      id_ = tree_->node(id_).after;
      --left_;
      return *this;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.left_ == b.left_; }

   private:
    const YamlTree* tree_;
    std::uint32_t id_;
    std::uint32_t left_;
  };
  [[nodiscard]] Iterator begin() const { return {tree_, first_, count_}; }
  [[nodiscard]] Iterator end() const { return {tree_, 0, 0}; }

 private:
  const YamlTree* tree_;
  std::uint32_t first_;
  std::uint32_t count_;
};

struct YamlEntry {
  YamlValue key;
  YamlValue value;
};

/// The pairs of a mapping in the order of the text, for range-for.
class YamlEntries {
 public:
  YamlEntries(const YamlTree& tree, std::uint32_t first, std::uint32_t count)
      : tree_(&tree), first_(first), count_(count) {}
  class Iterator {
   public:
    Iterator(const YamlTree* tree, std::uint32_t id, std::uint32_t left)
        : tree_(tree), id_(id), left_(left) {}
    YamlEntry operator*() const { return {{*tree_, id_}, {*tree_, tree_->node(id_).after}}; }
    Iterator& operator++() {
      id_ = tree_->node(tree_->node(id_).after).after;
      --left_;
      return *this;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.left_ == b.left_; }

   private:
    const YamlTree* tree_;
    std::uint32_t id_;
    std::uint32_t left_;
  };
  [[nodiscard]] Iterator begin() const { return {tree_, first_, count_}; }
  [[nodiscard]] Iterator end() const { return {tree_, 0, 0}; }

 private:
  const YamlTree* tree_;
  std::uint32_t first_;
  std::uint32_t count_;
};

}  // namespace reshoot
