// SPDX-License-Identifier: Apache-2.0
#include "cli/progress/output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>

namespace reshoot {

void FdOutput::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd_, text.data(), text.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      return;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

TerminalSize FdOutput::size() const {
  winsize size{};
  if (ioctl(fd_, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
    return {};
  }
  return {size.ws_col, size.ws_row};
}

}  // namespace reshoot
