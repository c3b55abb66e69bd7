// SPDX-License-Identifier: Apache-2.0
#pragma once
// The text of a lock that is being read: places in it, and how to get a good one back.

#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/source.h"

namespace reshoot {

/// A text in a SourceMap, which must outlive it.
struct LockSource {
  SourceId id = Span::no_source;
  std::string_view name;  ///< as people write the file's path
  std::string_view text;

  LockSource(SourceId source, const SourceMap& sources)
      : id(source), name(sources.get(source).name()), text(sources.get(source).text()) {}

  /// The stretch that `part` is, which must look into `text`.
  [[nodiscard]] Span span_of(std::string_view part) const {
    const auto begin = static_cast<std::uint32_t>(part.data() - text.data());
    return {id, begin, begin + static_cast<std::uint32_t>(part.size())};
  }
};

/// Says how to get back the lock as git has it, and how to do without the block of `clip` (empty:
/// without the lock).
void help_restore(Diagnostic& diagnostic, std::string_view lock_name, std::string_view clip);

/// Says how to get back the conflict as git marked it.
void help_merge_again(Diagnostic& diagnostic, std::string_view lock_name);

/// Says how to keep git from changing line endings.
void help_line_endings(Diagnostic& diagnostic, std::string_view lock_name);

}  // namespace reshoot
