// SPDX-License-Identifier: Apache-2.0
#pragma once
// How long the shot desk waits for answers to its calls, and what none means. For the desk's own
// files.

#include "network/transport.h"
#include "provider/adapter.h"

namespace reshoot {

inline constexpr Millis submit_patience{120'000};
inline constexpr Millis question_patience{30'000};
// After Ctrl-C: people wait no longer for the answer to a submit.
inline constexpr Millis last_patience{10'000};
// A submit that is surely not accepted is tried so often before its take is given up.
inline constexpr int most_submits = 8;

inline Deadlines patience_of(Millis first_byte) {
  Deadlines deadlines;
  deadlines.first_byte = first_byte;
  return deadlines;
}

/// What no answer to a submit means: nothing has left, or nobody knows.
inline Refusal refusal_of(const Broken& broken) {
  Refusal refusal{broken.error, std::nullopt};
  if (broken.error.kind != ErrorKind::environment) {
    refusal.error.kind = broken.sent ? ErrorKind::in_doubt : ErrorKind::transient;
  } else if (broken.sent) {
    refusal.error.kind = ErrorKind::in_doubt;
  }
  return refusal;
}

}  // namespace reshoot
