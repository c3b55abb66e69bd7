// SPDX-License-Identifier: Apache-2.0
#include "campaign/load.h"

#include <doctest/doctest.h>

#include <fstream>

#include "base/render_diagnostics.h"
#include "small_workspace.h"

namespace reshoot {
namespace {

/// A campaign from text, files not looked at; fails the test where it has errors.
struct Read {
  explicit Read(std::string text)
      : catalog(Catalog::load("/nowhere", sources, diags)),
        campaign(read_campaign("c.yaml", std::move(text), {"/w", "/w/a/c.yaml"}, catalog, sources,
                               diags)) {
    REQUIRE_MESSAGE(campaign, render_text(diags, sources, false));
  }
  SourceMap sources;
  Diagnostics diags;
  Catalog catalog;
  std::optional<Campaign> campaign;
};

constexpr const char* head = "reshoot: 1\ncampaign: spring\n";

TEST_CASE("read_campaign: what holds where nothing is said") {
  const Read read(std::string(head) +
                  "scenes: {a: {prompt: A shop opens.}}\nvideos: {v: {scenes: [a]}}\n");
  const Campaign& c = *read.campaign;
  CHECK(c.name == "spring");
  CHECK(c.file == "/w/a/c.yaml");
  CHECK(!c.budget.max_cost);
  CHECK(c.budget.max_takes == 3);
  REQUIRE(c.scenes.size() == 1);
  const Scene& scene = c.scenes[0];
  CHECK(scene.model.value->id() == "local/animatic");
  CHECK(scene.seconds.value.millis == 5000);
  CHECK(scene.lines.value == 720);
  CHECK(scene.ratio.value == Ratio{16, 9});
  CHECK(scene.fps.value == Rate{30, 1});
  CHECK(scene.language.value == "en");
  CHECK(scene.fit.value == Fit::crop);
  CHECK(!scene.seed.value);
  CHECK(scene.seconds.at.is_none());
  CHECK(c.videos[0].size.value == Size{1280, 720});
  CHECK(c.videos[0].fps.value == Rate{30, 1});
  CHECK(c.videos[0].loudness.value.centi_lufs == -1600);
}

TEST_CASE("read_campaign: a scene wins over defaults, and each value knows where it was written") {
  const Read read(
      std::string(head) +
      "defaults: {seconds: 8, fps: 25, resolution: 1080p, ratio: '9:16', seed: 7, fit: pad}\n"
      "budget: {max_cost: 40.5 USD, max_takes: 2}\n"
      "scenes:\n"
      "  a: {prompt: x}\n"
      "  b: {prompt: x, seconds: 2.5, fps: 29.97, resolution: 360p, ratio: '1:1', seed: 0, fit: "
      "blur, language: pt-BR}\n"
      "videos: {v: {scenes: [b, a, b], fps: 24, size: 640x640, loudness: -14.5 LUFS}}\n");
  const Campaign& c = *read.campaign;
  CHECK(c.budget.max_cost->micros == 40'500'000);
  CHECK(c.budget.max_takes == 2);
  const Scene& a = c.scenes[0];
  CHECK(a.seconds.value.millis == 8000);
  CHECK(a.fps.value == Rate{25, 1});
  CHECK(a.seed.value == 7U);
  CHECK(a.fit.value == Fit::pad);
  CHECK(read.sources.at(a.seconds.at) == "c.yaml:3:21");
  const Scene& b = c.scenes[1];
  CHECK(b.seconds.value.millis == 2500);
  CHECK(b.fps.value == Rate{30000, 1001});
  CHECK(b.lines.value == 360);
  CHECK(b.ratio.value == Ratio{1, 1});
  CHECK(b.seed.value == 0U);
  CHECK(b.fit.value == Fit::blur);
  CHECK(b.language.value == "pt-BR");
  CHECK(read.sources.at(b.seconds.at) == "c.yaml:7:27");
  CHECK(c.videos[0].scenes == std::vector<std::uint32_t>{1, 0, 1});
  CHECK(c.videos[0].scene_places.size() == 3);
  CHECK(c.videos[0].loudness.value.centi_lufs == -1450);
}

TEST_CASE("read_campaign: cast, bindings, prompt and spoken lines") {
  const Read read(
      std::string(head) +
      "characters:\n"
      "  maya:\n"
      "    kind: mascot\n"
      "    description: costs $${x}\n"
      "    references: [a.png, {name: side, image: b.png}, {name: turn, video: c.mp4}]\n"
      "    voice: {sample: d.wav}\n"
      "  leo: {}\n"
      "scenes:\n"
      "  a:\n"
      "    cast: {leo: [], maya: [turn, side]}\n"
      "    prompt: ${maya} waves to ${leo}, then ${maya} leaves; $${x}\n"
      "    says:\n"
      "      - maya: Hello!\n"
      "      - leo: \"Good $${morning}\"\n"
      "  b: {cast: [maya], prompt: x}\n");
  const Campaign& c = *read.campaign;
  const Character& maya = c.characters[0];
  CHECK(maya.kind == CharacterKind::mascot);
  CHECK(maya.description.value == "costs ${x}");
  REQUIRE(maya.references.size() == 3);
  CHECK(maya.references[0].name.empty());
  CHECK(maya.references[1].file.path == "/w/a/b.png");
  CHECK(maya.voice->written == "d.wav");
  const Scene& scene = c.scenes[0];
  REQUIRE(scene.cast.size() == 2);
  CHECK(scene.cast[0].character == 1);
  CHECK(scene.cast[0].references.empty());
  CHECK(scene.cast[1].references == std::vector<std::uint32_t>{2, 1});
  REQUIRE(scene.prompt.value.size() == 6);
  CHECK(scene.prompt.value[0].cast == 1U);
  CHECK(scene.prompt.value[1].text == " waves to ");
  CHECK(scene.prompt.value[2].cast == 0U);
  CHECK(scene.prompt.value[3].text == ", then ");
  CHECK(scene.prompt.value[4].cast == 1U);
  CHECK(scene.prompt.value[5].text == " leaves; ${x}");
  REQUIRE(scene.says.size() == 2);
  CHECK(scene.says[0].cast == 1);
  CHECK(scene.says[1].text == "Good ${morning}");
  CHECK(c.scenes[1].cast[0].references == std::vector<std::uint32_t>{0, 1, 2});
}

TEST_CASE("read_campaign: identity of characters, and what a scene says instead") {
  const Read read(std::string(head) +
                  "characters:\n"
                  "  maya: {}\n"
                  "  leo: {identity: {level: loose, on_fail: hold, allow: [na]}}\n"
                  "  ana: {identity: off}\n"
                  "scenes:\n"
                  "  plain: {cast: [maya, leo, ana], prompt: x}\n"
                  "  strict: {cast: [leo, ana], identity: {level: strict}, prompt: x}\n"
                  "  warns: {cast: [leo], identity: {on_fail: warn, allow: [unsure]}, prompt: x}\n"
                  "  nothing: {cast: [leo], identity: {allow: []}, prompt: x}\n"
                  "  quiet: {cast: [maya, leo], identity: off, prompt: x}\n"
                  "  crowd: {cast: [ana], prompt: x}\n"
                  "  empty: {prompt: x}\n");
  const Campaign& c = *read.campaign;
  const IdentityPolicy normal;
  const IdentityPolicy off{.level = IdentityLevel::off};
  const IdentityPolicy leo{IdentityLevel::loose, OnFail::hold, false, true};
  const auto same = [](const IdentityPolicy& got, const IdentityPolicy& wanted) {
    return got == wanted;
  };
  CHECK(same(c.characters[0].identity, normal));
  CHECK(read.sources.at(c.characters[0].identity_at) == "c.yaml:4:3");
  CHECK(same(c.characters[1].identity, leo));
  CHECK(read.sources.at(c.characters[1].identity_at) == "c.yaml:5:19");
  CHECK(same(c.characters[2].identity, off));

  struct Row {
    std::vector<IdentityPolicy> cast;
    IdentityPolicy strangers;
  };
  const std::vector<Row> rows{
      // The strictest of each key: normal before loose, hold before retake, na not for all.
      {{normal, leo, off}, {IdentityLevel::normal, OnFail::hold, false, false}},
      {{{IdentityLevel::strict, OnFail::hold, false, true}, {.level = IdentityLevel::strict}},
       {IdentityLevel::strict, OnFail::hold, false, false}},
      {{{IdentityLevel::loose, OnFail::warn, true, false}},
       {IdentityLevel::loose, OnFail::warn, true, false}},
      {{{IdentityLevel::loose, OnFail::hold, false, false}},
       {IdentityLevel::loose, OnFail::hold, false, false}},
      {{off, {IdentityLevel::off, OnFail::hold, false, true}}, off},
      {{off}, off},
      {{}, off},
  };
  REQUIRE(c.scenes.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Scene& scene = c.scenes[i];
    CAPTURE(scene.name);
    REQUIRE(scene.cast.size() == rows[i].cast.size());
    for (std::size_t m = 0; m < scene.cast.size(); ++m) {
      CAPTURE(m);
      CHECK(same(scene.cast[m].identity, rows[i].cast[m]));
    }
    CHECK(same(scene.strangers, rows[i].strangers));
  }
}

TEST_CASE("read_campaign: consent with its record, uses, markets and last day") {
  const Read read(
      std::string(head) +
      "characters:\n"
      "  maya:\n"
      "    consent: {record: c/maya.pdf, uses: [ads, social], markets: [US, EU], until: "
      "2027-03-31}\n"
      "  leo: {consent: {record: leo.txt}}\n"
      "  ana: {}\n"
      "scenes: {a: {cast: [maya, leo, ana], prompt: x}}\n");
  const std::vector<Character>& all = read.campaign->characters;
  REQUIRE(all[0].consent);
  CHECK(all[0].consent->record.path == "/w/a/c/maya.pdf");
  CHECK(all[0].consent->uses == std::vector<std::string>{"ads", "social"});
  CHECK(all[0].consent->markets == std::vector<std::string>{"US", "EU"});
  CHECK(all[0].consent->until == Date{2027, 3, 31});
  CHECK(read.sources.at(all[0].consent->at) == "c.yaml:5:14");
  REQUIRE(all[1].consent);
  CHECK_FALSE(all[1].consent->until);
  CHECK_FALSE(all[2].consent);
}

TEST_CASE("read_campaign: footage has no model, and its own length where none is said") {
  const Read read(std::string(head) +
                  "scenes: {a: {footage: a.mp4}, b: {footage: b.mp4, seconds: 3}}\n");
  CHECK(read.campaign->scenes[0].model.value == nullptr);
  CHECK(read.campaign->scenes[0].seconds.value.millis == 0);
  CHECK(read.campaign->scenes[0].footage->path == "/w/a/a.mp4");
  CHECK(read.campaign->scenes[1].seconds.value.millis == 3000);
}

TEST_CASE("read_campaign: comments, order, quotes and line ends mean nothing") {
  const Read a(std::string(head) + "scenes:\n  a: {prompt: A shop opens., seconds: 4}\n");
  const Read b(
      "\xef\xbb\xbf# a comment\r\nscenes:\r\n  \"a\":\r\n    seconds: 4 # four\r\n"
      "    prompt: 'A shop\r\n\r\n      opens.'\r\n\"campaign\": spring\r\nreshoot: 1\r\n");
  CHECK(b.campaign->scenes[0].name == "a");
  CHECK(a.campaign->scenes[0].seconds.value == b.campaign->scenes[0].seconds.value);
  const Read c("scenes: {a: {prompt: \"A shop\\x20opens.\"}}\nreshoot: 1\ncampaign: 'spring'\n");
  CHECK(c.campaign->scenes[0].prompt.value[0].text == a.campaign->scenes[0].prompt.value[0].text);
}

TEST_CASE("load_campaign: a file that is missing or too large is a diagnostic") {
  const test::SmallWorkspace workspace;
  SourceMap sources;
  Diagnostics diags;
  const Catalog catalog = Catalog::load(workspace.root(), sources, diags);
  CHECK(
      !load_campaign({workspace.root(), workspace.root() / "none.yaml"}, catalog, sources, diags));
  REQUIRE(diags.errors() == 1);
  CHECK(diags.all().back().code == Code::unreadable_file);
  const auto large = workspace.root() / "large.yaml";
  std::ofstream(large).put('#');
  std::filesystem::resize_file(large, (64U << 20U) + 1);
  CHECK(!load_campaign({workspace.root(), large}, catalog, sources, diags));
  REQUIRE(diags.errors() == 2);
  CHECK(diags.all().back().code == Code::yaml_too_large);
}

}  // namespace
}  // namespace reshoot
