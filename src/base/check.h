// SPDX-License-Identifier: Apache-2.0
#pragma once
// CHECK: a broken promise inside the program. On in release too; the ledger makes a restart safe.

#include <string_view>

namespace reshoot {

/// Prints the broken condition and its place to stderr and ends the process with exit code 70.
[[noreturn]] void check_failed(std::string_view condition, const char* file, int line);

}  // namespace reshoot

#define CHECK(condition)                                       \
  do {                                                         \
    if (!(condition)) {                                        \
      ::reshoot::check_failed(#condition, __FILE__, __LINE__); \
    }                                                          \
  } while (false)
