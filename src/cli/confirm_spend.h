// SPDX-License-Identifier: Apache-2.0
#pragma once
// Before the first paid submit: may this money be spent? Whether caps hold is check_budget()'s.

#include <string>
#include <vector>

#include "base/cancel.h"
#include "base/result.h"
#include "base/units.h"
#include "campaign/model.h"
#include "cli/console.h"
#include "cli/options.h"
#include "graph/step.h"
#include "plan/plan.h"

namespace reshoot {

/// What a plan would spend. Clips that cost nothing are not in it.
struct SpendQuestion {
  struct Part {
    std::string model;  ///< `gmi/wan2.7-r2v`
    int clips = 0;
    Money cost;       ///< as far as prices are known
    int unknown = 0;  ///< of its clips: at a price that the catalog does not know
  };
  std::vector<Part> parts;  ///< in order of the plan
  /// What takes may cost beside, at most, that are shot because others fall short.
  Money more{};

  // What a person has agreed to earlier in this run, and that was not spent since.
  Money agreed;
  int agreed_unknown = 0;

  [[nodiscard]] int clips() const;
  [[nodiscard]] Money cost() const;
  [[nodiscard]] int unknown() const;
};
/// `max_takes`: as in the campaign's budget.
SpendQuestion spend_question(const Graph& graph, const Campaign& campaign, const Plan& plan,
                             int max_takes);

/// `3 clips for $1.80 (gmi/wan2.7-r2v 2, gmi/veo-3.1-fast-generate-001 1)`, and what more may be
/// spent on takes that fall short
std::string spend_text(const SpendQuestion& question);

enum class SpendStep {
  go_on,
  ask,             ///< a person at the terminal
  refuse,          ///< nobody can be asked, and nobody has said --yes
  refuse_unknown,  ///< a price is not known, and nobody has accepted that
};
struct SpendWords {
  bool yes = false;
  bool accept_unknown_price = false;
  bool can_ask = false;  ///< stdin and stderr are a terminal
};
SpendStep decide_spend(const SpendQuestion& question, const SpendWords& words);

/// Asks where it has to, on stderr and from the terminal. An error is a no, and nothing was shot:
/// `needs_person` where a person declined or cannot be asked, `cancelled` after Ctrl-C.
Result<void> confirm_spend(const SpendQuestion& question, const Options& options,
                           const Console& console, const Cancel& cancel);

}  // namespace reshoot
