// SPDX-License-Identifier: Apache-2.0
#pragma once
// What this machine can judge clips with, and bringing the verdicts of takes that are here up to
// date with it.

#include <memory>
#include <string>
#include <vector>

#include "base/cancel.h"
#include "cli/console.h"
#include "cli/project.h"
#include "execute/identity_refresh.h"
#include "execute/take_check.h"
#include "plan/facts.h"
#include "plan/plan.h"

namespace reshoot {

/// `access` looks at the project's rows and at `measurer`.
struct IdentityDesk {
  std::unique_ptr<Measurer> measurer;
  IdentityAccess access;
  std::vector<std::string> missing;  ///< ids of models that are not installed

  /// Whether the models for this are here.
  [[nodiscard]] bool can_judge(const MeasureNeeds& needs) const;
};

/// Errors: `environment` where a file that is installed cannot be looked at.
Result<IdentityDesk> open_identity_desk(const Project& project, const Toolbox& tools);

/// Learns the campaign's characters, shows what is wrong with their references on stderr, which is
/// an error of kind `campaign`, then measures, compares and judges the takes of wanted clips. What
/// models are missing for stays unjudged. Says on stderr what it does where that takes long.
Result<void> judge_what_is_here(IdentityDesk& desk, Project& project, const Graph& graph,
                                const std::vector<bool>& wanted, Store& store, Facts& facts,
                                int jobs, const Console& console, const Cancel& cancel);

/// The same mistakes into `project.diags`, where the models are installed; nothing is written.
Result<void> check_references(Project& project, const Graph& graph, const Toolbox& tools,
                              Store& store, Facts& facts, const Cancel& cancel);

/// Reports what is wrong with the references of characters of judged scenes.
void report_references(const std::vector<std::optional<Likeness>>& likenesses,
                       const Campaign& campaign, const IdentityModels& models, Diagnostics& diags);

/// An error of kind `environment` where a clip would be paid for or shipped that cannot be judged
/// for lack of models: nothing was sent yet.
Result<void> check_can_judge(const IdentityDesk& desk, const Graph& graph, const Campaign& campaign,
                             const Plan& plan);

}  // namespace reshoot
