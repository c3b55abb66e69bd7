// SPDX-License-Identifier: Apache-2.0
// Builds the tree from yaml-cpp's events; its exceptions end here.

#include "yaml/parse.h"

#include <fmt/core.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cstring>
#include <istream>
#include <streambuf>

#include "yaml/duplicate_keys.h"
#include "yaml/extent.h"
#include "yaml/syntax_error.h"
#include "yaml/text_check.h"

namespace reshoot {

namespace {

/// Ends parsing: thrown through yaml-cpp and caught below.
struct Stop {
  Code code;
  std::size_t at;
  std::string message;
  std::string help;
};

/// Feeds the parser from memory, and stops it when it takes in far more than it gives out.
class SourceBuffer final : public std::streambuf {
 public:
  explicit SourceBuffer(std::string_view text, const std::size_t& last_event)
      : last_event_(last_event) {
    char* begin = const_cast<char*>(text.data());  // a streambuf's interface; nothing writes here
    setg(begin, begin, begin + text.size());
  }

 protected:
  std::streamsize xsgetn(char* to, std::streamsize count) override {
    const auto taken = static_cast<std::size_t>(gptr() - eback());
    if (taken > last_event_ + yaml_piece_limit) {
      throw Stop{Code::yaml_too_large, last_event_, "what begins here is larger than 2 MB",
                 "write large mappings and lists line by line, without '{' and '['"};
    }
    const std::streamsize given = std::min<std::streamsize>(count, egptr() - gptr());
    std::memcpy(to, gptr(), static_cast<std::size_t>(given));
    gbump(static_cast<int>(given));
    return given;
  }

 private:
  const std::size_t& last_event_;
};

class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(SourceId id, std::string_view source, Diagnostics& diags)
      : source_(source), diags_(diags), tree_(id) {
    tree_.reserve(source.size() / 16);  // more often enough than not: a node per 16 bytes
  }

  [[nodiscard]] const std::size_t& last_event() const { return last_event_; }
  YamlTree take() { return std::move(tree_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) {
      refuse_second_document(offset(mark));
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    YamlNode node = begin_node(YamlKind::null, mark);
    place_null(node);
    anchored(anchor, add_leaf(node));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    YamlNode node = begin_node(YamlKind::alias, mark);
    node.end = narrow(end_of_alias(source_, node.begin));
    if (anchor >= anchors_.size() || !anchors_[anchor].closed) {
      throw Stop{
          Code::yaml_alias_growth, node.begin, "this alias stands inside its own anchor", {}};
    }
    const Anchor& target = anchors_[anchor];
    alias_growth_ += target.weight;
    if (alias_growth_ > yaml_alias_growth_limit) {
      throw Stop{Code::yaml_alias_growth, node.begin,
                 fmt::format("aliases add more than {} values up to here", yaml_alias_growth_limit),
                 "write the values out, or build the file with a script"};
    }
    node.size = target.node;
    add_leaf(node, target.weight);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    YamlNode node = begin_node(YamlKind::scalar, mark);
    check_tag(tag, mark);
    node.plain = tag[0] == '?';
    const std::size_t end = end_of_scalar(source_, node.begin, value, node.plain);
    if (end == std::string_view::npos) {
      throw Stop{Code::yaml_syntax, node.begin, "the quotes that open here are not closed", {}};
    }
    node.end = narrow(end);
    node.size = narrow(value.size());
    const std::size_t inside = node.begin + (node.plain ? 0U : 1U);
    const bool as_written = source_.substr(std::min(inside, source_.size()), value.size()) == value;
    node.text = as_written ? source_.data() + inside : tree_.keep(value);
    anchored(anchor, add_leaf(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(YamlKind::sequence, mark, tag, anchor, style);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(YamlKind::mapping, mark, tag, anchor, style);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override {
    const std::uint32_t id = frames_.back().node;
    close();
    report_duplicate_keys(tree_, id, keys_, diags_);
  }

 private:
  /// A container that is still open.
  struct Frame {
    std::uint32_t node;
    std::uint32_t children = 0;  ///< keys and values counted apart
    std::uint32_t last = 0;      ///< the last of them
    std::uint64_t weight = 1;    ///< nodes in it with all aliases expanded
    YAML::anchor_t anchor = 0;
    bool flow = false;
  };
  struct Anchor {
    std::uint32_t node = 0;
    std::uint64_t weight = 0;
    bool closed = false;
  };

  static std::uint32_t narrow(std::size_t value) { return static_cast<std::uint32_t>(value); }

  [[nodiscard]] std::size_t offset(const YAML::Mark& mark) const {
    return std::min<std::size_t>(static_cast<std::size_t>(std::max(mark.pos, 0)), source_.size());
  }

  [[noreturn]] void refuse_second_document(std::size_t at) const {
    if (source_.substr(at, 3) == "---") {
      throw Stop{Code::yaml_second_document, at, "a second YAML document begins here",
                 "keep one document in a file"};
    }
    throw Stop{Code::yaml_syntax, at, "this does not belong to what stands above",
               "keys of one mapping stand in the same column; look at the indentation"};
  }

  YamlNode begin_node(YamlKind kind, const YAML::Mark& mark) {
    last_event_ = offset(mark);
    YamlNode node;
    node.kind = kind;
    node.begin = narrow(skip_anchor(source_, last_event_));
    node.end = node.begin;
    return node;
  }

  /// Only the tags that yaml-cpp makes up itself may come: `?` (plain) and `!` (quoted or block).
  void check_tag(const std::string& tag, const YAML::Mark& mark) {
    const std::size_t at = skip_anchor(source_, offset(mark));
    if (tag.size() == 1 && !(at < source_.size() && source_[at] == '!')) {
      return;
    }
    const std::size_t end = std::min(source_.find_first_of(" \t\r\n,[]{}", at), source_.size());
    diags_.report(Code::yaml_tag, "YAML tags are not part of the language")
        .at({tree_.source(), narrow(at), narrow(end)})
        .help("remove the tag; text that begins with '!' needs quotes");
  }

  /// A null that was written (`~`, `null`) has its own place, an empty value that of its key.
  void place_null(YamlNode& node) const {
    const std::string_view rest = source_.substr(node.begin);
    const auto begins = [&](std::string_view word) { return rest.substr(0, word.size()) == word; };
    std::size_t length = 0;
    if (begins("~")) {
      length = 1;
    } else if (begins("null") || begins("Null") || begins("NULL")) {
      length = 4;
    }
    node.end = narrow(node.begin + length);
    if (frames_.empty() || !expects_value()) {
      return;
    }
    const YamlNode& key = tree_.node(last_key_);
    if (node.begin < key.end ||
        source_.substr(key.end, node.begin - key.end).find('\n') != std::string_view::npos) {
      node.begin = key.begin;
      node.end = key.end;
    }
  }

  [[nodiscard]] bool in_mapping() const {
    return !frames_.empty() && tree_.node(frames_.back().node).kind == YamlKind::mapping;
  }
  [[nodiscard]] bool expects_key() const {
    return in_mapping() && frames_.back().children % 2 == 0;
  }
  [[nodiscard]] bool expects_value() const {
    return in_mapping() && frames_.back().children % 2 == 1;
  }

  std::uint32_t add(const YamlNode& node) {
    if (expects_key()) {
      check_key(node);
      last_key_ = tree_.size();
    }
    if (!frames_.empty()) {
      ++frames_.back().children;
      frames_.back().last = tree_.size();
    }
    return tree_.add(node);
  }

  std::uint32_t add_leaf(const YamlNode& node, std::uint64_t weight = 1) {
    const std::uint32_t id = add(node);
    if (!frames_.empty()) {
      frames_.back().weight += weight;
    }
    return id;
  }

  void check_key(const YamlNode& key) {
    const Span span{tree_.source(), key.begin, key.end};
    if (key.kind != YamlKind::scalar) {
      diags_.report(Code::yaml_syntax, "a key must be text").at(span);
    } else if (key.plain && std::string_view(key.text, key.size) == "<<") {
      diags_.report(Code::yaml_tag, "merge keys are not part of the language")
          .at(span)
          .help("write the keys out, or put shared values under 'defaults'");
    }
  }

  void anchored(YAML::anchor_t anchor, std::uint32_t node) {
    if (anchor != 0) {
      anchors_.resize(std::max<std::size_t>(anchors_.size(), anchor + 1));
      anchors_[anchor] = {node, 1, true};
    }
  }

  void open(YamlKind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            YAML::EmitterStyle::value style) {
    YamlNode node = begin_node(kind, mark);
    check_tag(tag, mark);
    if (frames_.size() == yaml_depth_limit) {
      throw Stop{Code::yaml_too_deep,
                 node.begin,
                 fmt::format("nested more than {} levels deep", yaml_depth_limit),
                 {}};
    }
    Frame frame{add(node)};
    frame.anchor = anchor;
    frame.flow = style == YAML::EmitterStyle::Flow;
    if (anchor != 0) {
      anchors_.resize(std::max<std::size_t>(anchors_.size(), anchor + 1));
      anchors_[anchor] = {frame.node, 0, false};
    }
    frames_.push_back(frame);
  }

  void close() {
    const Frame frame = frames_.back();
    frames_.pop_back();
    YamlNode& node = tree_.edit(frame.node);
    node.after = tree_.size();
    node.size = node.kind == YamlKind::mapping ? frame.children / 2 : frame.children;
    node.end = end_of_container(frame);
    if (frame.anchor != 0) {
      anchors_[frame.anchor] = {frame.node, frame.weight, true};
    }
    if (!frames_.empty()) {
      frames_.back().weight += frame.weight;
    }
  }

  /// Behind the last child, and behind a closing bracket that follows it.
  [[nodiscard]] std::uint32_t end_of_container(const Frame& frame) const {
    const std::uint32_t begin = tree_.node(frame.node).begin;
    std::size_t end = begin + (frame.flow ? 1U : 0U);
    if (frame.children > 0) {
      end = std::max(begin, tree_.node(frame.last).end);
    }
    if (frame.flow) {
      const std::size_t next = source_.find_first_not_of(" \t", end);
      if (next != std::string_view::npos && (source_[next] == ']' || source_[next] == '}')) {
        end = next + 1;
      }
    }
    return narrow(std::min(end, source_.size()));
  }

  std::string_view source_;
  Diagnostics& diags_;
  YamlTree tree_;
  std::vector<Frame> frames_;
  std::vector<Anchor> anchors_;
  std::vector<std::uint32_t> keys_;  // scratch of report_duplicate_keys
  std::uint64_t alias_growth_ = 0;
  std::uint32_t last_key_ = 0;
  std::size_t last_event_ = 0;
  int documents_ = 0;
};

/// From an offset to the end of its code point.
Span point_at(SourceId id, std::string_view text, std::size_t at) {
  at = std::min(at, text.size());
  std::size_t end = std::min(at + 1, text.size());
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    ++end;
  }
  return {id, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
}

}  // namespace

std::optional<YamlTree> parse_yaml(SourceId source, const SourceMap& sources, Diagnostics& diags) {
  if (!check_yaml_text(source, sources, diags)) {
    return std::nullopt;
  }
  const std::string_view text = sources.get(source).text();
  TreeBuilder builder(source, text, diags);
  SourceBuffer buffer(text, builder.last_event());
  std::istream in(&buffer);
  try {
    YAML::Parser parser(in);
    if (!parser.HandleNextDocument(builder)) {
      diags.report(Code::yaml_syntax, fmt::format("'{}' is empty", sources.get(source).name()))
          .at({source, 0, 0});
      return std::nullopt;
    }
    parser.HandleNextDocument(builder);  // a second document is refused by the builder
    return builder.take();
  } catch (const Stop& stop) {
    auto& d = diags.report(stop.code, stop.message).at(point_at(source, text, stop.at));
    if (!stop.help.empty()) {
      d.help(stop.help);
    }
  } catch (const YAML::Exception& error) {
    const SyntaxAdvice advice = advice_for(error.msg);
    std::size_t at =
        error.mark.is_null() ? builder.last_event() : static_cast<std::size_t>(error.mark.pos);
    at -= std::min(at, advice.back);
    auto& d =
        diags.report(Code::yaml_syntax, std::string(advice.message)).at(point_at(source, text, at));
    if (!advice.help.empty()) {
      d.help(std::string(advice.help));
    }
  }
  return std::nullopt;
}

}  // namespace reshoot
