// SPDX-License-Identifier: Apache-2.0
// Ends the process on a bug: says where, flushes, and leaves with the exit code for bugs.

#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace reshoot {

void check_failed(std::string_view condition, const char* file, int line) {
  constexpr int exit_bug = 70;
  std::fprintf(stderr,
               "reshoot: bug: '%.*s' does not hold at %s:%d\n"
               "  = note: the ledger is safe; nothing that was paid for is lost\n"
               "  = help: run the command again; if it stops here again, report this line\n",
               static_cast<int>(condition.size()), condition.data(), file, line);
  std::fflush(nullptr);
  std::_Exit(exit_bug);
}

}  // namespace reshoot
