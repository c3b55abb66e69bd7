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

}  // namespace reshoot
