// SPDX-License-Identifier: Apache-2.0
// From the command's name to its function.

#include "cli/commands.h"

namespace reshoot {
namespace {

using Function = Result<ExitCode> (*)(const Options&, const Console&);

Function function_of(Command command) {
  switch (command) {
    case Command::init:
      return init;
    case Command::check:
      return check;
    case Command::plan:
      return plan;
    case Command::build:
      return build;
    case Command::status:
      return status;
    case Command::why:
      return why;
    case Command::diff:
      return diff;
    case Command::graph:
      return graph;
    case Command::verify:
      return verify;
    case Command::report:
      return report;
    case Command::take_compare:
      return take_compare;
    case Command::take_list:
      return take_list;
    case Command::take_use:
      return take_use;
    case Command::take_reject:
      return take_reject;
    case Command::retake:
      return retake;
    case Command::resolve:
      return resolve;
    case Command::cost:
      return cost;
    case Command::cache_stats:
      return cache_stats;
    case Command::cache_verify:
      return cache_verify;
    case Command::cache_gc:
      return cache_gc;
    case Command::cache_push:
      return cache_push;
    case Command::cache_pull:
      return cache_pull;
    case Command::models_list:
      return models_list;
    case Command::models_show:
      return models_show;
    case Command::models_pull:
      return models_pull;
    case Command::doctor:
      return doctor;
    case Command::schema:
      return schema;
    case Command::completion:
      return completion;
  }
  return nullptr;
}

}  // namespace

ExitCode run_command(const Options& options, const Console& console) {
  const Result<ExitCode> result = function_of(options.command)(options, console);
  if (result) {
    return *result;
  }
  print_error(result.error(), console);
  return exit_code_of(result.error().kind);
}

}  // namespace reshoot
