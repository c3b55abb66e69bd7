// SPDX-License-Identifier: Apache-2.0
// From plan and facts to the state of each video. How it is printed is in status_text.cpp.

#include "report/status_report.h"

#include <algorithm>
#include <unordered_set>

#include "base/check.h"

namespace reshoot {
namespace {

/// Decisions by step; nullptr for steps that are not in the plan.
std::vector<const Decision*> by_step(const Graph& graph, const Plan& plan) {
  std::vector<const Decision*> decisions(graph.steps.size(), nullptr);
  for (const Decision& decision : plan.decisions) {
    decisions[decision.step] = &decision;
  }
  return decisions;
}

void count_clip(const Decision& decision, ClipCounts& counts) {
  switch (decision.kind) {
    case DecisionKind::hit:
    case DecisionKind::check:
      ++counts.here;
      break;
    case DecisionKind::fetch:
      ++counts.to_fetch;
      break;
    case DecisionKind::resume:
      ++counts.out;
      break;
    case DecisionKind::in_doubt:
      ++counts.in_doubt;
      break;
    case DecisionKind::run:
    case DecisionKind::maybe:
      ++counts.to_shoot;
      break;
    case DecisionKind::held:
    case DecisionKind::blocked:
      ++counts.held;
      break;
    case DecisionKind::lost:
      ++counts.lost;
      break;
  }
}

std::optional<Length> declared_length(const Graph& graph, const CutStep& cut) {
  Length sum;
  for (const StepIndex segment : cut.segments) {
    const auto& conform = std::get<ConformStep>(graph.steps[segment].what);
    if (!conform.seconds) {
      return std::nullopt;
    }
    sum.millis += conform.seconds->millis;
  }
  return sum;
}

Length length_of(std::int64_t frames, Rate fps) {
  return {(frames * 1000 * fps.den + fps.num / 2) / fps.num};
}

VideoState state_of(const VideoStatus& status, const Decision* cut) {
  if (status.clips.lost > 0) {
    return VideoState::lost;
  }
  if (status.clips.held + status.clips.in_doubt > 0) {
    return VideoState::held;
  }
  if (cut == nullptr || cut->kind != DecisionKind::hit) {
    return VideoState::stale;
  }
  return status.file.bytes && status.file.current ? VideoState::fresh : VideoState::missing;
}

VideoStatus video_status(const Graph& graph, const Campaign& campaign, const CutStep& cut,
                         const Decision* decision, const std::vector<const Decision*>& decisions,
                         const VideoFile& file) {
  VideoStatus status;
  status.name = campaign.videos[cut.video].name;
  status.file = file;
  std::unordered_set<StepIndex> seen;
  for (const StepIndex segment : cut.segments) {
    const auto& clip = std::get<ConformStep>(graph.steps[segment].what).clip;
    if (clip && decisions[*clip] != nullptr && seen.insert(*clip).second) {
      count_clip(*decisions[*clip], status.clips);
    }
  }
  status.length = decision != nullptr && decision->made
                      ? std::optional(length_of(decision->made->frames, cut.fps))
                      : declared_length(graph, cut);
  status.state = state_of(status, decision);
  return status;
}

}  // namespace

std::string_view name_of(VideoState state) {
  switch (state) {
    case VideoState::fresh:
      return "fresh";
    case VideoState::missing:
      return "missing";
    case VideoState::stale:
      return "stale";
    case VideoState::held:
      return "held";
    case VideoState::lost:
      return "lost";
  }
  return "unknown";
}

bool StatusReport::fresh() const {
  const bool videos_fresh = std::all_of(videos.begin(), videos.end(), [](const VideoStatus& v) {
    return v.state == VideoState::fresh;
  });
  return videos_fresh && clips.here == clips.all();
}

StatusReport make_status_report(const Graph& graph, const Campaign& campaign, const Plan& plan,
                                StatusFacts facts) {
  CHECK(facts.files.size() == campaign.videos.size());
  StatusReport report;
  report.campaign = graph.campaign;
  const std::vector<const Decision*> decisions = by_step(graph, plan);
  for (StepIndex i = 0; i < graph.steps.size(); ++i) {
    if (const auto* cut = std::get_if<CutStep>(&graph.steps[i].what)) {
      report.videos.push_back(
          video_status(graph, campaign, *cut, decisions[i], decisions, facts.files[cut->video]));
    } else if (graph.steps[i].kind() == StepKind::generate && decisions[i] != nullptr) {
      count_clip(*decisions[i], report.clips);
    }
  }
  report.money = facts.money;
  report.max_cost = campaign.budget.max_cost;
  report.open = std::move(facts.open);
  report.last_build = std::move(facts.last_build);
  report.running = std::move(facts.running);
  return report;
}

}  // namespace reshoot
