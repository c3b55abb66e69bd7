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
