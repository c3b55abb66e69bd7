// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which words changed between two texts.

#include <string>
#include <string_view>
#include <vector>

namespace reshoot {

/// A word with the spaces behind it.
struct Word {
  std::string_view text;  ///< a view of the text that was compared
  bool changed = false;
};

struct WordDiff {
  std::vector<Word> was, now;
};

/// The longest common subsequence stays; of texts too long for that, what stands between their
/// common begin and end is changed as a whole. Scripts without spaces are compared letter by
/// letter.
WordDiff word_diff(std::string_view was, std::string_view now);

}  // namespace reshoot
