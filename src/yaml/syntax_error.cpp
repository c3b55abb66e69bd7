// SPDX-License-Identifier: Apache-2.0
// One row per message of yaml-cpp that people meet.

#include "yaml/syntax_error.h"

#include <array>

namespace reshoot {

namespace {

struct Row {
  std::string_view begins;  ///< how the parser's message begins
  SyntaxAdvice advice;
};

constexpr std::string_view look_at_indentation =
    "keys of one mapping stand in the same column; look at the indentation here and above";
constexpr std::string_view quote_it = "put the text in quotes";

constexpr std::array rows{
    Row{"illegal map value",
        {"a ':' begins a value where no key can stand",
         "put text that holds ': ' in quotes, and look at the indentation"}},
    Row{"end of map flow not found",
        {"expected ',' or '}' here",
         "close what '{' opened, and put text that holds ': ' or ',' in quotes"}},
    Row{"end of sequence flow not found",
        {"expected ',' or ']' here",
         "close what '[' opened, and put text that holds ': ' or ',' in quotes"}},
    Row{"end of map not found", {"expected a key here", look_at_indentation}},
    Row{"end of sequence not found",
        {"expected '- ' here", "items of one list stand in the same column"}},
    Row{"illegal flow end", {"this bracket closes nothing that is open", ""}},
    Row{"illegal block entry", {"a '- ' item cannot stand here", look_at_indentation}},
    Row{"illegal map key", {"a key cannot stand here", look_at_indentation}},
    Row{"illegal EOF in scalar", {"the file ends inside quotes", "close the quotes"}},
    Row{"illegal document indicator in scalar",
        {"'---' or '...' inside quotes begins a line", "indent the line"}},
    Row{"unknown escape character",
        {"unknown escape in double quotes",
         "write \\\\ for a backslash, or use single quotes, where nothing is escaped", 2}},
    Row{"bad character found while scanning hex number", {"a hex digit was expected here", ""}},
    Row{"illegal tab when looking for indentation", {"a tab indents this line", "use spaces"}},
    Row{"unexpected character in block scalar",
        {"text cannot begin on the line of '|' or '>'", "begin it on the next line, indented"}},
    Row{"cannot set zero indentation", {"a block of text cannot have the indentation 0", ""}},
    Row{"the referenced anchor is not defined",
        {"there is no anchor of this name above", quote_it}},
    Row{"alias not found after *", {"'*' must be followed by the name of an anchor", quote_it}},
    Row{"anchor not found after &", {"'&' must be followed by a name", quote_it}},
    Row{"illegal character found while scanning alias",
        {"the name of an alias ends in an illegal character", quote_it}},
    Row{"illegal character found while scanning anchor",
        {"the name of an anchor ends in an illegal character", quote_it}},
    Row{"cannot assign multiple anchors", {"a value can have one anchor only", ""}},
    Row{"unknown token", {"text cannot begin with this character", quote_it}},
};

}  // namespace

SyntaxAdvice advice_for(std::string_view parser_message) {
  for (const Row& row : rows) {
    if (parser_message.substr(0, row.begins.size()) == row.begins) {
      return row.advice;
    }
  }
  return {parser_message, {}, 0};
}

}  // namespace reshoot
