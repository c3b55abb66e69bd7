// SPDX-License-Identifier: Apache-2.0
#include "cli/dotenv.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "base/files.h"
#include "cli/git.h"
#include "cli/worktree.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t size_cap = 64U << 10U;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

tl::unexpected<Error> mistake(int line, std::string_view what) {
  return fail(ErrorKind::environment, fmt::format(".env:{}: {}", line, what),
              "each line is NAME=value, or empty, or a comment that begins with '#'");
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_name(std::string_view text) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
  const auto is_letter = [&](char c) { return letters.find(c) != std::string_view::npos; };
  return !text.empty() && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

bool is_blank_or_comment(std::string_view text) {
  const std::string_view rest = trimmed(text);
  return rest.empty() || rest.front() == '#';
}

Result<std::string> quoted_value(std::string_view written, int line) {
  const std::size_t end = written.find(written.front(), 1);
  if (end == std::string_view::npos) {
    return mistake(line, "the quote has no end on this line");
  }
  if (!is_blank_or_comment(written.substr(end + 1))) {
    return mistake(line, "something stands after the quoted value");
  }
  return std::string(written.substr(1, end - 1));
}

Result<std::string> plain_value(std::string_view written, int line) {
  const std::size_t space = std::min(written.find_first_of(" \t"), written.size());
  if (!is_blank_or_comment(written.substr(space))) {
    return mistake(line, "a value with spaces needs quotes");
  }
  const std::string_view value = written.substr(0, space);
  if (value.find_first_of("\"'") != std::string_view::npos) {
    return mistake(line, "a quote stands in the middle of the value");
  }
  return std::string(value);
}

Result<std::string> value_of(std::string_view written, int line) {
  const std::string_view value = trimmed(written);
  const bool has_controls = std::any_of(value.begin(), value.end(), [](unsigned char c) {
    return (c < ' ' && c != '\t') || c == 0x7f;
  });
  if (has_controls) {
    return mistake(line, "there are control characters in the value");
  }
  if (value.starts_with('#')) {
    return std::string();
  }
  const bool is_quoted = value.starts_with('"') || value.starts_with('\'');
  return is_quoted ? quoted_value(value, line) : plain_value(value, line);
}

Result<void> read_line(std::string_view text, int line, Variables& variables) {
  constexpr std::string_view shell_word = "export ";
  std::string_view rest = trimmed(text);
  if (is_blank_or_comment(rest)) {
    return {};
  }
  if (rest.starts_with(shell_word)) {
    rest = trimmed(rest.substr(shell_word.size()));
  }
  const std::size_t equals = rest.find('=');
  if (equals == std::string_view::npos) {
    return mistake(line, "there is no '=' on it");
  }
  if (!is_name(rest.substr(0, equals))) {
    return mistake(line, "what stands before '=' is no name of a variable");
  }
  TRY_ASSIGN(std::string value, value_of(rest.substr(equals + 1), line));
  const bool is_new = variables.emplace(rest.substr(0, equals), Secret(std::move(value))).second;
  return is_new ? Result<void>() : mistake(line, "the variable was set further up already");
}

Result<bool> is_tracked(const fs::path& workspace, const Cancel& cancel) {
  if (!git_root_of(workspace)) {
    return false;
  }
  TRY_ASSIGN(const Git git, Git::open(workspace, cancel));
  return git.tracks(".env");
}

}  // namespace

Result<Variables> parse_dotenv(std::string_view text) {
  if (text.starts_with(byte_order_mark)) {
    text.remove_prefix(byte_order_mark.size());
  }
  Variables variables;
  for (int line = 1; !text.empty(); ++line) {
    std::string_view here = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(here.size() + 1, text.size()));
    if (here.ends_with('\r')) {
      here.remove_suffix(1);
    }
    TRY(read_line(here, line, variables));
  }
  return variables;
}

Result<Variables> read_dotenv(const fs::path& workspace, const Cancel& cancel) {
  const fs::path file = workspace / ".env";
  TRY_ASSIGN(const std::optional<FileStat> found, stat_file(file));
  if (!found) {
    return Variables();
  }
  TRY_ASSIGN(const bool tracked, is_tracked(workspace, cancel));
  if (tracked) {
    return fail(ErrorKind::environment,
                fmt::format("git tracks '{}', so its keys are in every clone", file.string()),
                "git rm --cached .env, add .env to .gitignore, and get new keys: the old ones are "
                "in the history");
  }
  TRY_ASSIGN(const std::string text, read_file(file, size_cap));
  return parse_dotenv(text);
}

Variables process_variables() {
  Variables variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos) {
      variables.emplace(text.substr(0, equals), Secret(std::string(text.substr(equals + 1))));
    }
  }
  return variables;
}

}  // namespace reshoot
