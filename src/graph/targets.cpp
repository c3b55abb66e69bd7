// SPDX-License-Identifier: Apache-2.0
// Targets are matched against names; what they need is found backwards over the graph.

#include "graph/targets.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace reshoot {
namespace {

/// The name that a step answers to: a scene's for generate, a video's for cut; conform has none of
/// its own.
std::string_view target_name(const Step& step, const Campaign& campaign) {
  if (const auto* generate = std::get_if<GenerateStep>(&step.what)) {
    return campaign.scenes[generate->scene].name;
  }
  if (const auto* cut = std::get_if<CutStep>(&step.what)) {
    return campaign.videos[cut->video].name;
  }
  return {};
}

std::vector<std::string> all_names(const Campaign& campaign) {
  std::vector<std::string> names;
  for (const Video& video : campaign.videos) {
    names.push_back(video.name);
  }
  for (const Scene& scene : campaign.scenes) {
    names.push_back(scene.name);
  }
  return names;
}

/// The nearest name, else those that begin alike, else where names are listed.
std::string help_for_target(const std::string& target, const std::vector<std::string>& names) {
  if (const auto meant = closest(target, names)) {
    return fmt::format("did you mean '{}'?", *meant);
  }
  const auto longer = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
    return name.starts_with(target);
  });
  return longer != names.end()
             ? fmt::format("names that begin so are matched by '{}*', such as {}", target, *longer)
             : "'reshoot status' lists the videos, 'reshoot take list' the scenes";
}

bool names_footage(const Campaign& campaign, std::string_view pattern) {
  for (const Scene& scene : campaign.scenes) {
    if (scene.footage && glob_matches(pattern, scene.name)) {
      return true;
    }
  }
  return false;
}

Result<void> mark(const Graph& graph, const Campaign& campaign, const std::string& target,
                  std::vector<bool>& wanted) {
  bool found = names_footage(campaign, target);
  for (std::size_t i = 0; i < graph.steps.size(); ++i) {
    const std::string_view name = target_name(graph.steps[i], campaign);
    if (!name.empty() && glob_matches(target, name)) {
      wanted[i] = true;
      found = true;
    }
  }
  if (found) {
    return {};
  }
  const bool glob = target.find_first_of("*?") != std::string::npos;
  return fail(ErrorKind::usage,
              fmt::format("no video or scene of campaign '{}' {} '{}'", campaign.name,
                          glob ? "matches" : "is called", target),
              help_for_target(target, all_names(campaign)));
}

void mark_default(const Graph& graph, bool has_videos, std::vector<bool>& wanted) {
  const StepKind kind = has_videos ? StepKind::cut : StepKind::generate;
  for (std::size_t i = 0; i < graph.steps.size(); ++i) {
    wanted[i] = graph.steps[i].kind() == kind;
  }
}

void add_inputs(const Graph& graph, std::vector<bool>& wanted) {
  for (std::size_t i = graph.steps.size(); i-- > 0;) {
    if (wanted[i]) {
      for (const StepIndex input : graph.steps[i].inputs) {
        wanted[input] = true;
      }
    }
  }
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') {
    ++p;
  }
  return p == pattern.size();
}

Result<std::vector<bool>> wanted_steps(const Graph& graph, const Campaign& campaign,
                                       const std::vector<std::string>& targets) {
  std::vector<bool> wanted(graph.steps.size(), false);
  if (targets.empty()) {
    mark_default(graph, !campaign.videos.empty(), wanted);
  }
  for (const std::string& target : targets) {
    TRY(mark(graph, campaign, target, wanted));
  }
  add_inputs(graph, wanted);
  return wanted;
}

}  // namespace reshoot
