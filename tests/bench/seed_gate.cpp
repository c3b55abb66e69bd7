// SPDX-License-Identifier: Apache-2.0
// Fills the store of a campaign as if all its clips had been shot, measured, compared and judged:
// one take of each, with a few bytes of its own, and measurements as large as real ones. After it
// a plan has nothing to do.

#include <fmt/format.h>

#include "base/check.h"
#include "cli/project.h"
#include "execute/verdict_rows.h"
#include "graph/step.h"
#include "identity/compare.h"
#include "plan/gate.h"
#include "store/uuid.h"
#include "studio.h"

namespace reshoot {
namespace {

constexpr std::uint32_t passers_by = 24;
constexpr std::uint32_t most_passing = 2;

class Seeder {
 public:
  Seeder(const Project& project, const Graph& graph, Store& store, const Clock& clock)
      : campaign_(*project.campaign),
        models_(project.identity_models()),
        graph_(graph),
        store_(store),
        clock_(clock),
        studio_(characters() + passers_by) {}

  Result<void> run() {
    const std::vector<Digest> keys = likeness_keys(graph_, campaign_, models_);
    for (std::uint32_t i = 0; i < characters(); ++i) {
      TRY(add_likeness(i, keys[i]));
    }
    for (const Likeness& likeness : likenesses_) {
      question_.characters.push_back(&likeness);
    }
    for (const Step& step : graph_.steps) {
      if (const auto* clip = std::get_if<GenerateStep>(&step.what)) {
        TRY(add_take(*clip));
      }
    }
    return {};
  }

 private:
  [[nodiscard]] std::uint32_t characters() const {
    return static_cast<std::uint32_t>(campaign_.characters.size());
  }

  Result<void> add_likeness(std::uint32_t character, const Digest& key) {
    const Likeness& likeness = likenesses_.emplace_back(studio_.likeness(character));
    TRY_ASSIGN(const Blob blob, put_bytes(to_bytes(likeness), store_.blobs));
    facts_.gate.likenesses.emplace_back(blob.digest);
    return store_.ledger.record_biometric({key, BiometricKind::likeness, blob.digest, blob.bytes});
  }

  Result<void> add_take(const GenerateStep& clip) {
    const Scene& scene = campaign_.scenes[clip.scene];
    TRY_ASSIGN(const Blob take, put_bytes("take of " + scene.name + "\n", store_.blobs));
    const Measurement measurement = measured(scene);
    CheckedTake checked;
    TRY_ASSIGN(checked.measured, put_bytes(to_bytes(measurement), store_.blobs));
    checked.measurement = checked.measured->digest;
    question_.cast = part_of(scene).cast;
    checked.comparison = compare(measurement, question_);

    TRY_ASSIGN(Ledger::Transaction transaction, store_.ledger.begin());
    TRY(store_.ledger.adopt(record_of(clip, take)));
    TRY(record_checked(campaign_, scene, take.digest, checked, models_, store_.ledger, facts_));
    return transaction.commit();
  }

  /// The cast, and up to two people in the background.
  Measurement measured(const Scene& scene) {
    std::vector<std::uint32_t> people = part_of(scene).cast;
    const std::size_t cast = people.size();
    const std::uint32_t first = studio_.below(passers_by);
    for (std::uint32_t count = studio_.below(most_passing + 1); count > 0; --count) {
      people.push_back(characters() + (first + count) % passers_by);
    }
    return studio_.clip(people, cast);
  }

  [[nodiscard]] TakeRecord record_of(const GenerateStep& clip, const Blob& take) const {
    TakeRecord record;
    record.uuid = new_uuid();
    record.clip_key = clip.key;
    record.model = clip.model->id();
    record.campaign = campaign_.name;
    record.cost = clip.cost.value_or(Money{});
    record.created = clock_.wall();
    record.blob = take.digest;
    record.bytes = take.bytes;
    record.frames = 192;
    return record;
  }

  const Campaign& campaign_;
  const IdentityModels models_;
  const Graph& graph_;
  Store& store_;
  const Clock& clock_;
  Studio studio_;
  Facts facts_;
  std::vector<Likeness> likenesses_;
  CompareQuestion question_;
};

Result<void> seed(const Options& options, const Console& console) {
  const SystemClock clock;
  const Cancel cancel;
  TRY_ASSIGN(const std::unique_ptr<Project> project, open_project(options, console));
  TRY_ASSIGN(Store store, open_store(options, project->place.workspace, true, clock));
  TRY_ASSIGN(const FoundTools tools, find_toolbox(store.stats, cancel));
  TRY_ASSIGN(const Graph graph, open_graph(*project, store, tools, false, cancel, console));
  TRY(store.stats.flush());
  CHECK(!graph.characters.empty());
  return Seeder(*project, graph, store, clock).run();
}

}  // namespace
}  // namespace reshoot

int main(int argc, char** argv) {
  if (argc != 2) {
    reshoot::print_err("usage: seed_gate CAMPAIGN\n");
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
