// SPDX-License-Identifier: Apache-2.0
#pragma once
// A workspace in a temporary folder, and whole builds in it with a FakeRunner.

#include <doctest/doctest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "execute/engine.h"
#include "graph/expand.h"
#include "graph/targets.h"
#include "plan/plan.h"
#include "store/lock_edit.h"
#include "store/lock_io.h"
#include "store/store.h"
#include "support/fake_runner.h"
#include "support/sample_campaign.h"

namespace reshoot::test {

/// Counts events.
struct CountingObserver final : Observer {
  std::vector<std::string> failed;
  int started = 0, finished = 0, stopping = 0, sent = 0, accounts_stopped = 0;
  std::vector<StrayTake> strays;
  std::vector<TakeFellShort> fell_short;
  std::function<void(const BuildEvent&)> meanwhile;  ///< called at each event
  void on(const BuildEvent& event, Steady) override {
    if (meanwhile) {
      meanwhile(event);
    }
    if (std::holds_alternative<StepStarted>(event)) {
      ++started;
    } else if (const auto* f = std::get_if<StepFailed>(&event)) {
      failed.push_back(f->error.message);
    } else if (const auto* stray = std::get_if<StrayTake>(&event)) {
      strays.push_back(*stray);
    } else if (const auto* fell = std::get_if<TakeFellShort>(&event)) {
      fell_short.push_back(*fell);
    } else if (std::holds_alternative<TakeSent>(event)) {
      ++sent;
    } else if (std::holds_alternative<AccountStopped>(event)) {
      ++accounts_stopped;
    } else if (std::holds_alternative<BuildStopping>(event)) {
      ++stopping;
    } else if (std::holds_alternative<BuildFinished>(event)) {
      ++finished;
    }
  }
  std::optional<Millis> tick() const override { return std::nullopt; }
};

inline const Clock& real_time() {
  static const SystemClock clock;
  return clock;
}

struct TestBuild {
  TempDirectory workspace;
  const Clock& clock;
  Catalog catalog{{animatic_row(), paid_row()}};
  PretendDigests digests;
  FakeRunner runner;
  CountingObserver observer;
  EngineOptions options;

  std::function<void()> interrupt;  ///< Ctrl-C, while a build runs
  /// Called between what is known and the plan; may be empty. Where it fails, nothing is built.
  std::function<Result<void>(const Graph&, const Campaign&, Store&, Facts&, const Cancel&)>
      before_plan;

  TestBuild() : TestBuild(real_time(), std::filesystem::temp_directory_path()) {}
  TestBuild(const Clock& time, const std::filesystem::path& place)
      : workspace(*TempDirectory::create(place, "reshoot-test")), clock(time) {
    options.workspace = workspace.path();
    options.jobs = 2;
    options.lock_file = workspace.path() / "campaign.lock";
  }

  Store open() const {
    Result<Store> store =
        Store::open(workspace.path() / "cache", Ledger::Access::read_write, clock);
    REQUIRE_MESSAGE(store, (store ? std::string() : store.error().message));
    return *std::move(store);
  }

  /// Ledger, store and lock as they are.
  Facts facts(const Store& store, const Campaign& campaign) const {
    Result<Facts> known = load_facts(store.ledger, store.blobs, campaign.name);
    REQUIRE(known);
    Result<Lock> lock = reload_lock(options.lock_file);
    REQUIRE(lock);
    known->lock = LockPins(*std::move(lock));
    find_gone(campaign, *known);
    return *std::move(known);
  }

  Graph graph(const Campaign& campaign) {
    Diagnostics diags;
    std::optional<Graph> made =
        expand(campaign, catalog, digests, {options.draft, {"tools 1", "tools 1"}}, diags);
    REQUIRE(made);
    return *std::move(made);
  }

  Plan plan(const Campaign& campaign, const Graph& made, const Facts& known) const {
    const auto wanted = wanted_steps(made, campaign, {});
    REQUIRE(wanted);
    return make_plan(made, campaign, *wanted, known, planning(campaign));
  }

  PlanOptions planning(const Campaign& campaign) const {
    return {options.draft, options.locked, campaign.budget.max_takes};
  }

  Plan plan(const Campaign& campaign) {
    const Store store = open();
    return plan(campaign, graph(campaign), facts(store, campaign));
  }

  BuildOutcome build(const Campaign& campaign, bool interrupted = false) {
    Store store = open();
    const Graph made = graph(campaign);
    Facts known = facts(store, campaign);
    Inbox inbox;
    Cancel cancel;
    interrupt = [&] {
      inbox.post(Interrupted{});
      cancel.request();
    };
    if (interrupted) {
      interrupt();
    }
    if (before_plan) {
      if (const Result<void> ready = before_plan(made, campaign, store, known, cancel); !ready) {
        BuildOutcome outcome;
        outcome.stopped = ready.error();
        return outcome;
      }
    }
    const Plan decided = plan(campaign, made, known);
    return run_build(made, campaign, decided, std::move(known), store, runner, observer, clock,
                     inbox, cancel, options);
  }

  /// As `reshoot retake`: a request, and the lock lets go of the clip.
  void retake(const std::string& clip, const Digest& key, const std::string& reason = {}) const {
    REQUIRE(open().ledger.request_retake("sample", {0, clip, key, reason}));
    LockReading lock;
    lock.lock = *reload_lock(options.lock_file);
    drop_block(lock, clip);
    REQUIRE(save_lock(options.lock_file, lock));
  }

  /// As `reshoot take use`.
  void use(const std::string& clip, const Take& take) const {
    REQUIRE(
        open().ledger.select("sample", {clip, take.clip_key, take.uuid, true, "", clock.wall()}));
    LockReading lock;
    lock.lock = *reload_lock(options.lock_file);
    set_block(lock, {clip, take.clip_key, *take.blob, take.bytes, take.model, take.seed});
    REQUIRE(save_lock(options.lock_file, lock));
  }

  std::string video(const std::string& name) const {
    const auto text = read_file(workspace.path() / "out" / name, 1U << 24U);
    return text ? *text : "(none)";
  }
};

}  // namespace reshoot::test
