// SPDX-License-Identifier: Apache-2.0
#pragma once
// Places and messages in the notations of CI tools: SARIF 2.1.0 and GitHub's workflow commands.
// Knows nothing of what the messages are about.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/source.h"

namespace reshoot {

/// Where a span begins and ends, for machines; the end is exclusive and on one line where the span
/// is.
struct Region {
  Place begin, end;
};
/// `span` is not none.
Region region_of(const SourceMap& sources, Span span);

/// A location object. `span` is not none.
nlohmann::ordered_json sarif_location(const SourceMap& sources, Span span);
/// A rule object; `level` is `error`, `warning` or `note`.
nlohmann::ordered_json sarif_rule(std::string_view id, std::string_view title,
                                  std::string_view level);
/// The whole log of one run by this version of the tool. `rules` and `results` are arrays.
std::string sarif_log(std::string_view version, nlohmann::ordered_json rules,
                      nlohmann::ordered_json results);

/// One annotation, a line with its line break. `level` is `error`, `warning` or `notice`; without a
/// place where `span` is none.
std::string github_annotation(const SourceMap& sources, Span span, std::string_view level,
                              std::string_view title, std::string_view message);

}  // namespace reshoot
