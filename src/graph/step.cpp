// SPDX-License-Identifier: Apache-2.0
// Names of the step kinds, as in step ids and JSON.

#include "graph/step.h"

namespace reshoot {

std::string_view name_of(StepKind kind) {
  switch (kind) {
    case StepKind::generate:
      return "generate";
    case StepKind::conform:
      return "conform";
    case StepKind::cut:
      return "cut";
  }
  return "unknown";
}

}  // namespace reshoot
