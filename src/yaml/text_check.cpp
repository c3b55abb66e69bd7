// SPDX-License-Identifier: Apache-2.0
// One pass over the bytes; places are worked out only for a message.

#include "yaml/text_check.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"

namespace reshoot {

namespace {

bool is_forbidden(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7f;
}

bool looks_like_utf16(std::string_view text) {
  const std::string_view head = text.substr(0, 2);
  return head == "\xff\xfe" || head == "\xfe\xff" ||
         (head.size() == 2 && (head[0] == '\0') != (head[1] == '\0'));
}

/// The first stretch of bytes beyond ASCII that is not UTF-8.
Span bad_bytes(SourceId id, std::string_view text) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  auto begin = std::find_if_not(text.begin(), text.end(), is_ascii);
  auto end = std::find_if(begin, text.end(), is_ascii);
  while (end != text.end() && is_valid_utf8({begin, end})) {
    begin = std::find_if_not(end, text.end(), is_ascii);
    end = std::find_if(begin, text.end(), is_ascii);
  }
  return {id, static_cast<std::uint32_t>(begin - text.begin()),
          static_cast<std::uint32_t>(end - text.begin())};
}

}  // namespace

bool check_yaml_text(SourceId id, const SourceMap& sources, Diagnostics& diags) {
  const Source& source = sources.get(id);
  const std::string_view text = source.text();
  const Span start{id, 0, 0};
  if (text.size() > yaml_size_limit) {
    diags.report(Code::yaml_too_large, fmt::format("'{}' is larger than 64 MB", source.name()));
    return false;
  }
  if (looks_like_utf16(text)) {
    diags.report(Code::yaml_not_utf8, "this file looks like UTF-16")
        .at(start)
        .help("save it as UTF-8");
    return false;
  }
  const bool ascii = std::none_of(text.begin(), text.end(),
                                  [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  if (!ascii && !is_valid_utf8(text)) {
    diags.report(Code::yaml_not_utf8, "these bytes are not UTF-8")
        .at(bad_bytes(id, text))
        .help("save the file as UTF-8");
    return false;
  }
  if (const auto found = std::find_if(text.begin(), text.end(), is_forbidden);
      found != text.end()) {
    const auto at = static_cast<std::uint32_t>(found - text.begin());
    diags
        .report(Code::yaml_syntax,
                fmt::format("a control character ({}) in the text", printable(text.substr(at, 1))))
        .at({id, at, at + 1})
        .help("remove it; in double quotes it may be written as an escape");
    return false;
  }
  return true;
}

}  // namespace reshoot
