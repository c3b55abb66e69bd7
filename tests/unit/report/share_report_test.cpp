// SPDX-License-Identifier: Apache-2.0
#include "report/share_report.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace reshoot {
namespace {

constexpr const char* place = "/mnt/team/reshoot";

std::string pushed(const TransferOutcome& outcome) {
  return share_text(ShareDirection::push, place, outcome, {});
}
std::string pulled(const TransferOutcome& outcome) {
  return share_text(ShareDirection::pull, place, outcome, {});
}

}  // namespace

TEST_CASE("share_text: what was done, in words") {
  TransferOutcome outcome;
  CHECK(pushed(outcome) == "nothing was pushed to /mnt/team/reshoot\n");
  outcome.already = 1;
  CHECK(pushed(outcome) == "nothing was pushed to /mnt/team/reshoot; 1 take was there already\n");
  outcome.moved = 12;
  outcome.bytes = 340'000'000;
  outcome.already = 30;
  CHECK(pushed(outcome) ==
        "pushed 12 takes (340.0 MB) to /mnt/team/reshoot; 30 takes were there already\n");
  outcome.already = 0;
  outcome.absent = 2;
  outcome.adopted = 10;
  outcome.without_record = 1;
  CHECK(pulled(outcome) ==
        "pulled 12 takes (340.0 MB) from /mnt/team/reshoot; 2 takes neither here nor there\n"
        "10 takes new to the ledger\n"
        "1 take without a record: the next build takes the bytes in\n");
}

TEST_CASE("share_text: what failed, and a stop") {
  TransferOutcome outcome;
  outcome.failures = {{"welcome", {ErrorKind::corrupt, "damaged \x1b[2J", "push it again"}}};
  outcome.stopped = Error{ErrorKind::cancelled, "stopped", ""};
  CHECK(pulled(outcome) ==
        "failed: welcome: damaged \\x1b[2J\n"
        "  = help: push it again\n"
        "nothing was pulled from /mnt/team/reshoot; 1 take failed\n"
        "stopped: files that are complete are kept; the same command goes on from there\n");
  outcome.failures.assign(25, outcome.failures[0]);
  CHECK(pulled(outcome).find("and 5 more failed\n") != std::string::npos);
}

TEST_CASE("share_json: all of it") {
  TransferOutcome outcome;
  outcome.moved = 2;
  outcome.bytes = 24;
  outcome.already = 1;
  outcome.adopted = 2;
  outcome.failures = {{"welcome", {ErrorKind::corrupt, "damaged", "push it again"}}};
  const auto pull = nlohmann::json::parse(share_json(ShareDirection::pull, place, outcome));
  CHECK(pull["schema_version"] == 1);
  CHECK(pull["remote"] == place);
  CHECK(pull["pulled"] == 2);
  CHECK(pull["bytes"] == 24);
  CHECK(pull["already"] == 1);
  CHECK(pull["adopted"] == 2);
  CHECK(pull["failures"][0]["take"] == "welcome");
  CHECK(pull["failures"][0]["help"] == "push it again");
  CHECK(pull["stopped"].is_null());
  const auto push = nlohmann::json::parse(share_json(ShareDirection::push, place, outcome));
  CHECK(push["pushed"] == 2);
  CHECK_FALSE(push.contains("adopted"));
}

}  // namespace reshoot
