// SPDX-License-Identifier: Apache-2.0
#include "report/open_takes.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "sample.h"
#include "support/golden.h"

namespace reshoot {
namespace {

OpenTake open(std::string clip, TakeState state, bool expires = false) {
  OpenTake one;
  one.clip = std::move(clip);
  one.job.take.number = 1;
  one.job.take.uuid = "6f1c2a7e-0b1d-4c3e-9f00-1234567890ab";
  one.job.take.state = state;
  one.job.take.reserved = Money{600'000};
  one.job.provider = "gmi";
  one.job.job = state == TakeState::in_doubt || state == TakeState::intent ? "" : "j-1";
  one.job.sent = Wall{1'700'000'000'000'000'000};
  if (expires) {
    one.job.expires = Wall{1'700'086'400'000'000'000};
  }
  return one;
}

}  // namespace

TEST_CASE("open_takes_text: out and in doubt apart") {
  std::vector<OpenTake> takes{open("welcome", TakeState::submitted),
                              open("product", TakeState::succeeded, true),
                              open("outro", TakeState::succeeded), open("demo", TakeState::intent),
                              open("credits", TakeState::in_doubt)};
  takes.back().job.take.note = "no answer \x1b[2J";
  takes[2].job.take.reserved = Money{};
  check_golden("report/open_takes.txt", open_takes_text(takes, {100, false}));
  const auto json = open_takes_json(takes);
  REQUIRE(json.size() == 5);
  CHECK(json[0]["job"] == "j-1");
  CHECK(json[1]["expires"] == "2023-11-15T22:13:20Z");
  CHECK(json[4]["state"] == "in_doubt");
  CHECK(json[4]["job"].is_null());
  CHECK(open_takes_text({}, {}).empty());
  CHECK(open_takes_text({takes[0]}, {}).find("resolve") == std::string::npos);
}

}  // namespace reshoot
