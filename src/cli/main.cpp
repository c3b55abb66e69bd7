// SPDX-License-Identifier: Apache-2.0
// The program: parse the words, run the command, and catch what nothing else caught.

#include <fmt/format.h>

#include <csignal>
#include <exception>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/options.h"

int main(int argc, char** argv) {
  using namespace reshoot;
  try {
    const Console console = Console::detect();
    const auto parsed = parse_options(argc, argv);
    if (const auto* leave = std::get_if<Leave>(&parsed)) {
      print_out(leave->out);
      print_err(leave->err);
      return leave->exit_code;
    }
    return static_cast<int>(run_command(std::get<Options>(parsed), console));
  } catch (const std::exception& e) {
    print_err(fmt::format(
        "reshoot: bug: {}\n  = note: the ledger is safe; nothing that was paid for is lost\n",
        e.what()));
    return static_cast<int>(ExitCode::bug);
  }
}
