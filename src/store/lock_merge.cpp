// SPDX-License-Identifier: Apache-2.0
// All lists are in the order of their clips: one walk over three of them.

#include "store/lock_merge.h"

#include <algorithm>
#include <tuple>

#include "base/check.h"

namespace reshoot {
namespace {

/// Walks over the blocks of one side.
class Blocks {
 public:
  Blocks(const LockSide& side, const std::vector<LockLine>& lines) : side_(side), lines_(lines) {}

  /// The clip that comes next; nullptr: there are no more.
  [[nodiscard]] const std::string* clip() const {
    return next_ < side_.lock.clips.size() ? &side_.lock.clips[next_].clip : nullptr;
  }

  /// The block of `clip`, which is the next one or is not there; passes over it.
  std::optional<LockedTake> take(const std::string& clip) {
    while (this->clip() != nullptr && *this->clip() < clip) {
      ++next_;
    }
    const bool is_here = this->clip() != nullptr && *this->clip() == clip;
    return is_here ? std::optional(side_.lock.clips[next_++]) : std::nullopt;
  }

  /// The first conflict that the block passed over last stands in, or LockLine::no_conflict.
  [[nodiscard]] std::uint32_t conflict() const {
    const std::size_t first = side_.first_lines[next_ - 1];
    const bool is_last = next_ == side_.first_lines.size();
    const std::size_t end = is_last ? lines_.size() - 1 : side_.first_lines[next_];
    std::uint32_t found = LockLine::no_conflict;
    for (std::size_t i = first; i < end; ++i) {
      found = std::min(found, lines_[i].conflict);
    }
    return found;
  }

 private:
  const LockSide& side_;
  const std::vector<LockLine>& lines_;
  std::size_t next_ = 0;
};

const std::string* first_of(const std::string* a, const std::string* b) {
  if (a == nullptr || b == nullptr) {
    return a == nullptr ? b : a;
  }
  return *b < *a ? b : a;
}

using Block = std::optional<LockedTake>;

/// The side whose block (or whose lack of one) both can agree on; nullptr: they cannot.
const Block* settled(const Block& ours, const Block& theirs, const Block& base, bool has_base) {
  if (ours == theirs) {
    return &ours;
  }
  if (has_base) {
    return ours == base ? &theirs : theirs == base ? &ours : nullptr;
  }
  return ours && theirs ? nullptr : ours ? &ours : &theirs;
}

}  // namespace

LockReading merge_sides(const LockSource& source, const LockSides& sides, LockSide ours,
                        LockSide theirs, std::optional<LockSide> base) {
  LockReading reading;
  reading.has_marks = true;
  reading.first_mark = source.span_of(sides.marks.front());
  reading.ours_name = sides.ours_name;
  reading.theirs_name = sides.theirs_name;
  reading.lock.identity = ours.lock.identity;
  reading.lock.ffmpeg = ours.lock.ffmpeg;
  const LockSide nothing;
  Blocks in_ours(ours, sides.ours);
  Blocks in_theirs(theirs, sides.theirs);
  Blocks in_base(base ? *base : nothing, sides.base);
  while (const std::string* const next = first_of(in_ours.clip(), in_theirs.clip())) {
    const std::string clip = *next;
    const Block from_ours = in_ours.take(clip);
    const Block from_theirs = in_theirs.take(clip);
    const Block from_base = in_base.take(clip);
    if (const Block* block = settled(from_ours, from_theirs, from_base, base.has_value())) {
      if (*block) {
        reading.lock.clips.push_back(**block);
      }
      continue;
    }
    const std::uint32_t conflict =
        std::min(from_ours ? in_ours.conflict() : LockLine::no_conflict,
                 from_theirs ? in_theirs.conflict() : LockLine::no_conflict);
    CHECK(conflict < sides.marks.size());  // outside of all conflicts both sides are the same
    reading.disputes.push_back(
        {clip, from_ours, from_theirs, from_base, source.span_of(sides.marks[conflict])});
  }
  return reading;
}

}  // namespace reshoot
