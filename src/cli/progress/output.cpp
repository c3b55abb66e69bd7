// SPDX-License-Identifier: Apache-2.0
#include "cli/progress/output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/console.h"

namespace reshoot {

void FdOutput::write(std::string_view text) {
  write_all(fd_, text);  // nobody may be watching any more: the work goes on
}

TerminalSize FdOutput::size() const {
  winsize size{};
  if (ioctl(fd_, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
    return {};
  }
  return {size.ws_col, size.ws_row};
}

}  // namespace reshoot
