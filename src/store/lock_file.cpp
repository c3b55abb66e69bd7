// SPDX-License-Identifier: Apache-2.0
// What is wrong with a text as a whole is said here; then it is read side by side.

#include "store/lock_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "store/lock_block.h"
#include "store/lock_merge.h"
#include "store/lock_sides.h"
#include "store/lock_source.h"

namespace reshoot {
namespace {

/// What the first lines of a text say of it.
struct Head {
  bool is_lock = false;
  std::optional<int> other_version;  ///< where it says one that is not ours
  std::string_view version_line;
};

std::optional<int> other_version(std::string_view text) {
  int version = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, version);
  const bool is_other =
      error == std::errc() && end == last && version >= 0 && version != lock_version;
  return is_other ? std::optional(version) : std::nullopt;
}

Head head_of(std::string_view text) {
  constexpr int lines = 16;  // the head, also with conflict marks in it
  Head head;
  head.is_lock = text.starts_with(lock_title) || lock_title.starts_with(text);
  for (int i = 0; i < lines && !text.empty(); ++i) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (line.starts_with(lock_version_field)) {
      head.is_lock = true;
      if (const auto version = other_version(line.substr(lock_version_field.size()))) {
        head.other_version = version;
        head.version_line = line;
      }
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return head;
}

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find('\n'));
}

void report_version(const LockSource& source, const Head& head, Diagnostics& diags) {
  Diagnostic& d = diags.report(
      Code::lock_version, fmt::format("the lock is of version {}; this reshoot reads version {}",
                                      *head.other_version, lock_version));
  d.at(source.span_of(head.version_line));
  if (*head.other_version > lock_version) {
    d.help("use a newer reshoot: whoever wrote the lock has one");
  } else {
    help_restore(d, source.name, {});
  }
}

void report_line_endings(const LockSource& source, std::size_t at, Diagnostics& diags) {
  const std::size_t start = source.text.rfind('\n', at) + 1;  // npos + 1 is 0
  Diagnostic& d = diags.report(Code::lock_line_endings, "the lock has line endings of Windows");
  d.at(source.span_of(source.text.substr(start, at - start)), "ends with CR and LF");
  help_line_endings(d, source.name);
}

/// False: the text is no lock of this version, which is said in `diags`.
bool check_whole(const LockSource& source, Diagnostics& diags) {
  if (source.text.size() > lock_limit) {
    Diagnostic& d = diags.report(Code::lock_too_large,
                                 fmt::format("the lock is larger than {} MiB", lock_limit >> 20U));
    d.at(source.span_of(first_line(source.text)));
    help_restore(d, source.name, {});
    return false;
  }
  const Head head = head_of(source.text);
  if (head.other_version) {
    report_version(source, head, diags);
    return false;
  }
  if (!head.is_lock) {
    Diagnostic& d = diags.report(Code::not_a_lock, "this file is not a lock of reshoot");
    d.at(source.span_of(first_line(source.text)),
         fmt::format("a lock begins with '{}'", lock_title.substr(0, lock_title.find(','))));
    help_restore(d, source.name, {});
    return false;
  }
  if (const std::size_t at = source.text.find("\r\n"); at != std::string_view::npos) {
    report_line_endings(source, at, diags);
    return false;
  }
  return true;
}

LockReading without_marks(LockSide side) {
  LockReading reading;
  reading.lock = std::move(side.lock);
  return reading;
}

/// What both sides began with. A base that cannot be read is none: where git left lines of the
/// sides out of their conflict (zdiff3), it is no lock.
std::optional<LockSide> read_base(const LockSource& source, const LockSides& sides) {
  Diagnostics unheard;
  return sides.has_base ? read_side(source, sides.base, true, unheard) : std::nullopt;
}

}  // namespace

std::filesystem::path lock_path(const std::filesystem::path& campaign_file) {
  return std::filesystem::path(campaign_file).replace_extension(".lock");
}

std::optional<LockReading> parse_lock(SourceId id, const SourceMap& sources, Diagnostics& diags) {
  const LockSource source(id, sources);
  if (!check_whole(source, diags)) {
    return std::nullopt;
  }
  const std::optional<LockSides> sides = split_sides(source, diags);
  if (!sides) {
    return std::nullopt;
  }
  const bool has_marks = !sides->marks.empty();
  std::optional<LockSide> ours = read_side(source, sides->ours, has_marks, diags);
  if (!ours) {
    return std::nullopt;
  }
  if (!has_marks) {
    return without_marks(std::move(*ours));
  }
  std::optional<LockSide> theirs = read_side(source, sides->theirs, has_marks, diags);
  if (!theirs) {
    return std::nullopt;
  }
  return merge_sides(source, *sides, std::move(*ours), std::move(*theirs),
                     read_base(source, *sides));
}

}  // namespace reshoot
