// SPDX-License-Identifier: Apache-2.0
#include "report/identity_shelf.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "catalog/identity_catalog.h"
#include "support/golden.h"

namespace reshoot {
namespace {

/// One that is used and here, one that is used and missing, one that is damaged, one's own.
struct Shelf {
  IdentityCatalog catalog{{}};
  std::vector<ShelvedModel> models;

  Shelf() {
    SourceMap sources;
    Diagnostics diags;
    catalog = IdentityCatalog::load({}, sources, diags);
    std::vector<IdentityModel> all = catalog.all();
    IdentityModel own = *catalog.find("mobilenetv2-coral");
    own.id = "ours\x1b[31m";
    own.built_in = false;
    own.row = "identity/ours.yaml";
    all.push_back(own);
    catalog = IdentityCatalog(all);
    add("yunet-2022mar", true, Shelved::here);
    add("mobilefacenet-foamliu", true, Shelved::missing);
    add("speaker-bilstm-wq2012", false, Shelved::damaged);
    add("ours\x1b[31m", false, Shelved::missing);
  }

 private:
  void add(const char* id, bool used, Shelved state) {
    models.push_back({catalog.find(id), used, state, "/models/" + std::to_string(models.size())});
  }
};

TEST_CASE("identity models: a line each, and what to do where one is missing") {
  Shelf shelf;
  check_golden("report/identity_list.txt", identity_list_text(shelf.models, {120, false}));
  CHECK(identity_list_text({}, {}).empty());
  shelf.models.erase(shelf.models.begin() + 1);
  CHECK(identity_list_text(shelf.models, {}).find("models pull") == std::string::npos);
}

TEST_CASE("identity models: all that a row says, with its thresholds") {
  const Shelf shelf;
  check_golden("report/identity_show.txt", identity_text(shelf.models, {80, false}));
}

TEST_CASE("identity models: as JSON") {
  const Shelf shelf;
  const auto list = identity_list_json(shelf.models);
  REQUIRE(list.size() == 4);
  CHECK(list[0]["state"] == "installed");
  CHECK(list[0]["used"] == true);
  CHECK(list[1]["state"] == "missing");
  CHECK(list[2]["state"] == "damaged");
  CHECK(list[3]["built_in"] == false);
  CHECK(list[3]["row"] == "identity/ours.yaml");
  const auto shown = identity_json(shelf.models);
  CHECK(shown[0]["thresholds"].empty());
  CHECK(shown[0]["edit"] == "none");
  CHECK(shown[1]["thresholds"]["normal"]["pass_median"] == 0.55);
  CHECK(shown[1]["thresholds"]["strict"].size() == 12);
  CHECK(shown[1]["result_bytes"] == 3985728);
  CHECK(shown[2]["thresholds"]["loose"]["voice_fail"] == 0.35);
  CHECK(shown[2]["edit"] == "torch_zip");
  CHECK(shown[3]["url"] == "");
}

}  // namespace
}  // namespace reshoot
