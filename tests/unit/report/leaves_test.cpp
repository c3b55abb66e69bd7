// SPDX-License-Identifier: Apache-2.0
#include "report/leaves.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sample.h"
#include "support/golden.h"
#include "support/sample_campaign.h"

namespace reshoot {
namespace {

/// Two scenes with maya and one with leo, a mascot, at gmi; one scene of the desk at comfyui.
struct Shoot {
  Model at(const std::string& provider) const {
    Model model = test::animatic_row();
    model.provider = provider;
    model.name = "r2v";
    return model;
  }
  Catalog catalog{{test::animatic_row(), at("gmi"), at("comfyui")}};
  Campaign campaign = test::sample_campaign(catalog, 4, "gmi/r2v");
  UploadRules rules{
      {{"gmi", "gmi.example", true}, {"comfyui", "127.0.0.1", false}}, true, {2026, 11, 20}};
  Graph graph;
  Plan plan;

  Shoot() {
    for (Character& character : campaign.characters) {
      for (Reference& reference : character.references) {
        reference.file.path = "/w/campaigns/c/refs/" + reference.file.written;
      }
    }
    campaign.characters[0].consent =
        Consent{test::picture("maya.pdf"), {"ads"}, {"US", "EU"}, Date{2027, 3, 31}, {}};
    campaign.characters[1].kind = CharacterKind::mascot;
    campaign.scenes[3].cast.clear();
    campaign.scenes[3].says.clear();
    campaign.scenes[3].prompt.value = {{"an empty desk", {}}};
    campaign.scenes[3].model.value = catalog.find("comfyui/r2v");
    campaign.scenes[3].first_frame = test::picture("/w/campaigns/c/desk.png");
    test::PretendDigests digests;
    Diagnostics diags;
    graph = *expand(campaign, catalog, digests, {}, diags);
    for (StepIndex i = 0; i < graph.steps.size(); ++i) {
      plan.decisions.push_back({});
      plan.decisions.back().step = i;
    }
  }
  [[nodiscard]] std::vector<Leaves> leaves() const {
    return leaves_of(graph, campaign, plan, rules, "/w");
  }
};

}  // namespace

TEST_CASE("leaves: files, of whom, for how many clips, and who can read them") {
  const Shoot shoot;
  check_golden("report/leaves.txt", leaves_text(shoot.leaves(), {100, false}));
  check_golden("report/leaves.json", to_json(shoot.leaves()[0]).dump(1) + "\n");
}

TEST_CASE("leaves: a voice video is named by what it is made of") {
  Model model = test::far_row();
  model.inputs.reference_videos = 5;
  model.billed_video = Length{5000};
  const Catalog catalog({test::animatic_row(), model});
  Campaign campaign = test::sample_campaign(catalog, 3, "gmi/far");
  Character& maya = campaign.characters[0];
  maya.references[0].file.path = "/w/refs/front.png";
  maya.voice = test::picture("/w/refs/maya.wav");
  maya.voice->figures = MediaFigures{};
  maya.voice->figures->length = Length{2500};
  maya.voice_as = VoiceAs::reference_video;
  test::PretendDigests digests;
  Diagnostics diags;
  const Graph graph = *expand(campaign, catalog, digests, {}, diags);
  Plan plan;
  for (StepIndex i = 0; i < 3; ++i) {
    plan.decisions.push_back({});
    plan.decisions.back().step = i;
  }
  const std::vector<Leaves> leaves = leaves_of(
      graph, campaign, plan, {{{"gmi", "gmi.example", true}}, true, {2026, 11, 20}}, "/w");
  REQUIRE(leaves.size() == 1);
  const auto video =
      std::find_if(leaves[0].files.begin(), leaves[0].files.end(),
                   [](const Leaves::File& file) { return file.as == SentAs::voice_video; });
  REQUIRE(video != leaves[0].files.end());
  CHECK(video->path == "refs/maya.wav");
  REQUIRE(video->video);
  CHECK(video->video->portrait == "refs/front.png");
  CHECK(video->video->length == Length{2500});
  CHECK(video->video->billed);
  CHECK(video->character == "maya");
  CHECK(video->clips == 2);  // leo's scene has none
  CHECK(
      leaves_text(leaves, {100, false}).find("refs/front.png + refs/maya.wav  maya  voice video") !=
      std::string::npos);
  const auto json = to_json(leaves[0]);
  CHECK(json["files"][2]["as"] == "voice video");
  CHECK(json["files"][2]["portrait"] == "refs/front.png");
  CHECK(json["files"][2]["length_ms"] == 2500);
  CHECK(!json["files"][0].contains("portrait"));
}

TEST_CASE("leaves: only clips that run send anything") {
  Shoot shoot;
  shoot.plan.decisions[1].kind = DecisionKind::held;
  shoot.plan.decisions[2].kind = DecisionKind::hit;
  shoot.plan.decisions[3].kind = DecisionKind::resume;
  const std::vector<Leaves> leaves = shoot.leaves();
  REQUIRE(leaves.size() == 1);
  CHECK(leaves[0].clips == 1);
  REQUIRE(leaves[0].files.size() == 2);
  CHECK(leaves[0].files[0].path == "campaigns/c/refs/maya-front.png");
  CHECK(leaves[0].who.size() == 1);
  for (Decision& decision : shoot.plan.decisions) {
    decision.kind = DecisionKind::hit;
  }
  CHECK(shoot.leaves().empty());
  CHECK(leaves_text(shoot.leaves(), {100, false}).empty());
}

TEST_CASE("leaves: long lists are cut, lines fit, and names do not steer the terminal") {
  Shoot shoot;
  std::vector<Leaves> leaves{{{"gmi", "gmi.example\x1b[2J", true}, 40, {}, {}}};
  for (int i = 0; i < 40; ++i) {
    leaves[0].files.push_back({std::string(90, 'x') + "\x1b[2J.png", SentAs::reference, "maya", i});
  }
  const std::string text = leaves_text(leaves, {60, false});
  CHECK(text.find("... and 20 files more; --json lists all") != std::string::npos);
  CHECK(widest_line(text) <= 60);
  CHECK(text.find('\x1b') == std::string::npos);
}

}  // namespace reshoot
