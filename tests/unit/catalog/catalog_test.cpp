// SPDX-License-Identifier: Apache-2.0
#include "catalog/catalog.h"

#include <doctest/doctest.h>

#include "base/files.h"

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
  }
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
  REQUIRE(catalog.find("local/paid") != nullptr);
  CHECK(!catalog.find("local/paid")->free());
  CHECK(catalog.find("local/x") == nullptr);
  CHECK(diags.errors() == 2);  // 'longest' and 'source' are missing
  CHECK(sources.at(diags.all().front().labels.front().span) == "models/broken.yaml:2:10");
}

}  // namespace
}  // namespace reshoot
