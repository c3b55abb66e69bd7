// SPDX-License-Identifier: Apache-2.0
// Asks the environment and the terminal once.

#include "cli/console.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "base/text.h"
#include "cli/exit_code.h"

namespace reshoot {
namespace {

bool is_set(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr && *value != '\0' && std::string_view(value) != "0";
}

bool wants_colour(bool terminal) {
  if (const char* const no = std::getenv("NO_COLOR"); no != nullptr && *no != '\0') {
    return false;
  }
  const char* const term = std::getenv("TERM");
  const bool dumb = term != nullptr && std::string_view(term) == "dumb";
  return is_set("CLICOLOR_FORCE") || (terminal && !dumb);
}

}  // namespace

Console Console::detect() {
  constexpr int narrowest = 40;
  Console console;
  console.in_is_terminal = isatty(STDIN_FILENO) == 1;
  console.out_is_terminal = isatty(STDOUT_FILENO) == 1;
  console.err_is_terminal = isatty(STDERR_FILENO) == 1;
  console.out_colour = wants_colour(console.out_is_terminal);
  console.err_colour = wants_colour(console.err_is_terminal);
  winsize size{};
  const int terminal = console.out_is_terminal ? STDOUT_FILENO : STDERR_FILENO;
  if (ioctl(terminal, TIOCGWINSZ, &size) == 0 && size.ws_col >= narrowest) {
    console.width = size.ws_col;
  }
  return console;
}

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      return false;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

void print_out(std::string_view text) {
  if (!write_all(STDOUT_FILENO, text)) {
    const std::string why = std::strerror(errno);
    print_err(fmt::format("error: cannot write to stdout: {}\n", why));
    std::exit(static_cast<int>(ExitCode::environment));
  }
}

void print_err(std::string_view text) {
  write_all(STDERR_FILENO, text);
}

void print_error(const Error& error, const Console& console) {
  const std::string_view red = console.err_colour ? "\x1b[1;31m" : "";
  const std::string_view plain = console.err_colour ? "\x1b[0m" : "";
  std::string text = fmt::format("{}error{}: {}\n", red, plain, printable(error.message));
  if (!error.help.empty()) {
    text += fmt::format("  = help: {}\n", printable(error.help));
  }
  print_err(text);
}

}  // namespace reshoot
