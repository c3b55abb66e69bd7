// SPDX-License-Identifier: Apache-2.0
#pragma once
// The command line as a value. What each word means is decided here and nowhere else.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/units.h"
#include "store/take.h"

namespace reshoot {

enum class Command {
  init,
  check,
  plan,
  build,
  status,
  why,
  diff,
  graph,
  verify,
  report,
  take_list,
  take_compare,
  take_use,
  take_reject,
  retake,
  resolve,
  cost,
  cache_stats,
  cache_verify,
  cache_gc,
  cache_push,
  cache_pull,
  models_list,
  models_show,
  models_pull,
  doctor,
  schema,
  completion,
};

struct Options {
  Command command = Command::build;
  std::string file;   ///< -f
  std::string store;  ///< --store
  bool json = false;
  std::vector<std::string> targets;  ///< TARGET words; init: the folder; completion: the shell;
                                     ///< resolve: the take, or its scene and number
  std::string format;                ///< check, graph, verify, report
  int jobs = 0;                      ///< -j; 0: one per processor
  bool keep_going = false;           ///< -k
  bool draft = false;
  bool dry_run = false;  ///< build -n, cache gc --dry-run
  bool no_wait = false;
  bool exit_code = false;  ///< plan --exit-code
  bool quiet = false;      ///< status -q
  bool locked = false;
  bool offline = false;
  bool allow_other_ffmpeg = false;
  bool regenerate = false;
  bool store_in_tree = false;
  bool yes = false;                   ///< build --yes
  bool accept_unknown_price = false;  ///< build
  bool include_paid = false;          ///< cache gc
  std::string revision = "HEAD";      ///< diff
  std::optional<Money> max_cost;
  std::string clip;         ///< take use, take reject: the scene
  std::string take;         ///< take use, take reject, take compare: number, uuid or sha256
  std::string other_take;   ///< take compare
  std::string output;       ///< report -o; empty: where reports of this campaign lie
  bool no_crops = false;    ///< report
  bool biometrics = false;  ///< cache gc
  std::string reason;
  std::optional<DoubtAnswer> answer;  ///< resolve: which of its three was given
  std::string job;                    ///< resolve --adopt
  std::string from;                   ///< models pull: the folder to take files out of
  std::string by;                     ///< cost: scene, character, model or month; empty: only sums
  bool all = false;                   ///< cost: of all campaigns in the ledger
};

/// Parsed words, or what to print and how to leave (help, version, a mistake).
struct Leave {
  int exit_code = 0;
  std::string out;
  std::string err;
};
std::variant<Options, Leave> parse_options(int argc, const char* const* argv);

/// A completion script for bash, zsh or fish, from the same table of commands and options.
std::optional<std::string> completion_script(const std::string& shell);

}  // namespace reshoot
