// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is wrong in a command line, in words; and the words that it might have had. Over CLI11.

#include <string>
#include <vector>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace reshoot {

/// The words that may stand where `app` expects a command.
std::vector<std::string> commands_of(const CLI::App& app);
/// The options of a command: `--jobs`, `-j`.
std::vector<std::string> flags_of(const CLI::App& app);

/// What is wrong in `words`, in one sentence with a guess at what was meant.
std::string explain_mistake(const CLI::App& root, const std::vector<std::string>& words,
                            const CLI::ParseError& mistake);

}  // namespace reshoot
