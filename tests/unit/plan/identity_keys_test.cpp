// SPDX-License-Identifier: Apache-2.0
// What changes which key: a policy none, a character comparisons only, a model what it measures.

#include "plan/identity_keys.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "plan/gate.h"
#include "support/judged_takes.h"
#include "support/plan_setting.h"

using namespace reshoot;
using namespace reshoot::test;

namespace {

/// One model of each role.
struct Models {
  IdentityModel detector, faces, pictures, voices;

  Models() {
    put(detector, IdentityRole::face_detector, "detector");
    put(faces, IdentityRole::face_embedding, "faces");
    put(pictures, IdentityRole::image_embedding, "pictures");
    put(voices, IdentityRole::speaker_embedding, "voices");
  }
  [[nodiscard]] IdentityModels all() const { return {&detector, &faces, &pictures, &voices}; }

 private:
  static void put(IdentityModel& model, IdentityRole role, const char* bytes) {
    model.role = role;
    model.id = bytes;
    model.file.result = sha256(bytes);
  }
};

constexpr MeasureNeeds people{.faces = true};
constexpr MeasureNeeds products{.pictures = true};
constexpr MeasureNeeds all_needs{true, true, true};

CharacterInputs inputs(const std::vector<std::string>& references, const std::string& voice = {}) {
  CharacterInputs made;
  for (const std::string& bytes : references) {
    made.references.push_back({bytes, MediaType::png, sha256(bytes), {}, {}});
  }
  if (!voice.empty()) {
    made.voice = InputFile{voice, MediaType::wav, sha256(voice), {}, {}};
  }
  return made;
}

/// A campaign that is judged, with keys of all that is measured of its first clip.
struct KeySetting : PlanSetting {
  Models models;

  KeySetting() : PlanSetting(1, "far") {
    judge_by(campaign.scenes[0], {});
    expand_again();
  }
  [[nodiscard]] const Scene& scene() const { return campaign.scenes[0]; }
  [[nodiscard]] Digest clip() const { return generate(0).key; }
  [[nodiscard]] Digest measured() const {
    return measure_key(sha256("take"), needs_of(campaign, scene()), models.all());
  }
  [[nodiscard]] std::vector<Digest> learnt() const {
    return likeness_keys(graph, campaign, models.all());
  }
  [[nodiscard]] Digest compared() const {
    const std::vector<Digest> keys = learnt();
    return compare_key(measured(), *likenesses_digest({keys.begin(), keys.end()}),
                       part_of(scene()));
  }
};

}  // namespace

TEST_CASE("measure_key: of the bytes and of the models that are asked for") {
  Models models;
  const auto key = [&](const MeasureNeeds& needs) {
    return measure_key(sha256("take"), needs, models.all());
  };
  const Digest faces = key(people);
  const Digest pictures = key(products);
  const Digest all = key(all_needs);
  CHECK(faces != pictures);
  CHECK(faces != all);
  CHECK(measure_key(sha256("other"), people, models.all()) != faces);
  models.pictures.file.result = sha256("new pictures");
  CHECK(key(people) == faces);
  CHECK(key(products) != pictures);
  CHECK(key(all_needs) != all);
  models.detector.file.result = sha256("new detector");
  CHECK(key(people) != faces);
  const Digest before = key(all_needs);
  models.voices.file.result = sha256("new voices");
  CHECK(key(all_needs) != before);
  CHECK(key(people) == key({.faces = true}));
}

TEST_CASE("measure_key: two models do not stand in for each other") {
  Models models;
  const Digest key = measure_key(sha256("take"), people, models.all());
  std::swap(models.detector.file.result, models.faces.file.result);
  CHECK(measure_key(sha256("take"), people, models.all()) != key);
}

TEST_CASE("measure_key, likeness_key: of all that a model is fed with, of no threshold") {
  using Change = void (*)(IdentityModel&);
  struct Row {
    std::string what;
    bool counts;
    Change change;
  };
  const Row rows[] = {
      {"width", true, [](IdentityModel& m) { m.input.width = 113; }},
      {"height", true, [](IdentityModel& m) { m.input.height = 113; }},
      {"rgb", true, [](IdentityModel& m) { m.input.rgb = false; }},
      {"scale", true, [](IdentityModel& m) { m.input.scale = 1 / 255.0F; }},
      {"mean", true, [](IdentityModel& m) { m.input.mean[2] = 0.406F; }},
      {"another mean", true, [](IdentityModel& m) { m.input.mean[0] = 0.406F; }},
      {"deviation", true, [](IdentityModel& m) { m.input.deviation[2] = 0.225F; }},
      {"add_mirrored", true, [](IdentityModel& m) { m.input.add_mirrored = true; }},
      {"signed_root", true, [](IdentityModel& m) { m.input.signed_root = true; }},
      {"output", true, [](IdentityModel& m) { m.input.output = "472"; }},
      {"dimensions", true, [](IdentityModel& m) { m.dimensions = 127; }},
      {"match", false, [](IdentityModel& m) { m.thresholds[1].look.match = 0.5F; }},
      {"id", false, [](IdentityModel& m) { m.id = "renamed"; }},
      {"figures", false, [](IdentityModel& m) { m.figures = "measured again"; }},
      {"url", false, [](IdentityModel& m) { m.file.url = "https://example.com/moved"; }},
  };
  const auto measured = [](const Models& models) {
    return measure_key(sha256("take"), all_needs, models.all());
  };
  const auto learnt = [](const Models& models, CastKind kind) {
    return likeness_key(inputs({"front"}, "voice"), kind, models.all());
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const Models usual;
    std::vector<Digest> keys{measured(usual)};
    for (IdentityModel Models::*const model :
         {&Models::detector, &Models::faces, &Models::pictures}) {
      Models changed;
      row.change(changed.*model);
      const CastKind kind = model == &Models::pictures ? CastKind::mascot : CastKind::person;
      CHECK((learnt(changed, kind) != learnt(usual, kind)) == row.counts);
      CHECK((measured(changed) != keys.front()) == row.counts);
      keys.push_back(measured(changed));
    }
    std::sort(keys.begin(), keys.end());
    const bool all_differ = std::adjacent_find(keys.begin(), keys.end()) == keys.end();
    CHECK(all_differ == row.counts);
  }
}

TEST_CASE("likeness_key: of all references in their order, the voice and the models of its kind") {
  Models models;
  const auto key = [&](const CharacterInputs& of, CastKind kind = CastKind::person) {
    return likeness_key(of, kind, models.all());
  };
  const Digest usual = key(inputs({"front", "side"}));
  const Digest with_voice = key(inputs({"front", "side"}, "voice"));
  const Digest product = key(inputs({"front", "side"}), CastKind::product);
  CHECK(key(inputs({"front"})) != usual);
  CHECK(key(inputs({"side", "front"})) != usual);
  CHECK(key(inputs({"front", "new"})) != usual);
  CHECK(with_voice != usual);
  CHECK(key(inputs({"front", "side"}, "another voice")) != with_voice);
  CHECK(product != usual);
  CHECK(key(inputs({"front", "side"}), CastKind::mascot) != product);
  models.voices.file.result = sha256("new voices");
  CHECK(key(inputs({"front", "side"})) == usual);
  CHECK(key(inputs({"front", "side"}, "voice")) != with_voice);
  models.faces.file.result = sha256("new faces");
  CHECK(key(inputs({"front", "side"})) != usual);
  CHECK(key(inputs({"front", "side"}), CastKind::product) == product);
}

TEST_CASE("learnt_of: no more than clips are held against, by models that are asked for") {
  struct Row {
    CastKind kind;
    MeasureNeeds needs;
    bool references, voice;
  };
  const Row rows[] = {
      {CastKind::person, {}, false, false},
      {CastKind::person, {.faces = true}, true, false},
      {CastKind::person, {.pictures = true}, false, false},
      {CastKind::person, {.faces = true, .voices = true}, true, true},
      {CastKind::mascot, {.faces = true}, false, false},
      {CastKind::mascot, {.pictures = true}, true, false},
      {CastKind::product, {.pictures = true}, true, false},
      {CastKind::product, {.voices = true}, false, true},
  };
  for (const Row& row : rows) {
    CAPTURE(static_cast<int>(row.kind));
    CAPTURE(row.references);
    CAPTURE(row.voice);
    const CharacterInputs learnt =
        learnt_of(inputs({"front", "side"}, "voice"), row.kind, row.needs);
    CHECK(learnt.references.size() == (row.references ? 2 : 0));
    CHECK(learnt.voice.has_value() == row.voice);

    Models models;
    const Digest key = likeness_key(learnt, row.kind, models.all());
    const bool person = row.kind == CastKind::person;
    const std::pair<IdentityModel*, bool> used[] = {{&models.detector, row.references && person},
                                                    {&models.faces, row.references && person},
                                                    {&models.pictures, row.references && !person},
                                                    {&models.voices, row.voice}};
    for (const auto& [model, is_used] : used) {
      const Digest before = std::exchange(model->file.result, sha256("new"));
      CHECK((likeness_key(learnt, row.kind, models.all()) != key) == is_used);
      model->file.result = before;
    }
  }
}

TEST_CASE("compare_key: of the measurement, of everybody's likeness, of cast and lines") {
  const Digest one = *likenesses_digest({sha256("a"), sha256("b")});
  const Digest other = *likenesses_digest({sha256("b"), sha256("a")});
  CHECK(one != other);
  CHECK(likenesses_digest({sha256("a")}) != one);
  CHECK_FALSE(likenesses_digest({sha256("a"), std::nullopt}));
  const ScenePart part{{0, 1}, {0}};
  const Digest key = compare_key(sha256("measured"), one, part);
  CHECK(compare_key(sha256("measured"), one, part) == key);
  CHECK(compare_key(sha256("again"), one, part) != key);
  CHECK(compare_key(sha256("measured"), other, part) != key);
  CHECK(compare_key(sha256("measured"), one, {{1, 0}, {0}}) != key);
  CHECK(compare_key(sha256("measured"), one, {{0, 1}, {1}}) != key);
  CHECK(compare_key(sha256("measured"), one, {{0}, {1, 0}}) != key);
}

TEST_CASE("identity keys: a policy is in none of them, but tells verdicts apart") {
  KeySetting s;
  const Digest clip = s.clip();
  const Digest measured = s.measured();
  const Digest compared = s.compared();
  const Digest policy = policy_key(s.scene(), s.models.all());
  const IdentityPolicy changes[] = {{.level = IdentityLevel::strict},
                                    {.level = IdentityLevel::loose},
                                    {.on_fail = OnFail::hold},
                                    {.allow_unsure = true},
                                    {.allow_na = true}};
  for (const IdentityPolicy& change : changes) {
    judge_by(s.campaign.scenes[0], change);
    s.expand_again();
    CHECK(s.clip() == clip);
    CHECK(s.measured() == measured);
    CHECK(s.compared() == compared);
    CHECK(policy_key(s.scene(), s.models.all()) != policy);
  }
}

TEST_CASE("policy_key: of the cast, of strangers, and of the models whose thresholds judge") {
  KeySetting s;
  const Digest usual = policy_key(s.scene(), s.models.all());
  s.campaign.scenes[0].strangers.level = IdentityLevel::loose;
  const Digest easy = policy_key(s.scene(), s.models.all());
  CHECK(easy != usual);
  s.models.voices.file.result = sha256("new voices");
  CHECK(policy_key(s.scene(), s.models.all()) != easy);
}

TEST_CASE("identity keys: a new character, or a new reference, is compared with and no more") {
  for (const bool new_one : {true, false}) {
    CAPTURE(new_one);
    KeySetting s;
    const Digest clip = s.clip();
    const Digest measured = s.measured();
    const Digest compared = s.compared();
    const std::vector<Digest> learnt = s.learnt();
    if (new_one) {
      s.campaign.characters.push_back(s.campaign.characters[1]);
      s.campaign.characters.back().name = "nora";
    } else {  // no scene binds it
      s.campaign.characters[1].references.push_back({"back", picture("leo-back.png")});
    }
    s.expand_again();
    CHECK(s.clip() == clip);
    CHECK(s.measured() == measured);
    CHECK(s.learnt()[0] == learnt[0]);
    CHECK(s.compared() != compared);
  }
}

TEST_CASE("identity keys: another model is measured with anew, and shoots nothing") {
  KeySetting s;
  const Digest clip = s.clip();
  const Digest measured = s.measured();
  const std::vector<Digest> learnt = s.learnt();
  s.models.faces.file.result = sha256("a better one");
  s.expand_again();
  CHECK(s.clip() == clip);
  CHECK(s.measured() != measured);
  CHECK(s.learnt()[0] != learnt[0]);
  CHECK(s.learnt()[1] != learnt[1]);
}

TEST_CASE("identity keys: that a clip is judged at all is not in its key") {
  KeySetting s;
  const Digest clip = s.clip();
  judge_by(s.campaign.scenes[0], identity_off);
  s.expand_again();
  CHECK(s.clip() == clip);
  CHECK(s.graph.characters.empty());
}
