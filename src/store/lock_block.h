// SPDX-License-Identifier: Apache-2.0
#pragma once
// One side of a lock, line by line: its head and its blocks. Knows no conflicts.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "store/lock_file.h"
#include "store/lock_sides.h"
#include "store/lock_source.h"

namespace reshoot {

/// How a lock begins, and how it ends: without the last line it was cut off, perhaps between two
/// blocks, where nothing else would show it.
inline constexpr std::string_view lock_title =
    "# The takes that were approved, one block a clip. Written by reshoot: choose with 'reshoot "
    "take "
    "use', not by hand.";
inline constexpr std::string_view lock_version_field = "reshoot-lock: ";
inline constexpr int lock_version = 1;
inline constexpr std::string_view lock_reason_field = "accepted: ";
inline constexpr std::string_view lock_end = "end: reshoot-lock";

/// Lines of a block: id, key, sha256, bytes, model, seed, and the empty one. One more where a
/// person has let it ship with a reason.
inline constexpr std::size_t lock_block_lines = 7;

/// A lock, and where its blocks begin, as indices of lines.
struct LockSide {
  Lock lock;
  std::vector<std::uint32_t> first_lines;  ///< one for each of `lock.clips`
};

/// The name of a clip or a model: letters, digits and `_-.@:/`, 1 to 256 of them.
bool is_lock_word(std::string_view text);
/// What may stand as a version of ffmpeg or as a reason: one line of UTF-8 without control
/// characters and without blanks at its ends.
bool is_lock_phrase(std::string_view text);
inline constexpr std::size_t longest_lock_reason = 200;  ///< bytes

/// Takes only what lock_text() writes; the first line that is anything else is an error in `diags`,
/// and nullopt. `has_marks`: the text has conflict marks, which changes the advice.
std::optional<LockSide> read_side(const LockSource& source, const std::vector<LockLine>& lines,
                                  bool has_marks, Diagnostics& diags);

}  // namespace reshoot
