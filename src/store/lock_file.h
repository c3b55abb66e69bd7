// SPDX-License-Identifier: Apache-2.0
#pragma once
// `campaign.lock`: which take each clip uses, in git. Text to values and back; knows no ledger.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/digest.h"
#include "base/result.h"
#include "base/source.h"

namespace reshoot {

/// The take that a clip is pinned to: one block of the lock.
struct LockedTake {
  std::string clip;  ///< scene name (with its cell, where there is a matrix)
  Digest key;        ///< the clip key that the take was made for
  Digest blob;       ///< its bytes
  std::uint64_t bytes = 0;
  std::string model;  ///< `gmi/wan2.7-r2v`
  std::uint32_t seed = 0;
  /// Why a person lets these bytes ship whatever their verdict; empty: nobody has said so.
  std::string accepted{};
  friend bool operator==(const LockedTake&, const LockedTake&) = default;
};

/// A lock as it is written.
struct Lock {
  std::vector<Digest> identity;   ///< digests of the identity models, in their order
  std::string ffmpeg;             ///< version of the last cut; empty: nothing was cut yet
  std::vector<LockedTake> clips;  ///< sorted by clip, each clip once
  friend bool operator==(const Lock&, const Lock&) = default;
};

/// A clip for which a merge left two answers. nullopt: that side has no block for the clip.
struct LockDispute {
  std::string clip;
  std::optional<LockedTake> ours, theirs;
  std::optional<LockedTake> base;  ///< what both began with, where the marks show it
  Span at;                         ///< its first mark
};

/// What a lock's text says. Blocks that only one side of a conflict has, and that the other side
/// has not touched, are no dispute: they are in `lock`.
struct LockReading {
  Lock lock;
  std::vector<LockDispute> disputes;   ///< by clip
  std::string ours_name, theirs_name;  ///< as git's marks name the sides
  bool has_marks = false;              ///< there are conflict marks, disputed or not
  Span first_mark;                     ///< where they begin
};

/// `campaign.lock` beside `campaign.yaml`; `spring.lock` beside `spring.yaml`.
std::filesystem::path lock_path(const std::filesystem::path& campaign_file);

/// A person's reason as a lock can hold it: one line of UTF-8, at most 200 bytes, without blanks at
/// its ends.
std::string lock_reason(std::string_view text);

/// The text of a lock: head, then a block per clip and a blank line after each, so that git merges
/// edits of neighbours; then the end line, which a lock that was cut off has not. A reason stands
/// right behind the digest that it is for: a merge can never put it to other bytes. Digests are 64
/// hex digits. Clips must be in order; their names and models are of letters, digits and `_-.@:/`;
/// `ffmpeg` is one line of UTF-8 without blanks at its ends; reasons are as lock_reason() makes
/// them.
std::string lock_text(const Lock& lock);

/// The text of a lock of which only a part is settled: with conflict marks around each dispute, as
/// git would have left it. Without disputes it is lock_text(reading.lock).
std::string lock_text(const LockReading& reading);

/// Bytes that a lock may have: some 200,000 clips.
constexpr std::size_t lock_limit = std::size_t{64} << 20U;

/// Reads lock_text() back, also with git's conflict marks in it. What is not exactly what
/// lock_text() writes (hand-edited, cut off, another version, over lock_limit) is an error in
/// `diags` at its line, and nullopt.
///
/// With marks, a block is settled where both sides have the same, where one side left it as both
/// began (if the marks show that), or where the other side has no block of this clip (else): two
/// people who add neighbours have no dispute. Of head lines that differ ours count.
std::optional<LockReading> parse_lock(SourceId source, const SourceMap& sources,
                                      Diagnostics& diags);

/// The key that a clip has now; nullopt: the campaign has no such clip.
using KeyNow = std::function<std::optional<Digest>(const std::string& clip)>;

/// One error for each dispute, at its first mark: both sides, which of them fits the campaign as it
/// is now, and the commands that settle it and write `lock_name` without marks.
void report_disputes(const LockReading& reading, std::string_view lock_name, const KeyNow& key_now,
                     Diagnostics& diags);

}  // namespace reshoot
