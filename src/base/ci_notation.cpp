// SPDX-License-Identifier: Apache-2.0
#include "base/ci_notation.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

/// A path as a relative URI reference.
std::string uri_of(std::string_view path) {
  static constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  std::string uri;
  for (const char c : path) {
    if (plain.find(c) != std::string_view::npos) {
      uri += c;
    } else {
      fmt::format_to(std::back_inserter(uri), "%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return uri;
}

/// A value of a GitHub workflow command; `property` values escape two more characters.
std::string github_escape(std::string_view text, bool property) {
  std::string result;
  for (const char c : text) {
    const bool escape = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
    if (escape) {
      fmt::format_to(std::back_inserter(result), "%{:02X}", static_cast<unsigned char>(c));
    } else {
      result += c;
    }
  }
  return result;
}

std::string github_place(const SourceMap& sources, Span span) {
  if (span.is_none()) {
    return {};
  }
  const Region region = region_of(sources, span);
  std::string place = fmt::format("file={},line={},endLine={},",
                                  github_escape(sources.get(span.source).name(), true),
                                  region.begin.line, region.end.line);
  if (region.begin.line == region.end.line) {  // GitHub takes columns on one line only
    place += fmt::format("col={},endColumn={},", region.begin.column, region.end.column);
  }
  return place;
}

}  // namespace

Region region_of(const SourceMap& sources, Span span) {
  const Source& source = sources.get(span.source);
  return {source.place(span.begin), source.place(std::max(span.begin, span.end))};
}

Json sarif_location(const SourceMap& sources, Span span) {
  const Region region = region_of(sources, span);
  return {{"physicalLocation",
           {{"artifactLocation", {{"uri", uri_of(sources.get(span.source).name())}}},
            {"region",
             {{"startLine", region.begin.line},
              {"startColumn", region.begin.column},
              {"endLine", region.end.line},
              {"endColumn", region.end.column}}}}}};
}

Json sarif_rule(std::string_view id, std::string_view title, std::string_view level) {
  return {{"id", id},
          {"shortDescription", {{"text", title}}},
          {"defaultConfiguration", {{"level", level}}}};
}

std::string sarif_log(std::string_view version, Json rules, Json results) {
  Json run{{"tool",
            {{"driver", {{"name", "reshoot"}, {"version", version}, {"rules", std::move(rules)}}}}},
           {"columnKind", "unicodeCodePoints"},
           {"results", std::move(results)}};
  const Json log{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                 {"version", "2.1.0"},
                 {"runs", Json::array({std::move(run)})}};
  return log.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string github_annotation(const SourceMap& sources, Span span, std::string_view level,
                              std::string_view title, std::string_view message) {
  return fmt::format("::{} {}title={}::{}\n", level, github_place(sources, span),
                     github_escape(title, true), github_escape(message, false));
}

}  // namespace reshoot
