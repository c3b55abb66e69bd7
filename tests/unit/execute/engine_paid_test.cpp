// SPDX-License-Identifier: Apache-2.0
// Whole builds at an emulated provider: what is sent, what comes home, what it costs, and what
// trouble leaves.

#include <doctest/doctest.h>

#include <algorithm>
#include <utility>

#include "support/paid_build.h"

using namespace reshoot;
using namespace reshoot::test;
using emulator::FaultKind;
using emulator::Operation;

namespace {

constexpr std::int64_t clip_micros = 500'000;  // five seconds

Digest key_of_clip(PaidBuild& t, const Campaign& campaign, std::size_t clip) {
  return std::get<GenerateStep>(t.graph(campaign).steps[clip].what).key;
}

}  // namespace

TEST_CASE("paid: each clip is shot once, each input uploaded once, and a second build is free") {
  for (const bool threads : {false, true}) {
    CAPTURE(threads);
    PaidBuild t;
    t.options.threads = threads;
    const Campaign campaign = t.campaign(6);
    const BuildOutcome first = t.shoot(campaign);
    CHECK(first.finished.end == BuildEnd::done);
    CHECK(first.finished.generate.run == 6);
    CHECK(first.finished.published == 1);
    CHECK(first.finished.spent == Money{6 * clip_micros});
    CHECK(t.observer.sent == 6);
    CHECK(t.jobs() == 6);
    CHECK(t.cloud.objects().stored() == 4);  // two pictures of two characters
    CHECK(t.video("sample/launch.mp4").find("ftypisom") != std::string::npos);
    t.check_settled();
    const BuildOutcome second = t.shoot(campaign);
    CHECK(second.finished.generate.hit == 6);
    CHECK(second.finished.spent == Money{});
    CHECK(t.jobs() == 6);
  }
}

TEST_CASE("paid: the bytes of each take are those of its own job") {
  PaidBuild t;
  t.shoot(t.campaign(3));
  Store store = t.open();
  const std::vector<Take> takes = *store.ledger.takes();
  REQUIRE(takes.size() == 3);
  for (const Take& take : takes) {
    const auto job = store.ledger.job_of(take.id);
    REQUIRE(job);
    const auto bytes = read_file(store.blobs.path_of(*take.blob), 1U << 20U);
    REQUIRE(bytes);
    CHECK(*bytes == emulator::fake_result(*t.cloud.jobs().find(*job)));
  }
}

TEST_CASE("paid: inputs that lie at the provider are not uploaded for a later build") {
  PaidBuild t;
  Campaign campaign = t.campaign(2);
  t.shoot(campaign);
  const std::uint64_t uploads = t.cloud.calls(Operation::upload);
  campaign.scenes[0].says[0].text = "something else";
  CHECK(t.shoot(campaign).finished.generate.run == 1);
  CHECK(t.cloud.calls(Operation::upload) == uploads);
  t.check_settled();
}

TEST_CASE("paid: a job that fails there without a bill is tried three times in a run") {
  struct Row {
    std::vector<std::uint64_t> failing;
    const char* states;
    BuildEnd end;
  };
  const std::vector<Row> rows{
      {{1}, "failed fetched", BuildEnd::done},
      {{1, 2}, "failed failed fetched", BuildEnd::done},
      {{1, 2, 3}, "failed failed failed", BuildEnd::failed},
  };
  for (const Row& row : rows) {
    PaidBuild t;
    t.go_wrong(FaultKind::rate_limit_later, row.failing);
    const BuildOutcome outcome = t.shoot(t.campaign(1));
    CHECK(outcome.finished.end == row.end);
    CHECK(outcome.failures.size() == (row.end == BuildEnd::done ? 0 : 1));
    const std::vector<Take> takes = t.takes();
    CHECK(states_of(takes) == row.states);
    for (std::size_t i = 0; i < takes.size(); ++i) {
      CHECK(takes[i].seed == seed_of(takes[i].clip_key, {}, static_cast<int>(i) + 1));
    }
    t.check_settled();
  }
}

TEST_CASE("paid: refused content is not tried again in that run, and costs nothing") {
  for (const FaultKind kind : {FaultKind::refuse_content, FaultKind::refuse_later}) {
    PaidBuild t;
    t.go_wrong(kind, {1});
    const BuildOutcome outcome = t.shoot(t.campaign(1));
    REQUIRE(outcome.failures.size() == 1);
    CHECK(outcome.failures[0].kind == ErrorKind::refused_content);
    CHECK(states_of(t.takes()) == "refused");
    CHECK(t.cloud.calls(Operation::submit) == 1);
    t.check_settled();
  }
}

TEST_CASE("paid: after a failure only what has been sent comes home, unless told to keep going") {
  for (const bool keep_going : {false, true}) {
    PaidBuild t;
    t.options.keep_going = keep_going;
    t.limits["gmi"].at_once = 2;
    t.cloud.settings().gmi.latency_of["wan2.7-t2v"] = Millis{10'000};
    Campaign campaign = t.campaign(5);
    campaign.scenes[0].model.value = t.catalog.find("gmi/wan2.7-t2v");  // the first one to end
    campaign.scenes[0].cast.clear();
    campaign.scenes[0].says.clear();
    campaign.scenes[0].prompt.value = {{"A bright desk.", {}}};
    t.go_wrong(FaultKind::refuse_later, {1});
    const BuildOutcome outcome = t.shoot(campaign);
    CHECK(outcome.failures.size() == 1);
    CHECK(outcome.finished.generate.failed == 1);
    CHECK(outcome.finished.generate.run == (keep_going ? 4 : 1));
    CHECK(outcome.finished.generate.not_started == (keep_going ? 0 : 3));
    CHECK(outcome.finished.cut.run == 0);
    CHECK(t.jobs() == (keep_going ? 5 : 2));
    t.check_books();
    t.cloud.set_faults({});
    // As it is, the refused one waits for a person; the others are shot.
    CHECK(t.plan(campaign).decisions[0].kind == DecisionKind::held);
    t.shoot(campaign);
    CHECK(t.jobs() == 5);
    t.retake(campaign.scenes[0].name, *t.plan(campaign).decisions[0].key);
    CHECK(t.shoot(campaign).finished.end == BuildEnd::done);
    t.check_settled();
    CHECK(t.money().spent == Money{5 * clip_micros});
  }
}

TEST_CASE("paid: bytes that are no clip are brought again, three times, and never paid again") {
  for (const ErrorKind kind : {ErrorKind::corrupt, ErrorKind::transient}) {
    PaidBuild t;
    int looks = 0;
    t.runner.is_clip = [&](const std::string&) { return ++looks > 2; };
    t.runner.no_clip = kind;
    CHECK(t.shoot(t.campaign(1)).finished.end == BuildEnd::done);
    CHECK(t.cloud.calls(Operation::download) == 3);
    CHECK(t.jobs() == 1);
    t.check_settled();
  }
}

TEST_CASE("paid: a result that stays no clip leaves its take open for the next build") {
  for (const ErrorKind kind : {ErrorKind::corrupt, ErrorKind::transient}) {
    PaidBuild t;
    t.runner.is_clip = [](const std::string&) { return false; };
    t.runner.no_clip = kind;
    const BuildOutcome outcome = t.shoot(t.campaign(1));
    REQUIRE(outcome.failures.size() == 1);
    CHECK(outcome.failures[0].kind == ErrorKind::transient);
    const bool says_so = outcome.failures[0].message.find("is no clip: ") != std::string::npos;
    CHECK(says_so == (kind == ErrorKind::corrupt));
    CHECK(t.cloud.calls(Operation::download) == 3);
    CHECK(states_of(t.takes()) == "succeeded");
    CHECK(t.money().reserved == Money{clip_micros});
    t.runner.is_clip = {};
    CHECK(t.shoot(t.campaign(1)).finished.end == BuildEnd::done);
    CHECK(t.jobs() == 1);
    t.check_settled();
  }
}

TEST_CASE("paid: a refused account stops the run with one error, and the next one goes on") {
  PaidBuild t;
  t.accounts["gmi"].key = Secret("wrong");
  t.options.keep_going = true;
  const BuildOutcome outcome = t.shoot(t.campaign(4));
  REQUIRE(outcome.failures.size() == 1);
  CHECK(outcome.failures[0].kind == ErrorKind::refused_auth);
  CHECK(t.observer.accounts_stopped == 1);
  CHECK(t.jobs() == 0);
  t.accounts["gmi"] = t.account("gmi");
  CHECK(t.shoot(t.campaign(4)).finished.end == BuildEnd::done);
  CHECK(t.jobs() == 4);
  t.check_settled();
}

TEST_CASE("paid: a host that nobody can reach is told once, and nothing is lost") {
  PaidBuild t;
  t.limits["gmi"].at_once = 20;
  emulator::FaultRule rule;
  rule.kind = FaultKind::no_connection;
  rule.at = Operation::submit;
  rule.probability = 1;
  t.cloud.set_faults({1, {rule}});
  const BuildOutcome outcome = t.shoot(t.campaign(20));
  REQUIRE(outcome.failures.size() == 1);
  CHECK(t.observer.accounts_stopped == 1);
  CHECK(t.jobs() == 0);
  t.cloud.set_faults({});
  CHECK(t.shoot(t.campaign(20)).finished.end == BuildEnd::done);
  CHECK(t.jobs() == 20);
  t.check_settled();
}

TEST_CASE("paid: Ctrl-C leaves jobs out, and the next build waits for them") {
  PaidBuild t;
  t.limits["gmi"].at_once = 2;
  const Campaign campaign = t.campaign(4);
  t.observer.meanwhile = [&](const BuildEvent& event) {
    if (std::holds_alternative<TakeSent>(event) && t.observer.sent == 1) {
      t.interrupt();
    }
  };
  CHECK(t.shoot(campaign).finished.end == BuildEnd::interrupted);
  t.observer.meanwhile = {};
  const std::vector<Take> left = t.takes();
  const auto count = [&](TakeState state) {
    return std::count_if(left.begin(), left.end(),
                         [&](const Take& take) { return take.state == state; });
  };
  CHECK(count(TakeState::submitted) == 2);
  CHECK(count(TakeState::reserved) == 2);
  CHECK(t.plan(campaign).count(DecisionKind::resume) == 2);
  CHECK(t.shoot(campaign).finished.end == BuildEnd::done);
  CHECK(states_of(t.takes()) == "fetched fetched fetched fetched");
  CHECK(t.jobs() == 4);
  t.check_settled();
}

TEST_CASE("paid: a Ctrl-C that came first sends nothing") {
  PaidBuild t;
  CHECK(t.shoot(t.campaign(3), true).finished.end == BuildEnd::interrupted);
  CHECK(t.takes().empty());
  CHECK(t.cloud.calls(Operation::submit) == 0);
  CHECK(t.cloud.calls(Operation::upload) == 0);
}

TEST_CASE("paid: the take of a scene that was edited meanwhile is kept for its own key") {
  PaidBuild t;
  const Campaign before = t.campaign(2);
  t.observer.meanwhile = [&](const BuildEvent& event) {
    if (std::holds_alternative<TakeSent>(event) && t.observer.sent == 1) {
      t.interrupt();
    }
  };
  t.shoot(before);
  t.observer.meanwhile = {};
  REQUIRE(states_of(t.takes()) == "submitted submitted");
  Campaign edited = before;
  edited.scenes[0].says[0].text = "something else";
  const BuildOutcome outcome = t.shoot(edited);
  CHECK(outcome.finished.end == BuildEnd::done);
  CHECK(outcome.finished.spent == Money{3 * clip_micros});
  REQUIRE(t.observer.strays.size() == 1);
  CHECK(t.observer.strays[0].clip == "scene_0");
  CHECK_FALSE(t.observer.strays[0].error);
  CHECK(states_of(t.takes()) == "fetched fetched fetched");
  t.check_settled();
  CHECK(t.shoot(before).finished.generate.hit == 2);  // taken back: it is there
  CHECK(t.jobs() == 3);
}

TEST_CASE("paid: a take that was reserved for what is not wanted any more gives its money back") {
  PaidBuild t;
  t.limits["gmi"].at_once = 1;
  const Campaign before = t.campaign(2);
  t.observer.meanwhile = [&](const BuildEvent& event) {
    if (std::holds_alternative<TakeSent>(event)) {
      t.interrupt();
    }
  };
  t.shoot(before);
  t.observer.meanwhile = {};
  REQUIRE(states_of(t.takes()) == "submitted reserved");
  Campaign edited = before;
  edited.scenes[1].says[0].text = "something else";
  CHECK(t.shoot(edited).finished.end == BuildEnd::done);
  CHECK(states_of(t.takes()) == "fetched failed fetched");
  t.check_settled();
}

TEST_CASE("paid: clips of equal key are paid once") {
  PaidBuild t;
  Campaign campaign = t.campaign(2);
  campaign.scenes[1] = campaign.scenes[0];
  campaign.scenes[1].name = "twin";
  const BuildOutcome outcome = t.shoot(campaign);
  CHECK(outcome.finished.end == BuildEnd::done);
  CHECK(t.jobs() == 1);
  t.check_settled();
}

TEST_CASE("paid: a take that turned up meanwhile withdraws the shot that was not sent yet") {
  PaidBuild t;
  t.limits["gmi"].at_once = 1;
  const Campaign campaign = t.campaign(2);
  const Digest key = key_of_clip(t, campaign, 1);
  t.observer.meanwhile = [&](const BuildEvent& event) {
    if (std::holds_alternative<TakeSent>(event)) {
      Store other = t.open();
      const auto file = t.workspace.path() / "elsewhere";
      REQUIRE(write_file_atomically(file, "made by somebody else"));
      const Blob blob = *other.blobs.put(file);
      TakeRecord record;
      record.uuid = "6b1b36cb-0bd2-4a36-a5a6-9d7d5f4d9b10";
      record.clip_key = key;
      record.model = "gmi/wan2.7-r2v";
      record.campaign = "sample";
      record.blob = blob.digest;
      record.bytes = blob.bytes;
      record.frames = 150;
      const auto adopted = other.ledger.adopt(record);
      REQUIRE_MESSAGE(adopted, (adopted ? std::string() : adopted.error().message));
      REQUIRE(other.ledger.select("sample", {"scene_1", key, record.uuid, true, {}, {}}));
    }
  };
  const BuildOutcome outcome = t.shoot(campaign);
  t.observer.meanwhile = {};
  CHECK(outcome.failures.empty());
  CHECK(outcome.notes.size() == 1);
  CHECK(outcome.finished.generate.run == 1);
  CHECK(t.shoot(campaign).finished.end == BuildEnd::done);
  CHECK(t.jobs() == 1);
  CHECK(t.video("sample/launch.mp4").find("made by somebody else") != std::string::npos);
  t.check_settled();
}

TEST_CASE("paid: an input that changed since it was digested is not sent") {
  PaidBuild t;
  t.limits["gmi"].at_once = 1;
  const Campaign campaign = t.campaign(2);
  t.observer.meanwhile = [&](const BuildEvent& event) {
    if (std::holds_alternative<TakeSent>(event)) {
      REQUIRE(write_file_atomically(t.picture_of("leo-front.png"), "another picture"));
    }
  };
  const BuildOutcome outcome = t.shoot(campaign);
  t.observer.meanwhile = {};
  REQUIRE(outcome.failures.size() == 1);
  CHECK(outcome.failures[0].message.find("leo-front.png") != std::string::npos);
  CHECK(t.jobs() == 1);
  t.check_settled();
  CHECK(t.shoot(campaign).finished.end == BuildEnd::done);  // as the file is now
  t.check_settled();
}

TEST_CASE("paid: a retake is one more take with its own seed, and becomes the pin") {
  PaidBuild t;
  const Campaign campaign = t.campaign(1);
  t.shoot(campaign);
  const Digest key = key_of_clip(t, campaign, 0);
  t.retake("scene_0", key);
  CHECK(t.shoot(campaign).finished.generate.run == 1);
  const std::vector<Take> takes = t.takes();
  REQUIRE(takes.size() == 2);
  CHECK(takes[1].seed == seed_of(key, {}, 2));
  CHECK(t.open().ledger.open_retakes("sample")->empty());
  CHECK_FALSE(t.plan(campaign).has_work());
  CHECK(t.jobs() == 2);
  t.check_settled();
}

TEST_CASE("paid: a retake that Ctrl-C left out answers the request when it comes home") {
  PaidBuild t;
  const Campaign campaign = t.campaign(1);
  t.shoot(campaign);
  t.retake("scene_0", key_of_clip(t, campaign, 0));
  t.observer.meanwhile = [&](const BuildEvent& event) {
    if (std::holds_alternative<TakeSent>(event)) {
      t.interrupt();
    }
  };
  t.shoot(campaign);
  t.observer.meanwhile = {};
  CHECK(states_of(t.takes()) == "fetched submitted");
  CHECK(t.shoot(campaign).finished.end == BuildEnd::done);
  CHECK(t.open().ledger.open_retakes("sample")->empty());
  CHECK(t.jobs() == 2);
  t.check_settled();
}

TEST_CASE("paid: a retake that comes home to no clip answers its request: it is paid once") {
  struct Row {
    const char* meanwhile;
    bool edited, of_another, draft;
  };
  for (const Row& row : {Row{"its scene was edited", true, false, false},
                         Row{"another campaign is built", false, true, false},
                         Row{"a draft is built", false, false, true}}) {
    CAPTURE(row.meanwhile);
    PaidBuild t;
    const Campaign campaign = t.campaign(1);
    t.shoot(campaign);
    t.retake("scene_0", key_of_clip(t, campaign, 0));
    t.observer.meanwhile = [&](const BuildEvent& event) {
      if (std::holds_alternative<TakeSent>(event)) {
        t.interrupt();
      }
    };
    t.shoot(campaign);
    t.observer.meanwhile = {};
    REQUIRE(states_of(t.takes()) == "fetched submitted");
    const EngineOptions usual = t.options;
    Campaign between = campaign;
    between.name = row.of_another ? "another" : between.name;
    between.scenes[0].says[0].text = row.draft ? between.scenes[0].says[0].text : "something else";
    t.options.draft = row.draft;
    t.options.lock_file = t.workspace.path() / (row.of_another ? "another.lock" : "campaign.lock");
    CHECK(t.shoot(between).finished.end == BuildEnd::done);
    t.options = usual;
    const std::size_t jobs = t.jobs();
    REQUIRE(t.takes()[1].state == TakeState::fetched);
    CHECK(t.open().ledger.open_retakes("sample")->empty());
    CHECK(t.shoot(campaign).finished.end == BuildEnd::done);
    CHECK(t.jobs() == jobs);
    CHECK(t.plan(campaign).decisions[0].take == t.takes()[1].id);
    CHECK_FALSE(t.plan(campaign).has_work());
  }
}

TEST_CASE("paid: a job is only asked for where it was sent") {
  PaidBuild t;
  const Campaign campaign = t.campaign(1);
  t.observer.meanwhile = [&](const BuildEvent& event) {
    if (std::holds_alternative<TakeSent>(event)) {
      t.interrupt();
    }
  };
  t.shoot(campaign);
  t.observer.meanwhile = {};
  const Account right = std::exchange(t.accounts["gmi"], t.account("dashscope"));
  t.accounts["gmi"].provider = "gmi";
  const std::uint64_t calls = t.cloud.calls(Operation::poll);
  const BuildOutcome outcome = t.shoot(campaign);
  REQUIRE(outcome.failures.size() == 1);
  CHECK(outcome.failures[0].kind == ErrorKind::environment);
  CHECK(states_of(t.takes()) == "submitted");
  CHECK(t.cloud.calls(Operation::poll) == calls);
  t.accounts["gmi"] = right;
  CHECK(t.shoot(campaign).finished.end == BuildEnd::done);
  CHECK(t.jobs() == 1);
  t.check_settled();
}
