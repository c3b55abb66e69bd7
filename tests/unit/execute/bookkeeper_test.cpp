// SPDX-License-Identifier: Apache-2.0
// Rows of takes that go to providers: reserved, given back, kept for their own key.

#include "execute/bookkeeper.h"

#include <doctest/doctest.h>

#include "support/test_build.h"

using namespace reshoot;
using namespace reshoot::test;

namespace {

struct Setting {
  ManualClock time;
  TestBuild t{time, std::filesystem::temp_directory_path()};
  Campaign campaign = sample_campaign(t.catalog, 2, "paid");
  Graph graph = t.graph(campaign);
  Store store = t.open();

  Bookkeeper books() { return {graph, campaign, t.facts(store, campaign), store, t.clock, {}}; }
  const GenerateStep& clip(StepIndex step) const {
    return std::get<GenerateStep>(graph.steps[step].what);
  }
  Take reserve(const std::string& campaign_name, const std::string& key) {
    return *store.ledger.reserve(
        {sha256(key), "gmi/far", std::nullopt, campaign_name, Money{100'000}, {}, "old"});
  }
  /// A provider has its result.
  Take made_there(const std::string& campaign_name, const std::string& key) {
    const Take take = reserve(campaign_name, key);
    REQUIRE(store.ledger.record_intent(take, {"gmi", "https://g.example", "far", "{}"}));
    REQUIRE(store.ledger.record_submitted(take.id, "job of " + take.uuid));
    REQUIRE(store.ledger.record_succeeded(take.id, std::nullopt));
    return take;
  }
  Take row(TakeId id) const {
    const std::vector<Take> takes = *store.ledger.takes();
    for (const Take& take : takes) {
      if (take.id == id) {
        return take;
      }
    }
    FAIL("no such take");
    return {};
  }
};

Plan plan_with(std::optional<TakeId> take) {
  Plan plan;
  plan.decisions.emplace_back();
  plan.decisions.back().take = take;
  return plan;
}

}  // namespace

TEST_CASE("bookkeeper: a take for a provider is reserved, with the price of its clip") {
  Setting s;
  Bookkeeper books = s.books();
  const Result<Take> take = books.reserve(s.clip(0), Decision{});
  REQUIRE(take);
  CHECK(take->state == TakeState::reserved);
  CHECK(take->reserved == Money{500'000});
  CHECK(s.row(take->id).clip == "scene_0");
  CHECK(s.store.ledger.money("sample")->reserved == Money{500'000});
}

TEST_CASE("bookkeeper: a decision that names a take goes on with that one") {
  Setting s;
  Bookkeeper books = s.books();
  const Take first = *books.reserve(s.clip(0), Decision{});
  Decision again;
  again.take = first.id;
  CHECK(books.reserve(s.clip(0), again)->id == first.id);
  CHECK(s.store.ledger.takes()->size() == 1);
}

TEST_CASE("bookkeeper: what was never sent and nothing goes on with gives its money back") {
  Setting s;
  const Take dropped = s.reserve("sample", "a scene that is gone");
  const Take going_on = s.reserve("sample", "a scene");
  const Take of_others = s.reserve("another campaign", "their scene");
  const Take sent = s.reserve("sample", "a scene that is out");
  REQUIRE(s.store.ledger.record_intent(sent, {"gmi", "https://g.example", "far", "{}"}));
  Bookkeeper books = s.books();
  REQUIRE(books.release_unsent(plan_with(going_on.id)));
  CHECK(s.row(dropped.id).state == TakeState::failed);
  CHECK_FALSE(s.row(dropped.id).note.empty());
  CHECK(s.row(going_on.id).state == TakeState::reserved);
  CHECK(s.row(of_others.id).state == TakeState::reserved);
  CHECK(s.row(sent.id).state == TakeState::intent);
  CHECK(s.store.ledger.money("sample")->reserved == Money{200'000});
  CHECK(books.facts().takes.at(dropped.clip_key)[0].state == TakeState::failed);
  REQUIRE(books.release_unsent(plan_with(std::nullopt)));  // once more is nothing more
  CHECK(s.row(going_on.id).state == TakeState::failed);
}

TEST_CASE("bookkeeper: a take that no clip waits for is kept for its own key") {
  Setting s;
  const Take stray = s.made_there("sample", "as the scene was");
  Bookkeeper books = s.books();
  const Made made{sha256("bytes"), 5, 150, true};
  REQUIRE(books.record_stray(stray, made, Settlement{Money{90'000}}));
  const Take kept = s.row(stray.id);
  CHECK(kept.state == TakeState::fetched);
  CHECK(kept.blob == made.blob);
  CHECK(kept.frames == 150);
  CHECK(kept.has_sound);
  CHECK(kept.cost == Money{90'000});
  CHECK_FALSE(kept.estimated);
  CHECK(s.store.ledger.money("sample")->spent == Money{90'000});
  CHECK(s.store.ledger.money("sample")->reserved == Money{});
  CHECK(books.facts().takes.at(stray.clip_key)[0].state == TakeState::fetched);
  CHECK(books.facts().blobs.contains(made.blob));
  CHECK(s.store.ledger.selections("sample")->empty());
}

TEST_CASE(
    "bookkeeper: a take that no clip waits for answers a request for it, and becomes the pin") {
  for (const char* campaign : {"sample", "another"}) {
    CAPTURE(campaign);
    Setting s;
    const Digest key = sha256("as the scene was");
    REQUIRE(s.store.ledger.request_retake(campaign, {0, "scene_0", key, "too dark"}));
    REQUIRE(s.store.ledger.request_retake(campaign, {0, "scene_1", sha256("other"), "too dark"}));
    const Take stray = s.made_there(campaign, "as the scene was");
    Bookkeeper books = s.books();
    REQUIRE(books.record_stray(stray, {sha256("bytes"), 5, 150, true}, Money{90'000}));
    const std::vector<RetakeRequest> open = *s.store.ledger.open_retakes(campaign);
    REQUIRE(open.size() == 1);
    CHECK(open[0].clip == "scene_1");
    const std::vector<Selection> pins = *s.store.ledger.selections(campaign);
    REQUIRE(pins.size() == 1);
    CHECK(pins[0].pinned);
    CHECK(pins[0].clip == "scene_0");
    CHECK(pins[0].clip_key == key);
    CHECK(pins[0].take_uuid == stray.uuid);
    CHECK(pins[0].reason == "too dark");
    const bool ours = s.campaign.name == campaign;  // the facts are those of this campaign
    CHECK_FALSE(books.facts().retakes.contains(key));
    CHECK(books.facts().pins.own.contains({"scene_0", key}) == ours);
    CHECK(books.facts().pins.by_key.contains(key) == ours);
  }
}

TEST_CASE("bookkeeper: what a person chose after asking for another take stays chosen") {
  for (const bool asked_again : {false, true}) {
    CAPTURE(asked_again);
    Setting s;
    const Digest key = sha256("as the scene was");
    const Take liked = s.made_there("sample", "as the scene was");
    REQUIRE(s.store.ledger.request_retake("sample", {0, "scene_0", key, ""}));
    const Take stray = s.made_there("sample", "as the scene was");
    s.time.advance(Millis{1});
    REQUIRE(s.store.ledger.select("sample", {"scene_0", key, liked.uuid, true, "", s.time.wall()}));
    s.time.advance(Millis{1});
    if (asked_again) {
      REQUIRE(s.store.ledger.request_retake("sample", {0, "scene_0", key, ""}));
    }
    Bookkeeper books = s.books();
    REQUIRE(books.record_stray(stray, {sha256("bytes"), 5, 150, true}, Money{90'000}));
    CHECK(s.store.ledger.open_retakes("sample")->empty());
    CHECK(s.store.ledger.selections("sample")->at(0).take_uuid ==
          (asked_again ? stray.uuid : liked.uuid));
    CHECK(books.facts().pins.own.at({"scene_0", key}) == (asked_again ? stray.uuid : liked.uuid));
    CHECK_FALSE(books.facts().retakes.contains(key));
  }
}

TEST_CASE("bookkeeper: a take of another campaign that a clip of this one uses answers there too") {
  Setting s;
  const GenerateStep& clip = s.clip(0);
  const Take theirs = *s.store.ledger.reserve(
      {clip.key, "gmi/far", std::nullopt, "another", Money{100'000}, {}, "theirs"});
  REQUIRE(s.store.ledger.record_intent(theirs, {"gmi", "https://g.example", "far", "{}"}));
  REQUIRE(s.store.ledger.record_submitted(theirs.id, "job-1"));
  REQUIRE(s.store.ledger.record_succeeded(theirs.id, std::nullopt));
  REQUIRE(s.store.ledger.request_retake("another", {0, "theirs", clip.key, ""}));
  Bookkeeper books = s.books();
  REQUIRE(books.record_take(theirs, clip, Decision{}, {sha256("bytes"), 5, 150, true},
                            Money{90'000}, {}));
  CHECK(s.store.ledger.open_retakes("another")->empty());
}
