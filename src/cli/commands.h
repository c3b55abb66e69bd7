// SPDX-License-Identifier: Apache-2.0
#pragma once
// The commands: each wires the rooms together, prints, and says how the process ends.

#include "base/result.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/options.h"

namespace reshoot {

Result<ExitCode> check(const Options& options, const Console& console);
Result<ExitCode> plan(const Options& options, const Console& console);
Result<ExitCode> build(const Options& options, const Console& console);
Result<ExitCode> status(const Options& options, const Console& console);
Result<ExitCode> why(const Options& options, const Console& console);
Result<ExitCode> diff(const Options& options, const Console& console);
Result<ExitCode> graph(const Options& options, const Console& console);
Result<ExitCode> verify(const Options& options, const Console& console);
Result<ExitCode> report(const Options& options, const Console& console);
Result<ExitCode> take_list(const Options& options, const Console& console);
Result<ExitCode> take_use(const Options& options, const Console& console);
Result<ExitCode> take_reject(const Options& options, const Console& console);
Result<ExitCode> take_compare(const Options& options, const Console& console);
Result<ExitCode> retake(const Options& options, const Console& console);
Result<ExitCode> resolve(const Options& options, const Console& console);
Result<ExitCode> cost(const Options& options, const Console& console);
Result<ExitCode> cache_stats(const Options& options, const Console& console);
Result<ExitCode> cache_verify(const Options& options, const Console& console);
Result<ExitCode> cache_gc(const Options& options, const Console& console);
Result<ExitCode> cache_push(const Options& options, const Console& console);
Result<ExitCode> cache_pull(const Options& options, const Console& console);
Result<ExitCode> models_list(const Options& options, const Console& console);
Result<ExitCode> models_show(const Options& options, const Console& console);
Result<ExitCode> models_pull(const Options& options, const Console& console);
Result<ExitCode> init(const Options& options, const Console& console);
Result<ExitCode> doctor(const Options& options, const Console& console);
Result<ExitCode> schema(const Options& options, const Console& console);
Result<ExitCode> completion(const Options& options, const Console& console);

/// Runs the command that `options` names; prints its error, if it has one.
ExitCode run_command(const Options& options, const Console& console);

}  // namespace reshoot
