// SPDX-License-Identifier: Apache-2.0
// CLI11's own messages name what it parsed; these say what a person wrote.

#include "cli/option_mistakes.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace reshoot {
namespace {

std::string did_you_mean(const std::string& word, const std::vector<std::string>& candidates) {
  const std::optional<std::string> meant = closest(word, candidates);
  return meant ? fmt::format("  = help: did you mean '{}'?\n", *meant) : std::string();
}

/// The deepest command that was named, as far as the words make sense.
const CLI::App* named_command(const CLI::App& root, const std::vector<std::string>& words,
                              std::size_t& used) {
  const CLI::App* app = &root;
  for (used = 0; used < words.size(); ++used) {
    const CLI::App* sub = nullptr;
    for (const CLI::App* candidate : app->get_subcommands([](const CLI::App*) { return true; })) {
      sub = candidate->get_name() == words[used] ? candidate : sub;
    }
    if (sub == nullptr) {
      break;
    }
    app = sub;
  }
  return app;
}

/// `--jobs` of `--jobs=4`, `-j` of `-j4`; empty: not an option.
std::string flag_of(const std::string& word) {
  if (word.starts_with("--")) {
    return word.size() == 2 ? "" : word.substr(0, word.find('='));
  }
  const bool is_short = word.size() > 1 && word[0] == '-' && std::isalpha(word[1]) != 0;
  return is_short ? word.substr(0, 2) : "";
}

std::string see_help(const std::vector<std::string>& words, std::size_t used) {
  std::string command = "reshoot";
  for (std::size_t i = 0; i < used; ++i) {
    command += " " + words[i];
  }
  return fmt::format("  = help: see '{} --help'\n", command);
}

}  // namespace

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(sub->get_name());
  }
  return names;
}

std::vector<std::string> flags_of(const CLI::App& app) {
  std::vector<std::string> flags;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      flags.push_back("--" + name);
    }
    for (const std::string& name : option->get_snames()) {
      flags.push_back("-" + name);
    }
  }
  return flags;
}

std::string explain_mistake(const CLI::App& root, const std::vector<std::string>& words,
                            const CLI::ParseError& mistake) {
  std::size_t used = 0;
  const CLI::App* app = named_command(root, words, used);
  const std::vector<std::string> commands = commands_of(*app);
  if (!commands.empty()) {
    if (used == words.size()) {
      return fmt::format("error: a command is missing: {}\n", fmt::join(commands, ", "));
    }
    if (!words[used].starts_with('-')) {
      const std::string guess = did_you_mean(words[used], commands);
      return fmt::format("error: there is no command '{}'\n", printable(words[used])) +
             (guess.empty() ? see_help(words, used) : guess);
    }
  }
  const std::vector<std::string> flags = flags_of(*app);
  for (std::size_t i = used; i < words.size(); ++i) {
    const std::string flag = flag_of(words[i]);
    const bool known = std::find(flags.begin(), flags.end(), flag) != flags.end();
    if (!flag.empty() && !known) {
      // One letter is close to every other: no guess.
      const std::string guess = flag.starts_with("--") ? did_you_mean(flag, flags) : "";
      if (!commands.empty() && guess.empty()) {
        return fmt::format("error: the command comes first, then its options such as '{}'\n",
                           printable(flag)) +
               see_help(words, used);
      }
      return fmt::format("error: '{}' has no option '{}'\n", app->get_display_name(),
                         printable(flag)) +
             (guess.empty() ? see_help(words, used) : guess);
    }
  }
  const std::string what = printable(mistake.what());
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&mistake) != nullptr) {
    return fmt::format("error: '{}' needs a value\n", what.substr(0, what.find(':'))) +
           see_help(words, used);
  }
  return fmt::format("error: {}\n", what) + see_help(words, used);
}

}  // namespace reshoot
