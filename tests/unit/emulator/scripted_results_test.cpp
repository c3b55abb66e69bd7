// SPDX-License-Identifier: Apache-2.0
#include "emulator/server/scripted_results.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "emulator/server/result_files.h"

namespace reshoot::emulator {
namespace {

using Json = nlohmann::json;

struct Desk {
  Settings settings = usual_settings();
  Ids ids{1};
  JobDesk jobs{settings, ids};
  TempDirectory folder = *TempDirectory::create(std::filesystem::temp_directory_path(), "results");
  ScriptedResults results{[](const Job& job) { return "other result of " + job.sent; }};

  std::string file(const std::string& bytes) const {
    const std::filesystem::path path = folder.path() / bytes;
    REQUIRE(write_file_atomically(path, bytes));
    return path.string();
  }
  std::string shoot(const std::string& sent) {
    NewJob order;
    order.provider = order.account = "gmi";
    order.sent = sent;
    const Job& job = jobs.accept(order, settings.gmi, FaultDraw{}, Wall{});
    return job.id;
  }
  [[nodiscard]] std::string result(const std::string& id) const {
    return results.result_of(*jobs.find(id), jobs);
  }
};

TEST_CASE(
    "scripted results: the n-th job that asks for it has the n-th file, in order of submits") {
  Desk desk;
  REQUIRE(desk.results.read({{{"holds", "desk"}, {"files", {desk.file("a"), desk.file("b")}}},
                             {{"holds", "a"}, {"files", {desk.file("c")}}, {"exact", true}}}));
  const std::string first = desk.shoot("a desk");
  const std::string chair = desk.shoot("a chair");
  const std::string second = desk.shoot("the desk again");
  const std::string third = desk.shoot("desk");
  const std::string other = desk.shoot("XYZ");
  CHECK(desk.result(third) == marked("b", *desk.jobs.find(third)));  // asked for in another order
  CHECK(desk.result(first) == marked("a", *desk.jobs.find(first)));
  CHECK(desk.result(second) == marked("b", *desk.jobs.find(second)));
  CHECK(desk.result(second) != desk.result(third));
  CHECK(desk.result(chair) == "c");
  CHECK(desk.result(other) == "other result of XYZ");
  REQUIRE(desk.results.read(Json::array()));
  CHECK(desk.result(first) == "other result of a desk");
}

TEST_CASE("scripted results: wrong rules change nothing") {
  Desk desk;
  REQUIRE(desk.results.read({{{"holds", "desk"}, {"files", {desk.file("a")}}, {"exact", true}}}));
  const std::string job = desk.shoot("desk");
  const std::string a = desk.file("a");
  const std::vector<std::pair<Json, ErrorKind>> rows{
      {Json(3), ErrorKind::usage},
      {Json::object(), ErrorKind::usage},
      {Json{3}, ErrorKind::usage},
      {Json{{{"holds", "x"}}}, ErrorKind::usage},
      {Json{{{"files", {a}}}}, ErrorKind::usage},
      {Json{{{"holds", ""}, {"files", {a}}}}, ErrorKind::usage},
      {Json{{{"holds", "x"}, {"files", Json::array()}}}, ErrorKind::usage},
      {Json{{{"holds", "x"}, {"files", {a}}, {"exact", 1}}}, ErrorKind::usage},
      {Json{{{"holds", "x"}, {"files", {a}}, {"exakt", true}}}, ErrorKind::usage},
      {Json{{{"holds", "x"}, {"files", {a + "missing"}}}}, ErrorKind::environment},
  };
  for (const auto& row : rows) {
    CAPTURE(row.first.dump());
    const Result<void> read = desk.results.read(row.first);
    REQUIRE(!read);
    CHECK(read.error().kind == row.second);
    CHECK(desk.result(job) == "a");
  }
}

}  // namespace
}  // namespace reshoot::emulator
