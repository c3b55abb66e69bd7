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

int chosen(const Facts& f, const char* clip = "welcome") {
  const Take* t = select_take(f, clip, sha256("clip"));
  return t == nullptr ? 0 : t->number;
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
  CHECK(first_take(f, sha256("clip"))->number == 2);
  CHECK(first_take(f, sha256("other")) == nullptr);
}
