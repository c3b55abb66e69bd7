// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whole builds of a campaign whose clips are judged, with a measurer that sees what a test says.

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "execute/identity_refresh.h"
#include "identity/measurer.h"
#include "support/judged_takes.h"
#include "support/paid_build.h"
#include "unit/identity/clip_maker.h"
#include "unit/identity/thresholds_maker.h"

namespace reshoot::test {

/// Sees in a clip what `worth` says of its bytes: `r` the right person (character 0), `w` another
/// one, `?` somebody between, `u` bytes that cannot be decoded, `k` nobody: the decoder is killed.
class FakeMeasurer final : public Measurer {
 public:
  std::function<char(const std::string& bytes)> worth = [](const std::string&) { return 'r'; };
  std::function<void()> meanwhile;  ///< called as each clip is measured
  /// Each character has a face of its own.
  std::function<Likeness(const CharacterFiles& files)> learns = [](const CharacterFiles& files) {
    const std::string name = files.references.front().path.filename().string();
    return person(name.starts_with("maya") ? 0 : name.starts_with("leo") ? 1 : 2);
  };

  Result<Measurement> measure(const std::filesystem::path& clip, MediaType /*type*/,
                              const MeasureNeeds& needs, const Cancel& cancel) const override {
    const std::lock_guard guard(mutex_);
    if (meanwhile) {
      meanwhile();
    }
    if (cancel.requested()) {
      return fail(ErrorKind::cancelled, "stopped");
    }
    TRY_ASSIGN(const std::string bytes, read_file(clip, 1U << 20U));
    ++measured_[bytes];
    const char seen = worth(bytes);
    if (seen == 'u') {
      return fail(ErrorKind::corrupt, "told that this cannot be decoded");
    }
    if (seen == 'k') {
      return fail(ErrorKind::transient, "told that it was killed");
    }
    constexpr float alike = 0.9F;
    constexpr float doubtful = 0.47F;
    ClipMaker maker(20);
    maker.face(0, 20, {seen == 'r' ? alike : seen == '?' ? doubtful : 0.0F});
    Measurement measurement = maker.make();
    measurement.needs = needs;
    measurement.technical.frames += static_cast<std::int64_t>(std::hash<std::string>()(bytes) % 97);
    return measurement;
  }

  Result<Likeness> learn(const CharacterFiles& files, const Cancel& /*cancel*/) const override {
    const std::lock_guard guard(mutex_);
    ++learnt_;
    return learns(files);
  }

  /// How often a clip was measured.
  [[nodiscard]] int measured() const {
    const std::lock_guard guard(mutex_);
    int all = 0;
    for (const auto& [bytes, times] : measured_) {
      all += times;
    }
    return all;
  }
  [[nodiscard]] int learnt() const {
    const std::lock_guard guard(mutex_);
    return learnt_;
  }

 private:
  mutable std::mutex mutex_;
  mutable std::map<std::string, int> measured_;
  mutable int learnt_ = 0;
};

/// An emulated cloud whose jobs show who `shows` says.
struct GateBuild : PaidBuild {
  MadeModels models;
  FakeMeasurer measurer;
  /// By the order of jobs, letters as above; the last one is of all later jobs.
  std::string shows = "r";
  RefreshCounts refreshed;  ///< by the last build, before it planned

  GateBuild() {
    measurer.worth = [this](const std::string& bytes) { return shown_by(bytes); };
    observer.meanwhile = {};
    before_plan = [this](const Graph& graph, const Campaign& campaign, Store& store, Facts& facts,
                         const Cancel& cancel) {
      return judge_what_is_here(graph, campaign, store, facts, cancel);
    };
  }

  /// Of scenes that all show character 0 and say nothing.
  Campaign campaign(int scenes, const IdentityPolicy& policy = {},
                    const std::string& model = "gmi/wan2.7-r2v") {
    Campaign made = PaidBuild::campaign(scenes, model);
    for (Scene& scene : made.scenes) {
      scene.cast[0].character = 0;
      scene.says.clear();
      judge_by(scene, policy);
    }
    return made;
  }

  /// As a run does: builds once more while something changed under a plan.
  BuildOutcome shoot_on(const Campaign& campaign) {
    BuildOutcome outcome = shoot(campaign);
    for (int plans = 0; plans < 5 && !outcome.notes.empty(); ++plans) {
      outcome = shoot(campaign);
    }
    return outcome;
  }

  /// Ledger, store and verdicts as a plan sees them.
  Plan plan_now(const Campaign& campaign) {
    const Store store = open();
    const Graph made = graph(campaign);
    Facts known = facts(store, campaign);
    REQUIRE(load_gate(made, campaign, models.all(), store.ledger, known));
    return plan(campaign, made, known);
  }

  [[nodiscard]] int number_of_job(const std::string& bytes) const {
    const auto& all = cloud.jobs().all();
    const auto found = std::find_if(all.begin(), all.end(), [&](const emulator::Job& job) {
      return emulator::fake_result(job) == bytes;
    });
    REQUIRE(found != all.end());
    return static_cast<int>(found - all.begin());
  }

 private:
  [[nodiscard]] char shown_by(const std::string& bytes) const {
    return shows[std::min(shows.size() - 1, static_cast<std::size_t>(number_of_job(bytes)))];
  }

  /// As a build does before it plans.
  Result<void> judge_what_is_here(const Graph& graph, const Campaign& campaign, Store& store,
                                  Facts& facts, const Cancel& cancel) {
    access_ = {&measurer, models.all(), {}};
    options.identity = graph.characters.empty() ? nullptr : &access_;
    options.planning = planning(campaign);
    if (graph.characters.empty()) {
      return {};
    }
    TRY(load_gate(graph, campaign, models.all(), store.ledger, facts));
    const RefreshPlace place{graph, campaign, store, cancel, 1, {}};
    TRY(learn_characters(place, access_, facts));
    TRY_ASSIGN(refreshed, check_choices(place, *wanted_steps(graph, campaign, {}), access_, facts));
    return {};
  }

  IdentityAccess access_;
};

}  // namespace reshoot::test
