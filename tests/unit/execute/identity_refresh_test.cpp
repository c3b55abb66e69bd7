// SPDX-License-Identifier: Apache-2.0
// What is measured, compared and learnt before a plan: no more than is asked for, and to an end.

#include "execute/identity_refresh.h"

#include <doctest/doctest.h>

#include "support/gate_build.h"

using namespace reshoot;
using namespace reshoot::test;

namespace {

/// A judged campaign whose clips have takes, as a build left them.
struct RefreshSetting {
  GateBuild t;
  Campaign campaign;

  using Learns = std::function<Likeness(const CharacterFiles&)>;

  explicit RefreshSetting(int scenes, const std::string& shows = "r", const Learns& learns = {}) {
    t.shows = shows;
    t.measurer.learns = learns ? learns : t.measurer.learns;
    campaign = t.campaign(scenes);
    t.shoot(campaign);
  }
  /// Looks at what is here, as every build and `verify` does.
  Result<RefreshCounts> refresh(int jobs = 1) {
    Store store = t.open();
    const Graph graph = t.graph(campaign);
    Facts facts = t.facts(store, campaign);
    TRY(load_gate(graph, campaign, t.models.all(), store.ledger, facts));
    IdentityAccess access{&t.measurer, t.models.all(), {}};
    const Cancel cancel;
    const RefreshPlace place{graph, campaign, store, cancel, jobs, {}};
    TRY(learn_characters(place, access, facts));
    if (meanwhile) {
      meanwhile(store);
    }
    return check_choices(place, *wanted_steps(graph, campaign, {}), access, facts);
  }
  [[nodiscard]] Digest blob_of(BiometricKind kind) const {
    const std::vector<Biometric> rows = *t.open().ledger.biometrics();
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const Biometric& r) { return r.kind == kind; });
    REQUIRE(found != rows.end());
    return found->blob;
  }
  void damage(const Digest& blob) const {
    const std::filesystem::path file = t.open().blobs.path_of(blob);
    REQUIRE(std::filesystem::remove(file));
    REQUIRE(write_file_atomically(file, "damaged"));
  }
  /// Nothing is chosen: what the lock has ships unseen.
  void forget_lock() const { REQUIRE(std::filesystem::remove(t.options.lock_file)); }
  void forget_comparisons() const { REQUIRE(t.open().ledger.forget_comparisons()); }

  std::function<void(Store&)> meanwhile;  ///< between learning and measuring
};

}  // namespace

TEST_CASE("check_choices: what is judged is left alone") {
  RefreshSetting s(2);
  const int measured = s.t.measurer.measured();
  const int learnt = s.t.measurer.learnt();
  const auto counts = s.refresh();
  REQUIRE(counts);
  CHECK(counts->measured == 0);
  CHECK(counts->compared == 0);
  CHECK(s.t.measurer.measured() == measured);
  CHECK(s.t.measurer.learnt() == learnt);
}

TEST_CASE("check_choices: a new character is compared with, and decodes nothing") {
  for (const int jobs : {1, 3}) {
    RefreshSetting s(3);
    s.campaign.characters.push_back(s.campaign.characters[1]);
    s.campaign.characters.back().name = "nora";
    s.campaign.characters.back().references.pop_back();
    const auto counts = s.refresh(jobs);
    REQUIRE(counts);
    CHECK(counts->measured == 0);
    CHECK(counts->compared == 3);
    CHECK(s.t.measurer.measured() == 3);
  }
}

TEST_CASE("check_choices: one take after the other, until one ships") {
  RefreshSetting s(1, "wwr");
  s.forget_lock();
  s.forget_comparisons();
  const auto counts = s.refresh();
  REQUIRE(counts);
  CHECK(counts->compared == 3);
  CHECK(s.refresh()->compared == 0);
}

TEST_CASE("check_choices: clips of equal key share one measurement") {
  RefreshSetting s(1);
  s.campaign = s.t.campaign(2);
  s.campaign.scenes[1] = s.campaign.scenes[0];
  s.campaign.scenes[1].name = "twin";
  REQUIRE(s.t.open().ledger.forget_blob(s.blob_of(BiometricKind::measurement)));
  s.forget_comparisons();
  const auto counts = s.refresh();
  REQUIRE(counts);
  CHECK(counts->measured == 1);
  CHECK(s.t.measurer.measured() == 2);
}

TEST_CASE("check_choices: a measurement that is damaged or gone is made anew") {
  for (const bool gone : {true, false}) {
    CAPTURE(gone);
    RefreshSetting s(1);
    const Digest blob = s.blob_of(BiometricKind::measurement);
    s.forget_comparisons();
    if (gone) {
      s.meanwhile = [&](Store& store) { REQUIRE(store.blobs.remove(blob)); };
    } else {
      s.damage(blob);
    }
    const auto counts = s.refresh();
    REQUIRE(counts);
    CHECK(counts->measured == 1);
    s.meanwhile = {};
    s.forget_comparisons();
    const auto after = s.refresh();
    REQUIRE(after);
    CHECK(after->measured == 0);  // its bytes are whole again
    CHECK(after->compared == 1);
  }
}

TEST_CASE("check_choices: a comparison that cannot be read is made again, once") {
  RefreshSetting s(1);
  {
    Store store = s.t.open();
    const Graph graph = s.t.graph(s.campaign);
    Facts facts = s.t.facts(store, s.campaign);
    REQUIRE(load_gate(graph, s.campaign, s.t.models.all(), store.ledger, facts));
    REQUIRE(facts.gate.judged.size() == 1);
    const Digest key = facts.gate.judged.begin()->second.comparison;
    REQUIRE(store.ledger.record_comparison(key, sha256("take"), "damaged"));
  }
  CHECK(s.refresh()->compared == 1);
  CHECK(s.refresh()->compared == 0);
}

TEST_CASE("learn_characters: a likeness that is damaged is learnt anew, once") {
  RefreshSetting s(1);
  const int learnt = s.t.measurer.learnt();
  s.damage(s.blob_of(BiometricKind::likeness));
  REQUIRE(s.refresh());
  CHECK(s.t.measurer.learnt() > learnt);
  const int again = s.t.measurer.learnt();
  REQUIRE(s.refresh());
  CHECK(s.t.measurer.learnt() == again);
}

namespace {

bool is_leo(const CharacterFiles& files) {
  return files.references.front().path.filename().string().starts_with("leo");
}

}  // namespace

TEST_CASE("learn_characters: who has gaps is learnt once, and anew when it changes") {
  for (const std::string gap : {"", "the voice sample has 0.6 s of speech"}) {
    CAPTURE(gap);
    std::uint32_t face_of_leo = 1;
    RefreshSetting s(1, "r", [&](const CharacterFiles& files) {
      Likeness likeness = person(is_leo(files) ? face_of_leo : 0);
      if (is_leo(files) && !gap.empty()) {
        likeness.gaps.push_back(gap);
      }
      return likeness;
    });
    s.forget_lock();
    CHECK(s.t.measurer.learnt() == 2);
    REQUIRE(s.refresh());
    CHECK(s.t.measurer.learnt() == 2);
    CHECK(s.t.plan_now(s.campaign).decisions[0].kind == DecisionKind::hit);

    REQUIRE(write_file_atomically(s.t.picture_of("leo-side.png"), "a photo of maya"));
    face_of_leo = 0;
    CHECK(s.t.plan_now(s.campaign).decisions[0].kind == DecisionKind::check);
    const auto counts = s.refresh();
    REQUIRE(counts);
    CHECK(counts->compared == 1);
    CHECK(s.t.measurer.learnt() == 3);
    CHECK(s.t.plan_now(s.campaign).decisions[0].kind != DecisionKind::hit);
  }
}

TEST_CASE("learn_characters: a voice is learnt once a clip is held against it") {
  RefreshSetting s(1);
  for (Character& character : s.campaign.characters) {
    character.voice = picture(character.name + ".wav");
  }
  int voices = 0;
  s.t.measurer.learns = [&](const CharacterFiles& files) {
    voices += files.voice ? 1 : 0;
    return person(is_leo(files) ? 1 : 0);
  };
  CHECK(s.refresh()->compared == 0);
  CHECK(s.t.measurer.learnt() == 2);
  s.campaign.scenes[0].says.push_back({0, "Hello", {}});
  REQUIRE(s.refresh());
  CHECK(s.t.measurer.learnt() == 4);
  CHECK(voices == 2);
}

TEST_CASE("learn_characters: who is in no clip's pictures is known by its kind alone") {
  RefreshSetting s(1);
  s.forget_lock();
  s.campaign.characters[1].kind = CastKind::mascot;
  s.campaign.characters.push_back(s.campaign.characters[0]);
  s.campaign.characters[2].references.clear();
  REQUIRE(s.refresh());
  CHECK(s.t.measurer.learnt() == 2);
  CHECK(s.t.plan_now(s.campaign).decisions[0].kind == DecisionKind::hit);
}

TEST_CASE("load_gate: nothing is judged before all characters are known") {
  RefreshSetting s(1);
  s.forget_lock();
  REQUIRE(s.t.open().ledger.forget_blob(s.blob_of(BiometricKind::likeness)));
  CHECK(s.t.plan_now(s.campaign).decisions[0].kind == DecisionKind::check);
  CHECK(s.refresh()->compared == 0);  // it is learnt as it was
  CHECK(s.t.plan_now(s.campaign).decisions[0].kind == DecisionKind::hit);
}

TEST_CASE("check_choices: bytes that vanish, or that have no room, end it with an error") {
  RefreshSetting s(2);
  REQUIRE(s.t.open().ledger.forget_blob(s.blob_of(BiometricKind::measurement)));
  s.forget_comparisons();
  SUBCASE("the take is gone") {
    s.meanwhile = [&](Store& store) {
      const std::vector<Take> takes = *store.ledger.takes();
      for (const Take& take : takes) {
        REQUIRE(store.blobs.remove(*take.blob));
      }
    };
  }
  SUBCASE("the store takes nothing") {
    s.meanwhile = [](Store& store) {
      std::filesystem::remove_all(store.blobs.scratch());
      REQUIRE(write_file_atomically(store.blobs.scratch(), "in the way"));
    };
  }
  CHECK_FALSE(s.refresh());
}

TEST_CASE("check_choices: a decoder that is killed says nothing of the take") {
  RefreshSetting s(1);
  s.forget_lock();
  const auto worth = s.t.measurer.worth;
  REQUIRE(s.t.open().ledger.forget_blob(s.blob_of(BiometricKind::measurement)));
  s.forget_comparisons();
  s.t.measurer.worth = [](const std::string&) { return 'k'; };
  const auto killed = s.refresh();
  REQUIRE(killed);
  CHECK(killed->failures.size() == 1);
  CHECK(killed->measured == 0);
  CHECK(s.t.plan_now(s.campaign).decisions[0].kind == DecisionKind::check);
  s.t.measurer.worth = worth;
  CHECK(s.refresh()->measured == 1);
  CHECK(s.t.plan_now(s.campaign).decisions[0].kind == DecisionKind::hit);
}

TEST_CASE("check_choices: a take that is damaged in the store has no verdict until it is whole") {
  RefreshSetting s(1);
  s.forget_lock();
  REQUIRE(s.t.open().ledger.forget_blob(s.blob_of(BiometricKind::measurement)));
  s.forget_comparisons();
  const Digest take = *s.t.open().ledger.takes()->front().blob;
  const std::filesystem::path file = s.t.open().blobs.path_of(take);
  const std::string bytes = *read_file(file, 1U << 20U);
  const auto worth = s.t.measurer.worth;
  s.damage(take);
  s.t.measurer.worth = [](const std::string&) { return 'u'; };
  const auto damaged = s.refresh();
  REQUIRE(damaged);
  CHECK(damaged->failures.size() == 1);
  CHECK(damaged->measured == 0);
  s.t.measurer.worth = worth;
  REQUIRE(std::filesystem::remove(file));
  REQUIRE(write_file_atomically(file, bytes));
  CHECK(s.refresh()->measured == 1);
  CHECK(s.t.plan_now(s.campaign).decisions[0].kind == DecisionKind::hit);
}

TEST_CASE("check_take: bytes that cannot be decoded are not measured, which is no error") {
  RefreshSetting s(1, "u");
  const Digest measurement = s.blob_of(BiometricKind::measurement);
  const auto bytes = read_blob(measurement, s.t.open().blobs);
  REQUIRE(bytes);
  const auto read = measurement_from(*bytes);
  REQUIRE(read);
  REQUIRE(read->gaps.size() == 1);
  CHECK(read->gaps[0] == "told that this cannot be decoded");
  CHECK(read->needs.faces);
}
