// SPDX-License-Identifier: Apache-2.0
#include "report/models_report.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/model_figures.h"
#include "support/golden.h"

namespace reshoot {
namespace {

/// One model that says all that a row can say, one that says little, one that is free.
Catalog sample_catalog() {
  Model full;
  full.provider = "acme";
  full.name = "cast-1";
  full.wire_id = "cast-1-2026-06-12";
  full.shortest = {2000};
  full.longest = {15'000};
  full.whole_seconds = true;
  full.resolutions = {720, 1080};
  full.ratios = {{16, 9}, {9, 16}};
  full.prompt_characters = 1500;
  full.speaks = true;
  full.native_audio = true;
  full.inputs.reference_images = 5;
  full.inputs.reference_videos = 2;
  full.inputs.references = 5;
  full.inputs.first_frame = true;
  full.inputs.voice_sample = true;
  full.inputs.needs_references = true;
  full.inputs.cast_length = Length{8000};
  full.inputs.longest_with_video = Length{10'000};
  full.inputs.image_files = {{MediaType::png, MediaType::webp_lossy, MediaType::webp_lossless},
                             20'000'000,
                             240,
                             8000,
                             8,
                             {},
                             {}};
  full.inputs.voice_files = {{MediaType::wav}, 0, 0, 0, 0, Length{1000}, Length{10'000}};
  full.per_second_at = {{720, {100'000}, {}}, {1080, {150'000}, Sure::guess}};
  full.billed_video = Length{5000};
  full.price_evidence = {"a price list", Sure::third_party};
  full.price_date = "2026-11";
  full.expected_seconds = 180;
  full.source = "https://acme.example/cast-1, read 2026-11";
  full.sure = Sure::documented;
  full.sources = {{"inputs.voice_files", {"a call", Sure::observed}}};
  full.notes = {"it is retired in 2027"};
  full.built_in = true;
  Model mine;
  mine.provider = "acme";
  mine.name = "mine";
  mine.shortest = {4000};
  mine.longest = {8000};
  mine.lengths = {{4000}, {8000}};
  mine.takes_ratio = false;
  mine.tier = Tier::workflow;
  mine.source = "our own workflow";
  mine.file = "models/mine.yaml";
  Model free;
  free.provider = "local";
  free.name = "animatic";
  free.longest = {60'000};
  free.per_second = Money{};
  free.built_in = true;
  ProviderFacts acme;
  acme.provider = "acme";
  acme.account.at_once = 3;
  acme.result_life = std::chrono::hours(24);
  acme.evidence = {{"at_once", {"a note", Sure::guess}},
                   {"result_hours", {"the reference", Sure::documented}},
                   {"public_uploads", {"a note", Sure::observed}}};
  return Catalog({full, mine, free}, {acme});
}

std::vector<const Model*> all_of(const Catalog& catalog) {
  std::vector<const Model*> all;
  for (const Model& model : catalog.all()) {
    all.push_back(&model);
  }
  return all;
}

TEST_CASE("models: all in a table; a price that is not known is never a number") {
  const Catalog catalog = sample_catalog();
  check_golden("report/models_list.txt", models_list_text(catalog, {}, {120, false}));
  const auto json = nlohmann::json::parse(models_list_json(catalog, {}));
  CHECK(json["schema_version"] == 1);
  REQUIRE(json["models"].size() == 3);
  CHECK(json["models"][0]["prices"][1]["per_second_micros"] == 150'000);
  CHECK(json["models"][0]["prices"][0]["sure"] == "third-party");
  CHECK(json["models"][0]["prices"][1]["sure"] == "guess");
  CHECK(json["models"][1]["prices"].empty());
  CHECK(json["models"][1]["free"] == false);
  CHECK(json["models"][1]["built_in"] == false);
  CHECK(json["models"][2]["free"] == true);
}

TEST_CASE("models: every figure with its source") {
  const Catalog catalog = sample_catalog();
  check_golden("report/models_show.txt", models_text(catalog, all_of(catalog), {}, {80, false}));
  check_golden("report/models_show.json", models_json(catalog, {catalog.find("acme/cast-1")}, {}));
}

TEST_CASE("model_figures: all that the built-in rows give evidence for is shown, with it") {
  SourceMap sources;
  Diagnostics diags;
  const Catalog catalog = Catalog::load({}, sources, diags);
  for (const Model& model : catalog.all()) {
    CAPTURE(model.id());
    const std::vector<FigureLine> lines = model_figures(model);
    for (const FigureEvidence& said : model.sources) {
      CAPTURE(said.figure);
      const auto shown = std::find_if(lines.begin(), lines.end(), [&](const FigureLine& line) {
        return line.figure == said.figure;
      });
      REQUIRE(shown != lines.end());
      CHECK(shown->evidence.source == said.evidence.source);
    }
    for (const FigureLine& line : lines) {
      CAPTURE(line.figure);
      CHECK(!line.value.empty());
      CHECK(!line.evidence.source.empty());
    }
    const ProviderFacts& facts = catalog.provider(model.provider);
    for (const FigureLine& line : provider_figures(facts)) {
      CAPTURE(line.figure);
      CHECK(!line.value.empty());
      CHECK(line.evidence.sure.has_value());
    }
  }
}

}  // namespace
}  // namespace reshoot
