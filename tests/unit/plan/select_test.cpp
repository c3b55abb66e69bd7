// SPDX-License-Identifier: Apache-2.0
// Which take a clip uses: a table over pins, rejections and states.

#include "plan/select.h"

#include <doctest/doctest.h>

#include "support/judged_takes.h"
#include "support/sample_campaign.h"

using namespace reshoot;
using namespace reshoot::test;

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
  f.pins.by_key[sha256(key)] = {clip, uuid};
}

int chosen(const Facts& f, const char* clip = "welcome", bool free = false) {
  const auto choice = select_take(f, {clip, sha256("clip"), free});
  return choice && choice->take != nullptr ? choice->take->number : 0;
}

/// A scene `welcome` that is judged, and takes of which the test says what they are worth:
/// `s` ships, `?` is not judged yet, `x` falls short.
struct Judged {
  Catalog catalog{{animatic_row(), far_row()}};
  Scene scene;
  Facts facts;

  explicit Judged(const std::string& worth) {
    scene = sample_campaign(catalog, 1, "far").scenes[0];
    scene.name = "welcome";
    judge_by(scene, {});
    facts.gate.on = true;
    std::vector<Take>& takes = facts.takes[sha256("clip")];
    for (const char one : worth) {
      takes.push_back(take(static_cast<int>(takes.size()) + 1));
      if (one != '?') {
        put_verdict(facts, scene, takes.back(), verdict_of(one == 's'));
      }
    }
  }
  [[nodiscard]] std::optional<Choice> choice() const {
    return select_take(facts, {"welcome", sha256("clip"), false, &scene});
  }
  /// `2 ships`, `2 unjudged pinned`; `none`.
  [[nodiscard]] std::string chosen() const {
    static constexpr const char* names[] = {"ships", "unjudged", "short"};
    const std::optional<Choice> made = choice();
    if (!made) {
      return "none";
    }
    const std::string name = made->take != nullptr ? std::to_string(made->take->number) : "offered";
    return name + " " + names[static_cast<std::size_t>(made->standing)] +
           (made->pinned ? " pinned" : "");
  }
};

LockedTake locked(const std::string& clip, const std::string& uuid, const char* key = "clip",
                  const char* accepted = "") {
  return {clip, sha256(key), sha256(uuid), 7, "local/animatic", 1000, accepted};
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

TEST_CASE("select_take: of what the remote offers, the first that is not known here and may ship") {
  Judged j("x");
  std::vector<TakeRecord> offers(4);
  offers[0].blob = *j.facts.takes[sha256("clip")][0].blob;  // fetched by an earlier build
  offers[1].blob = sha256("refused by the team");
  offers[1].rejected = true;
  offers[2].blob = sha256("falls short");
  offers[3].blob = sha256("unseen");
  j.facts.offers[sha256("clip")] = offers;
  j.facts.gate.judged[{"welcome", offers[2].blob}] = {sha256("comparison"), verdict_of(false)};
  REQUIRE(j.chosen() == "offered unjudged");
  CHECK(j.choice()->blob == offers[3].blob);
  j.facts.offers[sha256("clip")].pop_back();
  CHECK(j.chosen() == "none");
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

TEST_CASE("select_take: of judged takes the first that ships, else the first that is not judged") {
  struct Row {
    const char* worth;
    const char* chosen;
  };
  for (const Row& row : {Row{"s", "1 ships"}, Row{"xs", "2 ships"}, Row{"?s", "2 ships"},
                         Row{"ss", "1 ships"}, Row{"x??", "2 unjudged"}, Row{"?x", "1 unjudged"},
                         Row{"x", "none"}, Row{"xxx", "none"}, Row{"", "none"}}) {
    CAPTURE(row.worth);
    CHECK(Judged(row.worth).chosen() == row.chosen);
  }
}

TEST_CASE("select_take: a pin wins whatever its verdict, and says how it stands") {
  struct Row {
    const char* worth;
    const char* chosen;
  };
  for (const Row& row :
       {Row{"ss", "2 ships pinned"}, Row{"s?", "2 unjudged pinned"}, Row{"sx", "2 short pinned"}}) {
    CAPTURE(row.worth);
    Judged by_person(row.worth);
    pin(by_person.facts, "welcome", "take-2");
    CHECK(by_person.chosen() == row.chosen);
    Judged by_lock(row.worth);
    by_lock.facts.lock = LockPins({{}, {}, {locked("welcome", "take-2")}});
    CHECK(by_lock.chosen() == row.chosen);
  }
}

TEST_CASE("select_take: a take that a person accepted ships, and that take only, in that clip") {
  Judged j("xx");
  pin(j.facts, "welcome", "take-2");
  j.facts.pins.accepted[{"welcome", sha256("clip")}] = "she wears a mask";
  CHECK(j.chosen() == "2 ships pinned");
  SUBCASE("the lock chose another one") {
    j.facts.lock = LockPins({{}, {}, {locked("welcome", "take-1")}});
    CHECK(j.chosen() == "1 short pinned");
  }
  SUBCASE("the lock chose the same") {
    j.facts.lock = LockPins({{}, {}, {locked("welcome", "take-2")}});
    CHECK(j.chosen() == "2 ships pinned");
  }
  SUBCASE("it was rejected since") {
    j.facts.takes[sha256("clip")][1].rejected = true;
    CHECK(j.chosen() == "none");
  }
  SUBCASE("another clip of equal key") {
    j.scene.name = "twin";
    for (const Take& one : j.facts.takes[sha256("clip")]) {
      put_verdict(j.facts, j.scene, one, verdict_of(false));
    }
    CHECK_FALSE(select_take(j.facts, {"twin", sha256("clip"), false, &j.scene}));
    put_verdict(j.facts, j.scene, j.facts.takes[sha256("clip")][1], verdict_of(true));
    const auto choice = select_take(j.facts, {"twin", sha256("clip"), false, &j.scene});
    REQUIRE(choice);
    CHECK(choice->accepted == nullptr);
    CHECK(choice->take->number == 2);
  }
}

TEST_CASE("select_take: what the lock says was accepted ships in every clone, those bytes only") {
  Judged j("xx");
  j.facts.lock = LockPins({{}, {}, {locked("welcome", "take-2", "clip", "she wears a mask")}});
  CHECK(j.chosen() == "2 ships pinned");
  CHECK(*j.choice()->accepted == "she wears a mask");
  SUBCASE("its row says nothing of it, and the ledger pins another one") {
    pin(j.facts, "welcome", "take-1");
    CHECK(j.chosen() == "2 ships pinned");
  }
  SUBCASE("it was rejected here") {
    j.facts.takes[sha256("clip")][1].rejected = true;
    CHECK(j.chosen() == "none");
  }
  SUBCASE("a take of its seed stands in for bytes that nobody has") {
    j.facts.takes[sha256("clip")][0].seed = 1000;
    const auto choice = select_take(j.facts, {"welcome", sha256("clip"), true, &j.scene});
    REQUIRE(choice);
    CHECK(choice->stands_in);
    CHECK(choice->accepted == nullptr);
    CHECK(choice->standing == Standing::falls_short);
  }
}

TEST_CASE("select_take: a renamed scene takes over what was accepted, a twin does not") {
  struct Row {
    const char* worth;
    bool gone;
    const char* chosen;
  };
  for (const Row& row :
       {Row{"xx", true, "2 ships pinned"}, Row{"xx", false, "none"},
        Row{"sx", true, "2 ships pinned"}, Row{"sx", false, "1 ships"},
        Row{"ss", false, "2 ships pinned"}, Row{"s?", false, "2 unjudged pinned"}}) {
    CAPTURE(row.worth);
    CAPTURE(row.gone);
    Judged by_lock(row.worth);
    by_lock.facts.lock = LockPins({{}, {}, {locked("hello", "take-2", "clip", "why not")}});
    Judged by_person(row.worth);
    pin(by_person.facts, "hello", "take-2");
    by_person.facts.pins.accepted[{"hello", sha256("clip")}] = "why not";
    for (Judged* j : {&by_lock, &by_person}) {
      if (row.gone) {
        j->facts.gone.insert("hello");
      }
      CHECK(j->chosen() == row.chosen);
    }
  }
}

TEST_CASE("find_gone: pinned clips that the campaign has not") {
  const Catalog catalog({animatic_row(), far_row()});
  const Campaign campaign = sample_campaign(catalog, 1, "far");
  Facts f;
  find_gone(campaign, f);
  CHECK(f.gone.empty());
  f.lock = LockPins({{}, {}, {locked("hello", "take-2"), locked("scene_0", "take-1")}});
  pin(f, "welcome", "take-1");
  pin(f, "scene_0", "take-1");
  find_gone(campaign, f);
  CHECK(f.gone == std::unordered_set<std::string>{"hello", "welcome"});
}

TEST_CASE("select_take: verdicts on takes that are not to be judged are not looked at") {
  Judged off("x");
  judge_by(off.scene, identity_off);
  CHECK(off.chosen() == "1 ships");
  Judged preview("x");
  preview.scene.model.value = preview.catalog.find("animatic");
  CHECK(preview.chosen() == "1 ships");
  Judged draft("x");
  draft.facts.gate.on = false;
  CHECK(draft.chosen() == "1 ships");
}

TEST_CASE("select_take: what the remote offers is not judged yet, unless its bytes are known") {
  Judged j("x");
  TakeRecord record;
  record.blob = sha256("offered");
  j.facts.offers[sha256("clip")] = {record};
  CHECK(j.chosen() == "offered unjudged");
  j.facts.gate.judged[{"welcome", record.blob}] = {sha256("comparison"), verdict_of(true)};
  CHECK(j.chosen() == "offered ships");
  j.facts.gate.judged[{"welcome", record.blob}] = {sha256("comparison"), verdict_of(false)};
  CHECK(j.chosen() == "none");
}
