// SPDX-License-Identifier: Apache-2.0
// Which take a clip uses: a table over pins, rejections and states.

#include "plan/select.h"

#include <doctest/doctest.h>

using namespace reshoot;

namespace {

Take take(int number, TakeState state = TakeState::fetched, bool rejected = false) {
  Take t;
  t.id = number;
  t.uuid = "take-" + std::to_string(number);
  t.clip_key = sha256("clip");
  t.number = number;
  t.state = state;
  t.rejected = rejected;
  if (state == TakeState::fetched) {
    t.blob = sha256(t.uuid);
  }
  return t;
}

Facts facts(std::vector<Take> takes) {
  Facts f;
  f.takes[sha256("clip")] = std::move(takes);
  return f;
}

void pin(Facts& f, const std::string& clip, const std::string& uuid, const char* key = "clip") {
  f.pins.own[{clip, sha256(key)}] = uuid;
  f.pins.by_key[sha256(key)] = uuid;
}

int chosen(const Facts& f, const char* clip = "welcome", bool free = false) {
  const auto choice = select_take(f, {clip, sha256("clip"), free});
  return choice && choice->take != nullptr ? choice->take->number : 0;
}

LockedTake locked(const std::string& clip, const std::string& uuid, const char* key = "clip") {
  return {clip, sha256(key), sha256(uuid), 7, "local/animatic", 1000};
}

}  // namespace

TEST_CASE("select_take: the first that was fetched and is not rejected") {
  CHECK(chosen(facts({})) == 0);
  CHECK(chosen(facts({take(1)})) == 1);
  CHECK(chosen(facts({take(1, TakeState::failed), take(2)})) == 2);
  CHECK(chosen(facts({take(1, TakeState::fetched, true), take(2)})) == 2);
  CHECK(chosen(facts({take(1, TakeState::intent)})) == 0);
}

TEST_CASE("select_take: a pin wins while it belongs to the key and is not rejected") {
  Facts f = facts({take(1), take(2)});
  pin(f, "welcome", "take-2");
  CHECK(chosen(f) == 2);
  f.takes[sha256("clip")][1].rejected = true;
  CHECK(chosen(f) == 1);
}

TEST_CASE(
    "select_take: a renamed scene keeps its take by key alone; another key's pin is not looked "
    "at") {
  Facts f = facts({take(1), take(2)});
  pin(f, "old_name", "take-2");
  CHECK(chosen(f, "new_name") == 2);
  Facts other = facts({take(1), take(2)});
  pin(other, "welcome", "take-2", "another clip");
  CHECK(chosen(other) == 1);
}

TEST_CASE("select_take: a clip's own pin wins over the pin of another clip of equal key") {
  Facts f = facts({take(1), take(2), take(3)});
  pin(f, "welcome", "take-2");
  pin(f, "encore", "take-3");
  CHECK(chosen(f, "welcome") == 2);
  CHECK(chosen(f, "encore") == 3);
}

TEST_CASE("first_take: no pin concerns it") {
  Facts f = facts({take(1, TakeState::fetched, true), take(2), take(3)});
  pin(f, "welcome", "take-3");
  CHECK(first_take(f, sha256("clip"))->take->number == 2);
  CHECK_FALSE(first_take(f, sha256("other")));
}

TEST_CASE("select_take: the lock wins over the ledger") {
  Facts f = facts({take(1), take(2), take(3)});
  pin(f, "welcome", "take-2");
  f.lock = LockPins({{}, {}, {locked("welcome", "take-3")}});
  CHECK(chosen(f) == 3);
  f.takes[sha256("clip")][2].rejected = true;
  CHECK(chosen(f) == 2);
  f.takes[sha256("clip")][2].rejected = false;
  f.takes[sha256("clip")][2].state = TakeState::lost;
  CHECK(chosen(f) == 3);  // approved: its bytes may turn up
  f.lock = {};
  pin(f, "welcome", "take-3");
  CHECK(chosen(f) == 1);
}

TEST_CASE(
    "select_take: a lock's block of another clip counts by its key, after the clip's own pin") {
  Facts f = facts({take(1), take(2), take(3)});
  f.lock = LockPins({{}, {}, {locked("hello", "take-3")}});
  CHECK(chosen(f) == 3);
  pin(f, "welcome", "take-2");
  CHECK(chosen(f) == 2);
  CHECK(chosen(f, "hello") == 3);
}

TEST_CASE("select_take: a block of another key pins nothing") {
  Facts f = facts({take(1), take(2)});
  f.lock = LockPins({{}, {}, {locked("welcome", "take-2", "before the edit")}});
  CHECK(chosen(f) == 1);
}

TEST_CASE("select_take: a locked take that the ledger has never seen is chosen by its bytes") {
  Facts f = facts({take(1)});
  f.lock = LockPins({{}, {}, {locked("welcome", "elsewhere")}});
  const auto choice = select_take(f, {"welcome", sha256("clip")});
  REQUIRE(choice);
  CHECK(choice->take == nullptr);
  CHECK(choice->blob == sha256("elsewhere"));
  CHECK(choice->bytes == 7);
}

TEST_CASE("select_take: what replaces locked bytes of a free model that nobody has") {
  Facts f = facts({take(1), take(2)});
  f.takes[sha256("clip")][1].seed = 1000;
  f.lock = LockPins({{}, {}, {locked("welcome", "elsewhere")}});
  CHECK(chosen(f, "welcome", true) == 2);   // shot again with the seed of the lock
  CHECK(chosen(f, "welcome", false) == 0);  // paid bytes have no stand-in
  f.shared.insert(sha256("elsewhere"));
  CHECK(chosen(f, "welcome", true) == 0);
  f.shared.clear();
  f.takes[sha256("clip")].pop_back();
  CHECK(chosen(f, "welcome", true) == 0);  // take 1 has another seed
}

TEST_CASE("select_take: what the remote offers comes last") {
  Facts f = facts({take(1)});
  TakeRecord record;
  record.blob = sha256("offered");
  f.offers[sha256("clip")] = {record};
  CHECK(chosen(f) == 1);
  f.takes.clear();
  const auto choice = select_take(f, {"welcome", sha256("clip")});
  REQUIRE(choice);
  CHECK(choice->offer != nullptr);
  CHECK(choice->blob == sha256("offered"));
  f.offers[sha256("clip")][0].rejected = true;
  CHECK_FALSE(select_take(f, {"welcome", sha256("clip")}));
}

TEST_CASE("wants_retake: of the clip as it is, until something is chosen for it") {
  Facts f = facts({take(1), take(2)});
  f.retakes[sha256("clip")] = {1, "welcome", sha256("clip"), "too dark"};
  CHECK(wants_retake(f, "welcome", sha256("clip")));
  CHECK_FALSE(wants_retake(f, "welcome", sha256("edited")));
  CHECK(wants_retake(f, "twin", sha256("clip")));
  pin(f, "twin", "take-2");
  CHECK_FALSE(wants_retake(f, "twin", sha256("clip")));
  f.lock = LockPins({{}, {}, {locked("welcome", "take-1")}});
  CHECK_FALSE(wants_retake(f, "welcome", sha256("clip")));
}
