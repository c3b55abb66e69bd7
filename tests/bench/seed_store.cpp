// SPDX-License-Identifier: Apache-2.0
// Fills the store of a campaign as if it had been built, without shooting anything: the real engine
// and ledger, with a runner that writes a few bytes for each step. After it a plan has nothing to
// do.

#include <fmt/format.h>

#include <fstream>

#include "base/check.h"
#include "cli/project.h"
#include "execute/engine.h"
#include "graph/key.h"
#include "graph/targets.h"

namespace reshoot {
namespace {

/// What a step would have made is named, not made: one short text, different for each work.
class SeedRunner final : public StepRunner {
 public:
  Result<StepOutput> run(const StepWork& work, const std::filesystem::path& scratch,
                         const Cancel&) const override {
    StepOutput output{scratch / "made", 125, true, {}};
    std::ofstream(output.file) << std::visit([](const auto& w) { return text_of(w); }, work);
    return output;
  }
  Result<StepOutput> inspect(const std::filesystem::path& file, const Cancel&) const override {
    return StepOutput{file, 125, true, {}};
  }

 private:
  static std::string text_of(const GenerateWork& work) {
    KeyText text(StepKind::generate);
    describe(work.request, text);
    return fmt::format("clip {} {}\n", text.key().text(), work.seed);
  }
  static std::string text_of(const ConformWork& work) {
    return fmt::format("segment of {}\n", work.source.path.filename().string());
  }
  static std::string text_of(const CutWork& work) {
    std::string text = "video\n";
    for (const CutSegment& segment : work.segments) {
      text += segment.picture.filename().string() + "\n";
    }
    return text;
  }
  static std::string text_of(const PrepareWork& work) {
    return fmt::format("voice {}\n", work.sample.path.filename().string());
  }
};

struct SilentObserver final : Observer {
  void on(const BuildEvent&, Steady) override {}
  [[nodiscard]] std::optional<Millis> tick() const override { return std::nullopt; }
};

Result<void> seed(const Options& options, const Console& console) {
  const SystemClock clock;
  const Cancel cancel;
  TRY_ASSIGN(const std::unique_ptr<Project> project, open_project(options, console));
  TRY_ASSIGN(Store store, open_store(options, project->place.workspace, true, clock));
  TRY_ASSIGN(const FoundTools tools, find_toolbox(store.stats, cancel));
  TRY_ASSIGN(const Graph graph, open_graph(*project, store, tools, false, cancel, console));
  TRY(store.stats.flush());

  const Campaign& campaign = *project->campaign;
  TRY_ASSIGN(const std::vector<bool> wanted, wanted_steps(graph, campaign, {}));
  TRY_ASSIGN(Facts facts, load_facts(store.ledger, store.blobs, campaign.name));
  const Plan plan = make_plan(graph, campaign, wanted, facts, {});

  EngineOptions how;
  how.jobs = 2;
  how.workspace = project->place.workspace;
  how.lock_file = lock_path(project->place.file);
  SilentObserver observer;
  Inbox inbox;
  const BuildOutcome outcome = run_build(graph, campaign, plan, std::move(facts), store,
                                         SeedRunner{}, observer, clock, inbox, cancel, how);
  CHECK(outcome.finished.end == BuildEnd::done);
  return {};
}

}  // namespace
}  // namespace reshoot

int main(int argc, char** argv) {
  if (argc != 2) {
    reshoot::print_err("usage: seed_store CAMPAIGN\n");
    return 2;
  }
  const reshoot::Console console = reshoot::Console::detect();
  reshoot::Options options;
  options.file = argv[1];
  const reshoot::Result<void> done = reshoot::seed(options, console);
  if (!done) {
    reshoot::print_error(done.error(), console);
    return 1;
  }
  return 0;
}
