// SPDX-License-Identifier: Apache-2.0
// From plan to report, and the report as JSON. Its text is in plan_text.cpp.

#include "report/plan_report.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "report/estimate.h"
#include "report/json_text.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint32_t no_video = 0xffffffff;

/// Per step: the first video that needs it.
std::vector<std::uint32_t> first_videos(const Graph& graph) {
  std::vector<std::uint32_t> videos(graph.steps.size(), no_video);
  for (StepIndex i = 0; i < graph.steps.size(); ++i) {
    if (const auto* cut = std::get_if<CutStep>(&graph.steps[i].what)) {
      videos[i] = cut->video;
    }
  }
  // Users come after their inputs, so one pass from the end carries a video down to its clips.
  for (StepIndex i = static_cast<StepIndex>(graph.steps.size()); i-- > 0;) {
    for (const StepIndex input : graph.steps[i].inputs) {
      videos[input] = std::min(videos[input], videos[i]);
    }
  }
  return videos;
}

std::vector<PlanReport::Group> groups_of(const Graph& graph, const Campaign& campaign,
                                         const Plan& plan) {
  const std::vector<std::uint32_t> videos = first_videos(graph);
  std::vector<PlanReport::Group> groups;
  for (const Video& video : campaign.videos) {
    groups.push_back({video.name, {}});
  }
  groups.emplace_back();
  for (std::size_t i = 0; i < plan.decisions.size(); ++i) {
    const std::uint32_t video = videos[plan.decisions[i].step];
    groups[std::min<std::size_t>(video, groups.size() - 1)].steps.push_back(i);
  }
  std::erase_if(groups, [](const PlanReport::Group& group) { return group.steps.empty(); });
  return groups;
}

/// Means over the steps that run: models differ in how long they take.
Millis expected_time(const PlanReport& report) {
  std::array<WorkLeft, 3> work{WorkLeft{}, WorkLeft{0, typical_conform, {}},
                               WorkLeft{0, typical_cut, {}}};
  Millis shooting{0};
  for (const StepReport& step : report.steps) {
    if (step.runs()) {
      ++work[static_cast<std::size_t>(step.kind)].steps;
      shooting += std::chrono::seconds(step.expected_seconds);
    }
  }
  if (work[0].steps > 0) {
    work[0].each = shooting / work[0].steps;
    work[0].at_once = report.shots_at_once;
  }
  return time_left(work, report.jobs);
}

Json to_json(const Counts& counts) {
  Json json = Json::object();
  for (const DecisionKind kind :
       {DecisionKind::resume, DecisionKind::fetch, DecisionKind::check, DecisionKind::run,
        DecisionKind::maybe, DecisionKind::hit, DecisionKind::in_doubt, DecisionKind::lost,
        DecisionKind::held, DecisionKind::blocked}) {
    if (counts[kind] > 0) {
      json[std::string(name_of(kind))] = counts[kind];
    }
  }
  return json;
}

Json totals_json(const PlanReport& report) {
  Json totals = Json::object();
  for (const auto& [kind, counts] : report.totals) {
    totals[std::string(name_of(kind))] = to_json(counts);
  }
  totals["cost_micros"] = report.cost.micros;
  if (report.unknown_prices > 0) {
    totals["unknown_prices"] = report.unknown_prices;
  }
  if (report.fetch_bytes > 0) {
    totals["fetch_bytes"] = report.fetch_bytes;
  }
  totals["expected_seconds"] = std::chrono::ceil<std::chrono::seconds>(report.expected).count();
  return totals;
}

}  // namespace

PlanReport make_plan_report(const Graph& graph, const Campaign& campaign, const Plan& plan,
                            const std::vector<std::vector<Reason>>& reasons,
                            const SourceMap& sources, int jobs, int shots_at_once) {
  CHECK(reasons.size() == plan.decisions.size());
  PlanReport report;
  report.campaign = graph.campaign;
  report.jobs = jobs;
  report.shots_at_once = shots_at_once;
  report.steps.reserve(plan.decisions.size());
  for (std::size_t i = 0; i < plan.decisions.size(); ++i) {
    report.steps.push_back(make_step_report(graph, plan.decisions[i], reasons[i], sources));
  }
  report.groups = groups_of(graph, campaign, plan);
  report.totals = plan.totals;
  report.cost = plan.cost;
  report.unknown_prices = plan.unknown_prices;
  report.fetch_bytes = plan.fetch_bytes;
  report.expected = expected_time(report);
  return report;
}

std::string plan_json(const PlanReport& report) {
  Json steps = Json::array();
  for (const StepReport& step : report.steps) {
    steps.push_back(to_json(step));
  }
  Json leaves = Json::array();
  for (const Leaves& one : report.leaves) {
    leaves.push_back(to_json(one));
  }
  return json_text({{"schema_version", json_schema_version},
                    {"campaign", report.campaign},
                    {"steps", std::move(steps)},
                    {"leaves", std::move(leaves)},
                    {"unpublished", report.unpublished},
                    {"totals", totals_json(report)}});
}

}  // namespace reshoot
