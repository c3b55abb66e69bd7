// SPDX-License-Identifier: Apache-2.0
#include "catalog/catalog.h"

#include <doctest/doctest.h>

#include "base/files.h"
#include "catalog/rows.h"

namespace reshoot {
namespace {

Catalog built_in() {
  SourceMap sources;
  Diagnostics diags;
  return Catalog::load("/nowhere", sources, diags);
}

TEST_CASE("Catalog: the built-in rows") {
  const Catalog catalog = built_in();
  const Model& animatic = catalog.animatic();
  CHECK(animatic.free());
  CHECK(animatic.local());
  CHECK(animatic.tier == Tier::workflow);
  CHECK(animatic.shortest.millis == 500);
  CHECK(animatic.longest.millis == 60'000);
  CHECK(animatic.ratios.empty());
  CHECK(animatic.inputs.characters == 4);
  CHECK(animatic.inputs.references == 16);
  CHECK(animatic.speaks);
  for (const Model& model : catalog.all()) {
    CAPTURE(model.id());
    CHECK(!model.source.empty());
    CHECK(model.shortest <= model.longest);
    CHECK(model.expected_seconds > 0);
    CHECK(model.free() == model.local());
    CHECK(model.built_in);
    CHECK(!modes_of(model).empty());
    CHECK(!model.price_evidence.source.empty());
  }
}

TEST_CASE("Catalog: the figures of the built-in rows, as their sources have them") {
  struct Row {
    const char* id;
    int longest;
    int prompt;
    int references;
    bool voice;
    int side_from;  ///< of what it takes: references, else frames
    int side_to;
    std::vector<Mode> modes;
    std::optional<std::int64_t> micros;  ///< 5 s at 720p
  };
  using enum Mode;
  const Row rows[] = {
      {"gmi/wan2.7-r2v", 15, 1500, 5, false, 240, 8000, {from_frame, from_cast}, {}},
      {"gmi/wan2.7-i2v", 15, 1500, 0, false, 360, 2000, {from_frame, between}, {}},
      {"gmi/wan2.7-t2v", 15, 1500, 0, false, 0, 0, {from_text}, {}},
      {"gmi/veo-3.1-fast-generate-001",
       8,
       2000,
       0,
       false,
       0,
       0,
       {from_text, from_frame, between},
       500'000},
      {"gmi/veo-3.1-generate-001",
       8,
       2000,
       3,
       false,
       0,
       0,
       {from_text, from_frame, between, from_cast},
       2'000'000},
      {"dashscope/wan2.7-r2v", 15, 5000, 5, true, 240, 8000, {from_frame, from_cast}, 500'000},
      {"dashscope/wan2.7-i2v", 15, 5000, 0, false, 240, 8000, {from_frame, between}, 500'000},
      {"dashscope/wan2.7-t2v", 15, 5000, 0, false, 0, 0, {from_text}, 500'000},
      {"gmi/heygen-avatar-4", 60, 5000, 0, false, 0, 0, {talking_head}, 333'500},
      {"heygen/heygen-avatar-4", 60, 5000, 1, false, 0, 0, {talking_head}, 333'500},
  };
  const Catalog catalog = built_in();
  for (const Row& row : rows) {
    CAPTURE(row.id);
    const Model* const model = catalog.find(row.id);
    REQUIRE(model != nullptr);
    CHECK(model->sent_as() == model->name);
    CHECK(model->longest.millis == row.longest * 1000);
    CHECK(model->prompt_characters == row.prompt);
    CHECK(model->inputs.references == row.references);
    CHECK(model->inputs.voice_sample == row.voice);
    const FileLimits& files =
        model->inputs.binds() ? model->inputs.image_files : model->inputs.frame_files;
    CHECK(files.side_from == row.side_from);
    CHECK(files.side_to == row.side_to);
    CHECK(modes_of(*model) == row.modes);
    const auto price = price_of(*model, {{5000}, 720, {}});
    CHECK(price.has_value() == row.micros.has_value());
    CHECK(price.value_or(Money{}).micros == row.micros.value_or(0));
  }
}

TEST_CASE("Catalog: what is known of providers, and what is taken for true of others") {
  const Catalog catalog = built_in();
  const ProviderFacts& gmi = catalog.provider("gmi");
  CHECK(gmi.idempotency == Idempotency::none);
  CHECK(gmi.lists_jobs);
  CHECK(gmi.public_uploads);
  CHECK(!gmi.result_life);
  CHECK(gmi.account.poll_shortest == Millis{5000});
  const ProviderFacts& dashscope = catalog.provider("dashscope");
  CHECK(dashscope.account.polls_per_second == 20);
  CHECK(dashscope.account.per_minute == 300);
  CHECK(dashscope.account.poll_shortest == Millis{15'000});
  CHECK(dashscope.result_life == std::chrono::hours(24));
  CHECK(!dashscope.public_uploads);
  REQUIRE(find_evidence(dashscope.evidence, "polls_per_second") != nullptr);
  CHECK(find_evidence(dashscope.evidence, "polls_per_second")->sure == Sure::documented);
  CHECK(catalog.provider("heygen").idempotency == Idempotency::key);
  CHECK(catalog.provider("heygen").account.at_once == 10);
  CHECK(catalog.provider("comfyui").idempotency == Idempotency::look_up);
  CHECK(!catalog.provider("comfyui").public_uploads);
  CHECK(!catalog.provider("local").public_uploads);
  const ProviderFacts& unknown = catalog.provider("somebody");
  CHECK(unknown.public_uploads);  // until it is known not to be
  CHECK(unknown.idempotency == Idempotency::none);
  CHECK(unknown.account.at_once == 4);
}

TEST_CASE("Catalog: a figure from elsewhere has evidence of its own") {
  const Catalog catalog = built_in();
  const Model& model = *catalog.find("dashscope/wan2.7-r2v");
  CHECK(model.evidence_of("longest").sure == Sure::documented);
  CHECK(model.evidence_of("longest").source == model.source);
  CHECK(model.evidence_of("billed_video").sure == Sure::third_party);
  CHECK(model.price_evidence.sure == Sure::third_party);
}

TEST_CASE("Catalog: find by id, by name with a provider, by name alone") {
  const Catalog catalog = built_in();
  struct Row {
    const char* id;
    const char* provider;
    const char* found;  ///< empty: unknown
  };
  constexpr Row rows[] = {
      {"gmi/wan2.7-r2v", "", "gmi/wan2.7-r2v"},
      {"dashscope/wan2.7-r2v", "gmi", "dashscope/wan2.7-r2v"},
      {"wan2.7-r2v", "", "gmi/wan2.7-r2v"},
      {"wan2.7-r2v", "dashscope", "dashscope/wan2.7-r2v"},
      {"veo-3.1-generate-001", "dashscope", "gmi/veo-3.1-generate-001"},
      {"animatic", "gmi", "local/animatic"},
      {"dashscope/veo-3.1-generate-001", "", ""},
      {"wan2.7", "", ""},
      {"", "", ""},
      {"/", "", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.id);
    const Model* const model = catalog.find(row.id, row.provider);
    CHECK((model == nullptr ? "" : model->id()) == row.found);
  }
}

TEST_CASE("Catalog: rows of the workspace replace built-in ones and add others") {
  const auto workspace = TempDirectory::create("/tmp", "reshoot-catalog-test");
  REQUIRE(workspace);
  REQUIRE(make_directories(workspace->path() / "models"));
  const auto put = [&](const char* name, std::string_view text) {
    REQUIRE(write_file_atomically(workspace->path() / "models" / name, text));
  };
  put("mine.yaml",
      "provider: local\n"
      "models:\n"
      "  paid: {shortest: 1, longest: 10, per_second: 0.10 USD, source: a test}\n"
      "  animatic: {shortest: 1, longest: 2, per_second: 0 USD, source: a test}\n");
  put("broken.yaml", "provider: local\nmodels: {x: {shortest: 1}}\n");
  put("notes.txt", "not a catalog");
  SourceMap sources;
  Diagnostics diags;
  const Catalog catalog = Catalog::load(workspace->path(), sources, diags);
  CHECK(catalog.animatic().longest.millis == 2000);
  CHECK(!catalog.animatic().built_in);
  CHECK(catalog.animatic().file == "models/mine.yaml");
  REQUIRE(catalog.find("local/paid") != nullptr);
  CHECK(!catalog.find("local/paid")->free());
  CHECK(catalog.find("local/x") == nullptr);
  CHECK(diags.errors() == 2);  // 'longest' and 'source' are missing
  CHECK(sources.at(diags.all().front().labels.front().span) == "models/broken.yaml:2:10");
}

TEST_CASE("Catalog: a workspace's facts about a provider replace those that they name") {
  const auto workspace = TempDirectory::create("/tmp", "reshoot-catalog-test");
  REQUIRE(workspace);
  REQUIRE(make_directories(workspace->path() / "models"));
  REQUIRE(write_file_atomically(workspace->path() / "models/ours.yaml",
                                "provider: dashscope\n"
                                "service:\n"
                                "  at_once: {is: 20, source: our contract}\n"
                                "  idempotency: {is: look-up}\n"));
  SourceMap sources;
  Diagnostics diags;
  const Catalog catalog = Catalog::load(workspace->path(), sources, diags);
  CHECK(!diags.has_errors());
  const ProviderFacts& facts = catalog.provider("dashscope");
  CHECK(facts.account.at_once == 20);
  CHECK(facts.idempotency == Idempotency::look_up);
  CHECK(facts.account.polls_per_second == 20);
  CHECK(find_evidence(facts.evidence, "at_once")->source == "our contract");
  CHECK(!find_evidence(facts.evidence, "at_once")->sure);
  CHECK(catalog.find("dashscope/wan2.7-t2v") != nullptr);
}

TEST_CASE("Catalog: all that a row may say") {
  SourceMap sources;
  Diagnostics diags;
  const SourceId id = sources.add(
      "models/mine.yaml",
      "provider: ours\n"
      "models:\n"
      "  big:\n"
      "    {wire_id: big-2, shortest: 1, longest: 9, native_audio: true, billed_video: 5,\n"
      "     per_second_at: [{resolution: 720p, price: 1 USD}, {resolution: 1080p, price: 2 USD, "
      "sure: guess}],\n"
      "     price_source: list, price_date: 2026-11, price_sure: observed, source: page, sure: "
      "documented,\n"
      "     sources: [{figures: [longest, inputs.voice_files], source: a call, sure: observed}],\n"
      "     notes: [it is slow],\n"
      "     inputs: {voice_files: {types: [wav, webp], megabytes: 15, side_from: 2, side_to: 3, "
      "widest: 8, shortest: 1, longest: 10}}}\n");
  CatalogRows rows;
  read_catalog_file(id, false, sources, rows, diags);
  REQUIRE(rows.models.size() == 1);
  const Model& model = rows.models[0];
  CHECK(model.sent_as() == "big-2");
  CHECK(model.native_audio);
  CHECK(model.per_second_at[1].sure == Sure::guess);
  CHECK(model.price_evidence.source == "list");
  CHECK(model.price_date == "2026-11");
  CHECK(model.evidence_of("inputs.voice_files").source == "a call");
  CHECK(model.evidence_of("shortest").source == "page");
  CHECK(model.notes == std::vector<std::string>{"it is slow"});
  const FileLimits& voice = model.inputs.voice_files;
  CHECK(voice.types ==
        std::vector<MediaType>{MediaType::wav, MediaType::webp_lossy, MediaType::webp_lossless});
  CHECK(voice.bytes == 15'000'000);
  CHECK(voice.side_from == 2);
  CHECK(voice.side_to == 3);
  CHECK(voice.widest == 8);
  CHECK(voice.shortest == Length{1000});
  CHECK(voice.longest == Length{10'000});
}

}  // namespace
}  // namespace reshoot
