// SPDX-License-Identifier: Apache-2.0
#pragma once
// The lines of a lock, and with git's conflict marks in it the texts of both sides. Knows no
// blocks.

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "store/lock_source.h"

namespace reshoot {

/// A line without its line break; `text` looks into the source.
struct LockLine {
  static constexpr std::uint32_t no_conflict = std::numeric_limits<std::uint32_t>::max();
  std::string_view text;
  bool whole = true;                     ///< it ends with a line break; only a last line does not
  std::uint32_t conflict = no_conflict;  ///< number of the conflict that it stands in
};

/// What each side of a merge had: the lines outside of all marks, and its own inside.
struct LockSides {
  std::vector<LockLine> ours;
  std::vector<LockLine> theirs;         ///< empty where there are no marks
  std::vector<LockLine> base;           ///< as `theirs`; of use only where `has_base`
  std::vector<std::string_view> marks;  ///< the line that opens each conflict
  std::string_view ours_name,
      theirs_name;        ///< behind the marks of the first conflict; may be empty
  bool has_base = false;  ///< every conflict shows what both sides began with
};

/// Takes the marks out of a text. Marks that do not fit together are an error in `diags` and
/// nullopt.
std::optional<LockSides> split_sides(const LockSource& source, Diagnostics& diags);

}  // namespace reshoot
