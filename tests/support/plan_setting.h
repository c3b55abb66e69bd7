// SPDX-License-Identifier: Apache-2.0
#pragma once
// A small campaign with its graph, and facts that a test fills, for tests of plans.

#include <string>
#include <vector>

#include "plan/plan.h"
#include "support/sample_campaign.h"

namespace reshoot::test {

/// A campaign, its graph, and facts that a test fills.
struct PlanSetting {
  Catalog catalog{{animatic_row(), paid_row(), far_row(), own_row()}};
  Campaign campaign;
  Graph graph;
  Facts facts;

  explicit PlanSetting(int scenes, const std::string& model = "animatic") {
    campaign = sample_campaign(catalog, scenes, model);
    expand_again();
  }

  /// The campaign was changed.
  void expand_again() {
    PretendDigests digests;
    Diagnostics diags;
    graph = *expand(campaign, catalog, digests, {}, diags);
  }

  const GenerateStep& generate(StepIndex index) const {
    return std::get<GenerateStep>(graph.steps[index].what);
  }

  Take& add_take(StepIndex index, TakeState state, bool bytes_here) {
    std::vector<Take>& list = facts.takes[generate(index).key];
    Take take;
    take.id = static_cast<TakeId>(100 * index + list.size());
    take.uuid = std::to_string(take.id);
    take.clip_key = generate(index).key;
    take.number = static_cast<int>(list.size()) + 1;
    take.state = state;
    take.has_sound = true;
    if (state == TakeState::fetched) {
      take.blob = sha256(take.uuid);
      if (bytes_here) {
        facts.blobs.insert(*take.blob);
      }
    }
    list.push_back(take);
    return list.back();
  }

  /// Records outputs of all free steps, as a finished build leaves them.
  void finish_free_steps() {
    for (int round = 0; round < 2; ++round) {  // segments, then cuts
      const Plan p = plan();
      for (const Decision& d : p.decisions) {
        if (d.key && graph.steps[d.step].kind() != StepKind::generate && !d.made) {
          facts.artifacts[*d.key] = {*d.key, sha256(d.key->hex()), 1, 150, true};
          facts.blobs.insert(sha256(d.key->hex()));
        }
      }
    }
  }

  Plan plan(const PlanOptions& options = {}) const {
    return make_plan(graph, campaign, std::vector<bool>(graph.steps.size(), true), facts, options);
  }

  std::string kinds(const PlanOptions& options = {}) const {
    std::string text;
    for (const Decision& d : plan(options).decisions) {
      text += std::string(text.empty() ? "" : " ") + std::string(name_of(d.kind));
    }
    return text;
  }
};

}  // namespace reshoot::test
