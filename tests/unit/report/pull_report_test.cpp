// SPDX-License-Identifier: Apache-2.0
#include "report/pull_report.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace reshoot {
namespace {

IdentityModel model_of(const char* id, IdentityRole role) {
  IdentityModel model;
  model.id = id;
  model.role = role;
  model.file.licence = "MIT";
  model.file.result_bytes = 7;
  return model;
}

TEST_CASE("pull: what became of each model") {
  const IdentityModel face = model_of("faces", IdentityRole::face_detector);
  const IdentityModel voice = model_of("voices", IdentityRole::speaker_embedding);
  const std::vector<PulledModel> both{
      {&face, PullState::downloaded, "/m/a.onnx", std::nullopt},
      {&voice, PullState::failed, "",
       Error{ErrorKind::transient, "no connection", "try again later"}}};
  CHECK(pull_text(both, "/m", {}) ==
        "faces   face_detector      downloaded  MIT\n"
        "voices  speaker_embedding  failed      MIT\n"
        "  no connection; try again later\n"
        "1 model in /m; 1 failed\n");
  CHECK(pull_text({both[0]}, "/m", {}) ==
        "faces  face_detector  downloaded  MIT\n"
        "1 model in /m\n");
  const auto json = nlohmann::json::parse(pull_json(both, "/m"));
  CHECK(json["schema_version"] == 1);
  CHECK(json["folder"] == "/m");
  CHECK(json["models"][0]["state"] == "downloaded");
  CHECK(json["models"][0]["file"] == "/m/a.onnx");
  CHECK(!json["models"][0].contains("error"));
  CHECK(json["models"][1]["error"]["help"] == "try again later");
}

TEST_CASE("name_of: states of a pull") {
  CHECK(name_of(PullState::already) == "already");
  CHECK(name_of(PullState::downloaded) == "downloaded");
  CHECK(name_of(PullState::taken) == "taken");
  CHECK(name_of(PullState::failed) == "failed");
}

}  // namespace
}  // namespace reshoot
