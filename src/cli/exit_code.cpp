// SPDX-License-Identifier: Apache-2.0
// One table from error kinds to codes, one order among codes.

#include "cli/exit_code.h"

#include <algorithm>
#include <array>

namespace reshoot {

ExitCode exit_code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::usage:
    case ErrorKind::campaign:
      return ExitCode::usage;
    case ErrorKind::environment:
    case ErrorKind::refused_auth:
      return ExitCode::environment;
    case ErrorKind::refused_budget:
      return ExitCode::budget;
    case ErrorKind::needs_person:
    case ErrorKind::in_doubt:
      return ExitCode::needs_person;
    case ErrorKind::transient:
    case ErrorKind::rate_limited:
    case ErrorKind::refused_content:
    case ErrorKind::corrupt:
      return ExitCode::steps_failed;
    case ErrorKind::cancelled:
      return ExitCode::interrupted;
  }
  return ExitCode::bug;
}

ExitCode worse(ExitCode a, ExitCode b) {
  static constexpr std::array order{
      ExitCode::bug,          ExitCode::interrupted, ExitCode::environment,
      ExitCode::usage,        ExitCode::budget,      ExitCode::needs_person,
      ExitCode::steps_failed, ExitCode::has_work,    ExitCode::done};
  return *std::min(std::find(order.begin(), order.end(), a),
                   std::find(order.begin(), order.end(), b));
}

}  // namespace reshoot
