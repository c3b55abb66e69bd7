// SPDX-License-Identifier: Apache-2.0
#pragma once
// Numbers in the words of findings.

#include <cstddef>
#include <cstdint>
#include <string>

namespace reshoot {

/// `0.31`, with more digits where two would not tell it from `other`.
std::string number_beside(float value, float other);
/// `71 %`, rounded down, so that nothing looks as if it reached what it did not; at least `1 %` of
/// what is there.
std::string percent(float share);
/// `2.5 s`
std::string seconds_text(double seconds);
/// `1 frame`, `28 frames`
std::string counted(std::size_t count, const char* noun);

}  // namespace reshoot
