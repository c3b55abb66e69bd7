// SPDX-License-Identifier: Apache-2.0
// Whole builds without media: what runs, what is recorded, what a failure or a stop leaves.

#include "execute/engine.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <utility>

#include "support/test_build.h"

using namespace reshoot;
using namespace reshoot::test;

TEST_CASE("engine: a build makes everything once; a second one runs nothing") {
  TestBuild t;
  const Campaign campaign = sample_campaign(t.catalog, 3);
  const BuildOutcome first = t.build(campaign);
  CHECK_MESSAGE(first.finished.end == BuildEnd::done,
                (first.failures.empty() ? std::string() : first.failures[0].message));
  CHECK(first.finished.generate.run == 3);
  CHECK(first.finished.conform.run == 3);
  CHECK(first.finished.cut.run == 1);
  CHECK(first.finished.published == 1);
  const std::string video = t.video("sample/launch.mp4");
  CHECK(video.starts_with("video + segment 1280x720 5 of [clip "));

  t.runner.forget();
  const BuildOutcome second = t.build(campaign);
  CHECK(t.runner.ran().empty());
  CHECK(second.finished.generate.hit == 3);
  CHECK(second.finished.published == 0);
  CHECK(t.video("sample/launch.mp4") == video);
}

TEST_CASE("engine: one edited line shoots one clip, one segment and one cut") {
  TestBuild t;
  Campaign campaign = sample_campaign(t.catalog, 3);
  t.build(campaign);
  campaign.scenes[1].says[0].text = "something else";
  const BuildOutcome outcome = t.build(campaign);
  CHECK(outcome.finished.generate.run == 1);
  CHECK(outcome.finished.generate.hit == 2);
  CHECK(outcome.finished.conform.run == 1);
  CHECK(outcome.finished.cut.run == 1);
}

TEST_CASE("engine: rows of the ledger after a build") {
  TestBuild t;
  const Campaign campaign = sample_campaign(t.catalog, 2);
  t.build(campaign);
  Store store = t.open();
  const auto takes = store.ledger.takes();
  REQUIRE(takes);
  REQUIRE(takes->size() == 2);
  for (const Take& take : *takes) {
    CHECK(take.state == TakeState::fetched);
    CHECK(take.number == 1);
    CHECK(take.seed == seed_of(take.clip_key, {}, 1));
  }
  CHECK(store.ledger.selections("sample")->size() == 2);
  CHECK(store.ledger.step_keys("sample")->size() == 5);
}

TEST_CASE("engine: a deleted finished video is put back without running anything") {
  TestBuild t;
  const Campaign campaign = sample_campaign(t.catalog, 1);
  t.build(campaign);
  const std::string video = t.video("sample/launch.mp4");
  std::filesystem::remove(t.workspace.path() / "out/sample/launch.mp4");
  t.runner.forget();
  CHECK(t.build(campaign).finished.published == 1);
  CHECK(t.runner.ran().empty());
  CHECK(t.video("sample/launch.mp4") == video);
}

TEST_CASE("engine: a failure blocks its video only, and the next build does the rest") {
  TestBuild t;
  t.options.keep_going = true;
  Campaign campaign = sample_campaign(t.catalog, 2);
  campaign.videos[0].scenes = {0};
  Video other = campaign.videos[0];
  other.name = "other";
  other.scenes = {1};
  campaign.videos.push_back(other);
  const Graph graph = t.graph(campaign);
  const auto& clip = std::get<GenerateStep>(graph.steps[0].what);
  t.runner.fail_on(FakeRunner::clip_text(clip.request, seed_of(clip.key, {}, 1)));
  const BuildOutcome outcome = t.build(campaign);
  CHECK(outcome.finished.end == BuildEnd::failed);
  CHECK(outcome.finished.generate.failed == 1);
  CHECK(outcome.finished.cut.blocked == 1);
  CHECK(outcome.finished.cut.run == 1);
  CHECK(t.observer.failed.size() == 1);
  CHECK(t.video("sample/launch.mp4") == "(none)");

  t.runner.heal();
  CHECK(t.build(campaign).finished.end == BuildEnd::done);
  // The free take that failed was shot again as the same take: equal key, equal bytes.
  CHECK(t.open().ledger.takes()->size() == 2);
}

TEST_CASE("engine: an interrupt that came first starts nothing and loses nothing") {
  TestBuild t;
  const Campaign campaign = sample_campaign(t.catalog, 2);
  const BuildOutcome outcome = t.build(campaign, true);
  CHECK(outcome.finished.end == BuildEnd::interrupted);
  CHECK(t.runner.ran().empty());
  CHECK(t.observer.stopping == 1);
  CHECK(t.build(campaign).finished.end == BuildEnd::done);
}

TEST_CASE("engine: clips of equal key are shot once") {
  TestBuild t;
  Campaign campaign = sample_campaign(t.catalog, 2);
  campaign.scenes[1] = campaign.scenes[0];
  campaign.scenes[1].name = "twin";
  const BuildOutcome outcome = t.build(campaign);
  CHECK(outcome.finished.generate.run == 1);
  CHECK(outcome.finished.generate.hit == 1);
  CHECK(t.open().ledger.takes()->size() == 1);
}

TEST_CASE("engine: early cut-off: an equal output makes no follower stale") {
  TestBuild t;
  Campaign campaign = sample_campaign(t.catalog, 2);
  campaign.scenes[0].cast.clear();
  campaign.scenes[0].footage = picture("footage.mp4");
  campaign.scenes[0].footage->type = MediaType::mp4;
  const auto file = t.workspace.path() / "footage.mp4";
  std::ofstream(file) << "one picture";
  campaign.scenes[0].footage->path = file;
  struct StatDigests final : ContentDigests {
    std::string content = "first";
    Result<InputFile> digest(const MediaFile& media) override {
      const auto stat = stat_file(media.path);
      return InputFile{media.path, media.type,
                       sha256(media.type == MediaType::mp4 ? content : media.written),
                       stat && *stat ? **stat : FileStat{}, media.at};
    }
  } digests;
  const auto build = [&] {
    Store store = t.open();
    Diagnostics diags;
    const Graph graph =
        *expand(campaign, t.catalog, digests, {false, {"tools 1", "tools 1"}}, diags);
    Facts facts = *load_facts(store.ledger, store.blobs, campaign.name);
    const Plan plan = t.plan(campaign, graph, facts);
    Inbox inbox;
    Cancel cancel;
    return run_build(graph, campaign, plan, std::move(facts), store, t.runner, t.observer, t.clock,
                     inbox, cancel, t.options);
  };
  t.runner.has_sound = false;  // a cut depends on its sounds too: they come from the footage itself
  CHECK(build().finished.cut.run == 1);
  digests.content =
      "second";  // another key for the same picture: the segment runs and comes out equal
  const BuildOutcome outcome = build();
  CHECK(outcome.finished.conform.run == 1);
  CHECK(outcome.finished.generate.hit == 1);
  CHECK(outcome.finished.cut.hit == 1);
}

TEST_CASE(
    "engine: a damaged blob is never served; the next build makes it again with the same bytes") {
  TestBuild t;
  Campaign campaign = sample_campaign(t.catalog, 1);
  t.build(campaign);
  const std::string video = t.video("sample/launch.mp4");
  Digest clip;
  {
    Store store = t.open();
    clip = *store.ledger.takes()->front().blob;
    const auto file = store.blobs.path_of(clip);
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    std::ofstream(file) << "damaged";
  }
  campaign.videos[0].size.value = {640, 360};  // the segment has to read the clip again
  const BuildOutcome outcome = t.build(campaign);
  CHECK(outcome.notes.size() == 1);
  CHECK(t.build(campaign).finished.end == BuildEnd::done);
  CHECK(*t.open().ledger.takes()->front().blob == clip);
  campaign.videos[0].size.value = {1280, 720};
  t.build(campaign);
  CHECK(t.video("sample/launch.mp4") == video);
}

TEST_CASE("engine: a retake is a new take with its own seed, and becomes the pin") {
  TestBuild t;
  const Campaign campaign = sample_campaign(t.catalog, 1);
  t.build(campaign);
  Digest key;
  {
    Store store = t.open();
    key = store.ledger.takes()->front().clip_key;
  }
  t.retake("scene_0", key, "too dark");
  CHECK(t.build(campaign).finished.generate.run == 1);
  Store store = t.open();
  const auto takes = *store.ledger.takes();
  REQUIRE(takes.size() == 2);
  CHECK(takes[1].seed == seed_of(key, {}, 2));
  CHECK(store.ledger.open_retakes("sample")->empty());
  const std::vector<Selection> choices = *store.ledger.selections("sample");
  for (const Selection& selection : choices) {
    CHECK(selection.take_uuid == takes[1].uuid);  // pinned by the request, and used by the build
  }
}

TEST_CASE("engine: a damaged video is not published") {
  TestBuild t;
  const Campaign campaign = sample_campaign(t.catalog, 1);
  t.build(campaign);
  const std::string video = t.video("sample/launch.mp4");
  {
    const Store store = t.open();
    const auto file = store.blobs.path_of(sha256(video));
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    std::ofstream(file) << "damaged";
  }
  std::filesystem::remove(t.workspace.path() / "out/sample/launch.mp4");
  CHECK(t.build(campaign).notes.size() == 1);
  CHECK(t.video("sample/launch.mp4") == "(none)");
  CHECK(t.build(campaign).finished.cut.run == 1);
  CHECK(t.video("sample/launch.mp4") == video);
}

TEST_CASE("engine: a choice that a person makes during the last step is not written over") {
  TestBuild t;
  t.options.jobs = 1;
  Campaign campaign = sample_campaign(t.catalog, 1);
  t.build(campaign);
  const auto key = std::get<GenerateStep>(t.graph(campaign).steps[0].what).key;
  t.retake("scene_0", key);
  t.build(campaign);
  const auto takes = *t.open().ledger.takes();
  campaign.videos[0].loudness.value = {-2000};  // a new cut
  t.runner.meanwhile = [&](const StepWork&) { t.use("scene_0", takes[0]); };
  CHECK(t.build(campaign).notes.size() == 1);
  t.runner.meanwhile = {};
  const BuildOutcome again = t.build(campaign);
  CHECK(again.notes.empty());
  CHECK(again.finished.generate.run == 0);
  const std::vector<Selection> choices = *t.open().ledger.selections("sample");
  CHECK(choices.size() == 2);
  for (const Selection& selection : choices) {
    CHECK(selection.take_uuid == takes[0].uuid);
  }
}

TEST_CASE("engine: an edit that is taken back finds the pin again") {
  TestBuild t;
  Campaign campaign = sample_campaign(t.catalog, 1);
  t.build(campaign);
  const auto key = std::get<GenerateStep>(t.graph(campaign).steps[0].what).key;
  t.retake("scene_0", key);
  t.build(campaign);
  const std::string chosen = t.video("sample/launch.mp4");
  Campaign edited = campaign;
  edited.scenes[0].says[0].text = "something else";
  t.build(edited);
  CHECK(t.video("sample/launch.mp4") != chosen);
  t.build(campaign);
  CHECK(t.video("sample/launch.mp4") == chosen);
}

TEST_CASE("engine: a request for a retake waits while the clip is another one") {
  TestBuild t;
  const Campaign campaign = sample_campaign(t.catalog, 1);
  t.build(campaign);
  const auto key = std::get<GenerateStep>(t.graph(campaign).steps[0].what).key;
  t.retake("scene_0", key);
  Campaign edited = campaign;
  edited.scenes[0].says[0].text = "something else";
  t.build(edited);
  CHECK(t.open().ledger.open_retakes("sample")->size() == 1);
  CHECK(t.plan(campaign).decisions[0].cause == RunCause::retake);
  CHECK(t.build(campaign).finished.generate.run == 1);
  CHECK(t.open().ledger.open_retakes("sample")->empty());
}

TEST_CASE("engine: a retake that is asked for during a build is not swallowed by its end") {
  TestBuild t;
  t.options.jobs = 1;
  Campaign campaign = sample_campaign(t.catalog, 1);
  t.build(campaign);
  const auto key = std::get<GenerateStep>(t.graph(campaign).steps[0].what).key;
  campaign.videos[0].loudness.value = {-2000};  // a new cut
  t.runner.meanwhile = [&](const StepWork&) { t.retake("scene_0", key); };
  CHECK(t.build(campaign).notes.size() == 1);
  t.runner.meanwhile = {};
  CHECK(reload_lock(t.options.lock_file)->clips.empty());
  CHECK(t.build(campaign).finished.generate.run == 1);
}

TEST_CASE("engine: approvals that a checkout brought during a build stay") {
  TestBuild t;
  t.options.jobs = 1;
  Campaign campaign = sample_campaign(t.catalog, 2);
  t.build(campaign);
  Lock other = *reload_lock(t.options.lock_file);
  other.clips.push_back({"only_there", sha256("k"), sha256("b"), 1, "local/animatic", 1});
  std::sort(other.clips.begin(), other.clips.end(),
            [](const LockedTake& a, const LockedTake& b) { return a.clip < b.clip; });
  campaign.videos[0].loudness.value = {-2000};  // a new cut
  t.runner.meanwhile = [&](const StepWork&) { REQUIRE(save_lock(t.options.lock_file, other)); };
  t.build(campaign);
  CHECK(*reload_lock(t.options.lock_file) == other);
}

TEST_CASE("engine: a campaign that changed while it was built keeps its lock") {
  TestBuild t;
  Campaign campaign = sample_campaign(t.catalog, 1);
  campaign.file = t.workspace.path() / "campaign.yaml";
  REQUIRE(write_file_atomically(campaign.file, "before"));
  t.options.campaign_stat = *stat_file(campaign.file);
  REQUIRE(write_file_atomically(campaign.file, "after"));
  CHECK(t.build(campaign).lock_left);
  CHECK_FALSE(std::filesystem::exists(t.options.lock_file));
}

TEST_CASE("engine: all damaged blobs are found by one build, and healed by the next plan") {
  TestBuild t;
  t.options.jobs = 1;
  Campaign campaign = sample_campaign(t.catalog, 8);
  t.build(campaign);
  {
    const Store store = t.open();
    const auto takes = store.ledger.takes();
    REQUIRE(takes);
    for (const Take& take : *takes) {
      const auto file = store.blobs.path_of(*take.blob);
      std::filesystem::permissions(file, std::filesystem::perms::owner_all);
      std::ofstream(file) << "damaged";
    }
  }
  campaign.videos[0].size.value = {640, 360};  // every clip is conformed anew
  CHECK(t.build(campaign).notes.size() == 8);
  CHECK(t.build(campaign).finished.end == BuildEnd::done);
}

TEST_CASE("engine: clips of equal key are retaken once, all of them, and nothing is left to do") {
  TestBuild t;
  Campaign campaign = sample_campaign(t.catalog, 2, "paid");
  campaign.scenes[1] = campaign.scenes[0];
  campaign.scenes[1].name = "twin";
  t.build(campaign);
  const auto key = std::get<GenerateStep>(t.graph(campaign).steps[0].what).key;
  for (const char* clip : {"scene_0", "twin"}) {
    t.retake(clip, key);
  }
  CHECK(t.plan(campaign).cost == Money{500'000});
  const BuildOutcome outcome = t.build(campaign);
  CHECK(outcome.finished.generate.run == 1);
  CHECK(outcome.notes.empty());
  CHECK_FALSE(t.plan(campaign).has_work());
  CHECK(t.open().ledger.takes()->size() == 2);
}

TEST_CASE("engine: a take that is rejected while the build runs is not cut in") {
  TestBuild t;
  t.options.jobs = 1;
  const Campaign campaign = sample_campaign(t.catalog, 1);
  bool done = false;
  t.runner.meanwhile = [&](const StepWork& work) {
    if (std::holds_alternative<ConformWork>(work) && !std::exchange(done, true)) {
      Store other = t.open();
      REQUIRE(other.ledger.reject(other.ledger.takes()->front().uuid, "wrong smile"));
    }
  };
  const BuildOutcome outcome = t.build(campaign);
  CHECK(outcome.notes.size() == 1);
  CHECK(outcome.finished.cut.run == 0);
  CHECK(t.video("sample/launch.mp4") == "(none)");
  CHECK(t.build(campaign).finished.generate.run == 1);
  CHECK(t.open().ledger.takes()->size() == 2);
  CHECK(t.video("sample/launch.mp4") != "(none)");
}

TEST_CASE("engine: a draft touches no selection and goes to its own folder") {
  TestBuild t;
  t.options.draft = true;
  const Campaign campaign = sample_campaign(t.catalog, 1, "paid");
  CHECK(t.build(campaign).finished.end == BuildEnd::done);
  CHECK(t.video("sample/draft/launch.mp4") != "(none)");
  CHECK(t.video("sample/launch.mp4") == "(none)");
  Store store = t.open();
  CHECK(store.ledger.selections("sample")->empty());
  CHECK(store.ledger.money("sample")->spent == Money{0});
}

TEST_CASE("engine: money of a paid take is settled with its bytes") {
  TestBuild t;
  const Campaign campaign = sample_campaign(t.catalog, 2, "paid");
  const BuildOutcome outcome = t.build(campaign);
  CHECK(outcome.finished.spent == Money{1'000'000});
  const MoneyTotals money = *t.open().ledger.money("sample");
  CHECK(money.spent == Money{1'000'000});
  CHECK(money.reserved == Money{0});
}

TEST_CASE("engine: the lock has the take of each clip, and a clip that is gone loses its block") {
  TestBuild t;
  Campaign campaign = sample_campaign(t.catalog, 2);
  t.build(campaign);
  const auto takes = *t.open().ledger.takes();
  Lock lock = *reload_lock(t.options.lock_file);
  REQUIRE(lock.clips.size() == 2);
  CHECK(lock.ffmpeg == "tools 1");
  for (const LockedTake& pin : lock.clips) {
    const auto take = std::find_if(takes.begin(), takes.end(),
                                   [&](const Take& one) { return one.clip_key == pin.key; });
    REQUIRE(take != takes.end());
    CHECK(pin ==
          LockedTake{pin.clip, take->clip_key, *take->blob, take->bytes, take->model, take->seed});
  }
  campaign.scenes.pop_back();
  campaign.videos[0].scenes.pop_back();
  t.build(campaign);
  lock = *reload_lock(t.options.lock_file);
  REQUIRE(lock.clips.size() == 1);
  CHECK(lock.clips[0].clip == "scene_0");
}

TEST_CASE("engine: a draft leaves no lock, and a locked build leaves the lock as it is") {
  TestBuild t;
  const Campaign campaign = sample_campaign(t.catalog, 1);
  t.options.draft = true;
  t.build(campaign);
  CHECK_FALSE(std::filesystem::exists(t.options.lock_file));
  t.options.draft = false;
  t.options.locked = true;
  t.build(campaign);
  CHECK_FALSE(std::filesystem::exists(t.options.lock_file));
}

TEST_CASE("engine: the take that another branch's lock pins is used, with the ledger's own aside") {
  TestBuild t;
  const Campaign campaign = sample_campaign(t.catalog, 1);
  t.build(campaign);
  const std::string first = t.video("sample/launch.mp4");
  const Lock before = *reload_lock(t.options.lock_file);
  t.retake("scene_0", before.clips[0].key);
  t.build(campaign);
  CHECK(t.video("sample/launch.mp4") != first);
  REQUIRE(save_lock(t.options.lock_file, before));
  CHECK(t.build(campaign).finished.generate.run == 0);
  CHECK(t.video("sample/launch.mp4") == first);
}
