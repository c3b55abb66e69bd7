// SPDX-License-Identifier: Apache-2.0
#pragma once
// The two streams and what they can show: data goes to stdout, everything else to stderr.

#include <string_view>

#include "base/result.h"

namespace reshoot {

/// What a stream can show. NO_COLOR and CLICOLOR_FORCE are honoured.
struct Console {
  bool in_is_terminal = false;  ///< a person can be asked, where stderr is one too
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool out_colour = false;
  bool err_colour = false;
  int width = 100;  ///< columns of the terminal; 100 where there is none

  static Console detect();
};

/// Writes all of it; false where that failed (errno says why).
bool write_all(int fd, std::string_view text);

/// Output that cannot be written, as on a full disk, ends the process with exit code 5.
void print_out(std::string_view text);
void print_err(std::string_view text);

/// `error: message` and `  = help: ...` on stderr.
void print_error(const Error& error, const Console& console);

}  // namespace reshoot
