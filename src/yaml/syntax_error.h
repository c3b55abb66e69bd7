// SPDX-License-Identifier: Apache-2.0
#pragma once
// The parser's terse words for broken YAML, said so that a producer knows what to do.

#include <cstddef>
#include <string_view>

namespace reshoot {

struct SyntaxAdvice {
  std::string_view message;
  std::string_view help;  ///< may be empty
  std::size_t back = 0;   ///< bytes from the parser's place back to what is meant
};

/// What to tell people for a message of yaml-cpp's ParserException.
SyntaxAdvice advice_for(std::string_view parser_message);

}  // namespace reshoot
