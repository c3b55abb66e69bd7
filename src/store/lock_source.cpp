// SPDX-License-Identifier: Apache-2.0
// Commands for people to copy: nothing in a name may mean something to a shell.

#include "store/lock_source.h"

#include <fmt/core.h>

namespace reshoot {
namespace {

/// The name, or `FILE` where a shell would not take it as one plain word.
std::string_view as_argument(std::string_view name) {
  static constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._/@+";
  return name.empty() || name.find_first_not_of(plain) != std::string_view::npos ? "FILE" : name;
}

}  // namespace

void help_restore(Diagnostic& diagnostic, std::string_view lock_name, std::string_view clip) {
  diagnostic.help(
      fmt::format("'git diff -- {0}' shows what was changed; 'git checkout -- {0}' brings back the "
                  "lock that was committed",
                  as_argument(lock_name)));
  if (clip.empty()) {
    diagnostic.help(
        "without one: remove the file; 'reshoot build' then writes a new lock from the takes that "
        "this machine knows, and its difference in git is what to approve");
  } else {
    diagnostic.help(fmt::format(
        "without one: remove the block of '{0}', from its 'id' to the empty line, and "
        "choose a take of it anew: 'reshoot take list {0}', 'reshoot take use {0} TAKE'",
        clip));
  }
}

void help_merge_again(Diagnostic& diagnostic, std::string_view lock_name) {
  diagnostic.help(fmt::format(
      "'git checkout --merge -- {0}' has git mark the conflict anew; 'git checkout --ours "
      "-- {0}' takes your side whole",
      as_argument(lock_name)));
}

void help_line_endings(Diagnostic& diagnostic, std::string_view lock_name) {
  diagnostic.help(
      fmt::format("put a line '*.lock -text' into .gitattributes, so that git leaves locks as they "
                  "are; then remove {0}, and 'git checkout -- {0}' writes it anew",
                  as_argument(lock_name)));
}

}  // namespace reshoot
