// SPDX-License-Identifier: Apache-2.0
// Takes at an emulated provider that end in an odd way: unanswered, run out, unwanted, gone.

#include <doctest/doctest.h>

#include "store/remote.h"
#include "support/paid_build.h"
#include "support/sample_workflow.h"

using namespace reshoot;
using namespace reshoot::test;
using emulator::FaultKind;
using emulator::Operation;

namespace {

constexpr Money clip_price{500'000};  // five seconds

}  // namespace

TEST_CASE("paid: a submit that nobody answered is in doubt, or is found, and is never sent again") {
  for (const FaultKind kind : {FaultKind::no_answer_before, FaultKind::no_answer_after}) {
    PaidBuild t;
    t.go_wrong(kind, {1});
    const Campaign campaign = t.campaign(1);
    t.shoot(campaign);
    CHECK(t.cloud.calls(Operation::submit) == 1);
    const bool found = kind == FaultKind::no_answer_after;
    CHECK(states_of(t.takes()) == (found ? "fetched" : "in_doubt"));
    CHECK(t.money().in_doubt == (found ? Money{} : clip_price));
    t.shoot(campaign);
    CHECK(t.cloud.calls(Operation::submit) == 1);
  }
}

TEST_CASE("paid: a result that ran out before it came home is lost, and its bill is settled") {
  PaidBuild t;
  const Campaign campaign = t.campaign(1, "dashscope/wan2.7-r2v");
  t.runner.is_clip = [](const std::string&) { return false; };
  t.shoot(campaign);
  REQUIRE(states_of(t.takes()) == "succeeded");
  t.runner.is_clip = {};
  t.time.advance(std::chrono::hours{25});
  CHECK(t.shoot(campaign).failures.size() == 1);
  CHECK(states_of(t.takes()) == "lost");
  CHECK(t.takes()[0].estimated);
  CHECK(t.plan(campaign).decisions[0].kind == DecisionKind::lost);
  CHECK(t.jobs() == 1);
  t.check_settled();
}

TEST_CASE("paid: the remote is asked before a take is paid for") {
  const auto folder = TempDirectory::create(std::filesystem::temp_directory_path(), "reshoot-far");
  REQUIRE(folder);
  const auto remote = [&] {
    Result<std::unique_ptr<Remote>> opened = open_folder_remote(folder->path());
    REQUIRE(opened);
    return SharedTakes(*std::move(opened));
  };
  PaidBuild first;
  const SharedTakes shared = remote();
  first.options.remote = &shared;
  CHECK(first.shoot(first.campaign(1)).finished.end == BuildEnd::done);
  PaidBuild second;  // its plan has not looked
  second.options.remote = &shared;
  const BuildOutcome outcome = second.shoot(second.campaign(1));
  CHECK(outcome.notes.size() == 1);
  CHECK(outcome.failures.empty());
  CHECK(second.jobs() == 0);
  CHECK(second.takes().empty());
}

TEST_CASE("paid: bytes of a provider's free clip that are gone are made again, once") {
  PaidBuild t;
  Model own = cloud_row("comfyui", "own");
  own.per_second = Money{};
  own.workflow = sample_workflow();
  t.catalog = Catalog({animatic_row(), own});
  t.accounts["comfyui"] = t.account("comfyui");
  Campaign campaign = t.campaign(1, "own");
  campaign.scenes[0].cast[0].references.resize(1);
  REQUIRE(t.shoot(campaign).finished.end == BuildEnd::done);
  {
    const Store store = t.open();
    const std::vector<Take> takes = *store.ledger.takes();
    REQUIRE(takes.size() == 1);
    std::filesystem::remove(store.blobs.path_of(*takes[0].blob));
  }
  campaign.videos[0].size.value = {640, 360};  // the clip is needed
  const BuildOutcome outcome = t.shoot(campaign);
  CHECK_MESSAGE(outcome.finished.end == BuildEnd::done,
                (outcome.stopped ? outcome.stopped->message : std::string()));
  CHECK(t.jobs() == 2);
  CHECK(states_of(t.takes()) == "lost fetched");
  CHECK_FALSE(t.plan(campaign).has_work());
  CHECK(t.shoot(campaign).finished.generate.run == 0);
  CHECK(t.jobs() == 2);
}

TEST_CASE("paid: what was uploaded of a file that was changing is not found again") {
  PaidBuild t;
  const Campaign campaign = t.campaign(1);
  const auto file = t.picture_of("maya-front.png");
  const std::string before = *read_file(file, 1U << 20U);
  t.observer.meanwhile = [&](const BuildEvent& event) {
    if (std::holds_alternative<StepStarted>(event)) {
      REQUIRE(write_file_atomically(file, "another picture"));
    }
  };
  CHECK(t.shoot(campaign).failures.size() == 1);
  t.observer.meanwhile = {};
  CHECK(t.jobs() == 0);
  const std::uint64_t uploads = t.cloud.calls(Operation::upload);
  REQUIRE(uploads == 2);
  REQUIRE(write_file_atomically(file, before));
  CHECK(t.shoot(campaign).finished.end == BuildEnd::done);
  CHECK(t.cloud.calls(Operation::upload) == uploads + 1);
  t.check_settled();
}

TEST_CASE("paid: a job that nobody wants any more and that failed without a bill fails no build") {
  for (const FaultKind kind : {FaultKind::refuse_later, FaultKind::fail_later}) {
    PaidBuild t;
    t.go_wrong(kind, {1});
    Campaign campaign = t.campaign(1);
    t.observer.meanwhile = [&](const BuildEvent& event) {
      if (std::holds_alternative<TakeSent>(event)) {
        t.interrupt();
      }
    };
    t.shoot(campaign);
    t.observer.meanwhile = {};
    campaign.scenes[0].says[0].text = "something else";
    const BuildOutcome outcome = t.shoot(campaign);
    CHECK(outcome.finished.end == BuildEnd::done);
    CHECK(outcome.failures.empty());
    REQUIRE(t.observer.strays.size() == 1);
    CHECK(t.observer.strays[0].error);
    t.check_settled();
  }
}
