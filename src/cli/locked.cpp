// SPDX-License-Identifier: Apache-2.0
// Misfits are decided in plan/misfits; this shows them.

#include "cli/locked.h"

#include <fmt/format.h>

#include <algorithm>

#include "plan/misfits.h"
#include "report/figures.h"

namespace reshoot {
namespace {

constexpr std::size_t most_listed = 40;

void list(const std::vector<Misfit>& misfits, const Project& project, const Graph& graph) {
  const std::size_t listed = std::min(misfits.size(), most_listed);
  for (std::size_t i = 0; i < listed; ++i) {
    const Step& step = graph.steps[misfits[i].step];
    const auto& clip = std::get<GenerateStep>(step.what);
    print_err(fmt::format("{}: '{}': {}\n", project.sources.at(step.at),
                          project.campaign->scenes[clip.scene].name, text_of(misfits[i].kind)));
  }
  if (listed < misfits.size()) {
    print_err(fmt::format("and {} more\n", misfits.size() - listed));
  }
}

std::string what_to_run(const std::vector<Misfit>& misfits) {
  const auto any = [&](MisfitKind kind) {
    return std::any_of(misfits.begin(), misfits.end(),
                       [&](const Misfit& misfit) { return misfit.kind == kind; });
  };
  std::string todo;
  const auto add = [&](std::string_view text) {
    todo += todo.empty() ? "" : "; ";
    todo += text;
  };
  if (any(MisfitKind::not_locked) || any(MisfitKind::changed) || any(MisfitKind::set_aside)) {
    add("'reshoot build' without --locked makes and pins what is missing: look at it, then commit "
        "the lock");
  }
  if (any(MisfitKind::nowhere)) {
    add("'reshoot cache push' where the takes were made shares their bytes by the remote");
  }
  return todo;
}

bool makes_video(const Plan& plan) {
  return std::any_of(plan.decisions.begin(), plan.decisions.end(), [](const Decision& decision) {
    return decision.kind == DecisionKind::run || decision.kind == DecisionKind::maybe ||
           decision.kind == DecisionKind::resume;
  });
}

Result<void> check_ffmpeg(const Project& project, const Graph& graph) {
  const std::string& then = project.lock->lock.ffmpeg;
  if (then == graph.tools) {
    return {};
  }
  return fail(
      ErrorKind::needs_person,
      then.empty()
          ? fmt::format("{} names no ffmpeg: nothing had been cut when it was written",
                        project.lock_name())
          : fmt::format("the last cut was made with another ffmpeg:\n  then: {}\n  now:  {}", then,
                        graph.tools),
      "the videos would differ by some bytes, not in what they show: "
      "--allow-other-ffmpeg builds them all the same");
}

}  // namespace

Result<void> check_locked(const Options& options, const Project& project, const Graph& graph,
                          const std::vector<bool>& wanted, const Facts& facts, const Plan& plan,
                          const RemoteAccess& remote) {
  if (project.lock->has_marks) {
    return fail(ErrorKind::campaign,
                fmt::format("{} has conflict marks of a merge", project.lock_name()),
                "'reshoot build' without --locked writes it clean; commit it, then go on");
  }
  const std::vector<Misfit> misfits = find_misfits(graph, *project.campaign, wanted, facts);
  if (!misfits.empty()) {
    const bool unreachable =
        remote.unreachable && std::any_of(misfits.begin(), misfits.end(), [](const Misfit& misfit) {
          return misfit.kind == MisfitKind::nowhere;
        });
    list(misfits, project, graph);
    if (unreachable) {
      return tl::unexpected(*remote.unreachable);
    }
    return fail(
        ErrorKind::needs_person,
        fmt::format("{} not as {} approved {}; nothing was built",
                    misfits.size() == 1
                        ? "1 clip is"
                        : counted(static_cast<std::int64_t>(misfits.size()), "clip") + " are",
                    project.lock_name(), misfits.size() == 1 ? "it" : "them"),
        what_to_run(misfits));
  }
  if (makes_video(plan) && !options.allow_other_ffmpeg) {
    return check_ffmpeg(project, graph);
  }
  return {};
}

}  // namespace reshoot
