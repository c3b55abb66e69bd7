// SPDX-License-Identifier: Apache-2.0
// Words for how a build ended, as in the ledger and in JSON.

#include "execute/observer.h"

namespace reshoot {

std::string_view name_of(BuildEnd end) {
  switch (end) {
    case BuildEnd::done:
      return "done";
    case BuildEnd::failed:
      return "failed";
    case BuildEnd::interrupted:
      return "interrupted";
  }
  return "unknown";
}

StepFinished step_found(StepIndex step, const Digest& key) {
  StepFinished event;
  event.step = step;
  event.key = key;
  return event;
}

}  // namespace reshoot
