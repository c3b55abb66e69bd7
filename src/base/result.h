// SPDX-License-Identifier: Apache-2.0
#pragma once
// Result<T>: the answer of anything that the world can make fail. Its error kind says what may be
// done next.

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace reshoot {

/// What kind of failure it was: decides exit code and whether trying again can help.
enum class ErrorKind {
  usage,            ///< the command line was wrong
  campaign,         ///< the campaign has mistakes (they were reported as diagnostics)
  environment,      ///< disk, tool or permission is missing here
  transient,        ///< the same call may succeed later
  rate_limited,     ///< the same call may succeed after a wait
  in_doubt,         ///< nobody knows whether the other side acted
  refused_content,  ///< refused for what it shows; unchanged it will be refused again
  refused_auth,     ///< key or account was refused
  refused_budget,   ///< a money cap stopped it
  needs_person,     ///< only a person can decide
  corrupt,          ///< stored or received bytes are not what was promised
  cancelled,        ///< we were asked to stop
};

/// A failure in words for people. `message` says what happened and where; `help` what to do next.
struct Error {
  ErrorKind kind = ErrorKind::environment;
  std::string message;
  std::string help;
};

template <class T = void>
using Result = tl::expected<T, Error>;

/// An error to return: `return fail(ErrorKind::environment, "cannot read 'x'", "check its
/// permissions");`
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorKind kind, std::string message,
                                                std::string help = {}) {
  return tl::unexpected<Error>(Error{kind, std::move(message), std::move(help)});
}

}  // namespace reshoot

#define RESHOOT_JOIN_(a, b) a##b
#define RESHOOT_JOIN(a, b) RESHOOT_JOIN_(a, b)
#define RESHOOT_TRY_INTO(tmp, target, expression)                    \
  auto tmp = (expression);                                           \
  if (!tmp) {                                                        \
    return tl::unexpected<::reshoot::Error>(std::move(tmp).error()); \
  }                                                                  \
  target = *std::move(tmp)

/// TRY(expression): return its error, else go on.
#define TRY(expression)                                                  \
  do {                                                                   \
    if (auto tried = (expression); !tried) {                             \
      return tl::unexpected<::reshoot::Error>(std::move(tried).error()); \
    }                                                                    \
  } while (false)

/// TRY_ASSIGN(auto x, expression): return its error, else `auto x` takes its value.
#define TRY_ASSIGN(target, expression) \
  RESHOOT_TRY_INTO(RESHOOT_JOIN(tried_, __LINE__), target, expression)
