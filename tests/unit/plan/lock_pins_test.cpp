// SPDX-License-Identifier: Apache-2.0
// The lock that a build leaves, by a table of what it found and what it made.

#include "plan/lock_pins.h"

#include <doctest/doctest.h>

using namespace reshoot;

namespace {

LockedTake pinned(const std::string& clip, const char* key, const char* bytes) {
  return {clip, sha256(key), sha256(bytes), 1, "local/animatic", 1};
}

Lock lock(std::vector<LockedTake> clips) {
  return {{}, "ffmpeg 1", std::move(clips)};
}

std::string names(const Lock& lock) {
  std::string text;
  for (const LockedTake& take : lock.clips) {
    text += (text.empty() ? "" : " ") + take.clip;
  }
  return text;
}

}  // namespace

TEST_CASE("LockPins: a clip's own block while it is of the key, else one of the key alone") {
  const LockPins pins(lock({pinned("a", "k1", "x"), pinned("b", "k2", "y")}));
  CHECK(pins.own("a", sha256("k1"))->blob == sha256("x"));
  CHECK(pins.own("a", sha256("k2")) == nullptr);
  CHECK(pins.find("a", sha256("k2"))->clip == "b");
  CHECK(pins.find("c", sha256("k1"))->clip == "a");
  CHECK(pins.find("c", sha256("k3")) == nullptr);
  CHECK(pins.block("a") != nullptr);
  CHECK(pins.block("aa") == nullptr);
}

TEST_CASE("next_lock: what was built is written, sorted by clip") {
  const Lock next = next_lock(
      LockPins(),
      {{"b", sha256("k2"), pinned("b", "k2", "y")}, {"a", sha256("k1"), pinned("a", "k1", "x")}},
      "ffmpeg 2");
  CHECK(names(next) == "a b");
  CHECK(next.ffmpeg == "ffmpeg 2");
}

TEST_CASE("next_lock: what was not built keeps its block, of whatever key; the head stays") {
  const LockPins pins(lock({pinned("a", "before", "x"), pinned("b", "k2", "y")}));
  const Lock next = next_lock(
      pins, {{"a", sha256("edited"), {}}, {"b", sha256("k2"), {}}, {"c", sha256("k3"), {}}}, "");
  CHECK(next == pins.lock());
}

TEST_CASE("next_lock: a renamed clip that was not built takes its block along; the old name goes") {
  const LockPins pins(lock({pinned("old", "k1", "x")}));
  const Lock next = next_lock(pins, {{"new", sha256("k1"), {}}}, "");
  REQUIRE(names(next) == "new");
  CHECK(next.clips[0].blob == sha256("x"));
}

TEST_CASE("next_lock: a clip that lost its block to a retake gets none from a twin of equal key") {
  const LockPins pins(lock({pinned("twin", "k1", "x")}));
  const Lock next = next_lock(pins, {{"clip", sha256("k1"), {}}, {"twin", sha256("k1"), {}}}, "");
  CHECK(names(next) == "twin");
}

TEST_CASE("merge_locks: what a build changed goes in, what others changed meanwhile stays") {
  struct Row {
    const char* what;
    std::vector<LockedTake> base, ours, now, merged;
  };
  const LockedTake one = pinned("a", "k", "one");
  const LockedTake two = pinned("a", "k", "two");
  const LockedTake three = pinned("a", "k", "three");
  const LockedTake other = pinned("b", "k2", "other");
  const std::vector<Row> rows{
      {"only we changed it", {one}, {two}, {one}, {two}},
      {"only they did", {one}, {one}, {two}, {two}},
      {"both did", {one}, {two}, {three}, {three}},
      {"a retake took it out", {one}, {one}, {}, {}},
      {"we took it out", {one}, {}, {one}, {}},
      {"we took out what they changed", {one}, {}, {two}, {two}},
      {"new to us", {}, {one}, {}, {one}},
      {"new to them", {one}, {one}, {one, other}, {one, other}},
      {"new to both", {}, {one}, {two}, {two}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(merge_locks(lock(row.base), lock(row.ours), lock(row.now)).clips == row.merged);
  }
}

TEST_CASE("merge_locks: the ffmpeg of our cut counts, where we made one") {
  const Lock base{{}, "then", {}};
  CHECK(merge_locks(base, {{}, "ours", {}}, {{}, "theirs", {}}).ffmpeg == "ours");
  CHECK(merge_locks(base, {{}, "then", {}}, {{}, "theirs", {}}).ffmpeg == "theirs");
}
