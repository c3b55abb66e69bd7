// SPDX-License-Identifier: Apache-2.0
// Random campaigns under random edits: exactly the clips whose request changed are shot, a build
// does no more than its plan said, and cosmetic edits run nothing.

#include <doctest/doctest.h>

#include <cstdlib>

#include "base/render_diagnostics.h"
#include "campaign/load.h"
#include "sim/random_campaign.h"
#include "support/test_build.h"

using namespace reshoot;
using namespace reshoot::test;

namespace {

unsigned base_seed() {
  const char* const given = std::getenv("RESHOOT_TEST_SEED");
  return given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10))
                          : std::random_device{}();
}

int rounds() {
  const char* const given = std::getenv("RESHOOT_TEST_ROUNDS");
  return given != nullptr ? std::atoi(given) : 12;
}

class Simulation {
 public:
  explicit Simulation(unsigned seed) : random_(seed), sketch_(random_sketch(random_)) {}

  void run(int edits) {
    build("the first build", false);
    for (int i = 0; i < edits; ++i) {
      const bool cosmetic = random_() % 3 == 0;
      const std::string what =
          cosmetic ? edit_cosmetically(sketch_, random_) : edit(sketch_, random_);
      build(what, cosmetic);
    }
  }

 private:
  Campaign campaign() {
    SourceMap sources;
    Diagnostics diags;
    const std::string text = sketch_.yaml();
    std::optional<Campaign> read = read_campaign("campaign.yaml", text, {"/w", "/w/campaign.yaml"},
                                                 build_.catalog, sources, diags);
    REQUIRE_MESSAGE(read, (text + render_text(diags, sources, false)));
    for (const auto& [path, content] : sketch_.files) {
      build_.digests.contents["/w/" + path] = content;
    }
    return *std::move(read);
  }

  /// Requests of the clips that some video shows and that were never shot before.
  std::set<std::string> expected() {
    std::set<std::string> fresh;
    for (const std::size_t scene : sketch_.shown()) {
      const std::string asks = sketch_.asks(sketch_.scenes[scene]);
      if (!shot_.contains(asks)) {
        fresh.insert(asks);
      }
    }
    return fresh;
  }

  void build(const std::string& what, bool cosmetic) {
    CAPTURE(what);
    const Campaign now = campaign();
    const Plan plan = build_.plan(now);
    const std::set<std::string> fresh = expected();
    CHECK(plan.totals.at(StepKind::generate)[DecisionKind::run] == static_cast<int>(fresh.size()));
    build_.runner.forget();
    const BuildFinished done = build_.build(now).finished;
    CHECK(done.end == BuildEnd::done);
    CHECK(done.generate.run == static_cast<int>(fresh.size()));
    check_within(plan, StepKind::conform, done.conform.run);
    check_within(plan, StepKind::cut, done.cut.run);
    if (cosmetic) {
      CHECK(build_.runner.ran().empty());
    }
    CHECK_FALSE(build_.plan(now).has_work());
    shot_.insert(fresh.begin(), fresh.end());
  }

  static void check_within(const Plan& plan, StepKind kind, int ran) {
    const Counts& said = plan.totals.at(kind);
    CHECK(ran >= said[DecisionKind::run]);
    CHECK(ran <= said[DecisionKind::run] + said[DecisionKind::maybe]);
  }

  std::mt19937 random_;
  Sketch sketch_;
  TestBuild build_;
  std::set<std::string> shot_;
};

}  // namespace

TEST_CASE("campaign edits: what changed is shot, and nothing else") {
  const unsigned first = base_seed();
  MESSAGE("RESHOOT_TEST_SEED=" << first << " repeats this run");
  for (int round = 0; round < rounds(); ++round) {
    const unsigned seed = first + static_cast<unsigned>(round);
    CAPTURE(seed);
    Simulation(seed).run(10);
  }
}
