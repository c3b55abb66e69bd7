// SPDX-License-Identifier: Apache-2.0
#pragma once
// Small questions about UTF-8 text. Pure.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reshoot {

/// Edit distance (insert, delete, replace, swap of neighbours each cost 1), at most `cap`.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t cap);

/// The candidate that is closest to what was written, if it is close enough to be meant.
std::optional<std::string> closest(std::string_view written,
                                   const std::vector<std::string>& candidates);

bool is_valid_utf8(std::string_view text);

/// Number of terminal cells that `text` takes: wide East Asian code points count two, marks none.
std::size_t display_width(std::string_view text);

/// Control characters as `\x1b` and the like, so that foreign text cannot steer a terminal.
std::string printable(std::string_view text);

/// `text` cut to at most `cells` terminal cells, with `…` where it was cut.
std::string ellipsize(std::string_view text, std::size_t cells);

}  // namespace reshoot
