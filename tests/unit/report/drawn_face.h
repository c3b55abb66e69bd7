// SPDX-License-Identifier: Apache-2.0
#pragma once
// A small PNG of a face that nobody has: crops for pages made in tests.

#include <cstdint>
#include <string>

namespace reshoot {

/// 96 x 96 pixels. `person` decides skin, hair and clothes; `smile` 0 to 1.
std::string drawn_face(std::uint32_t person, float smile);

}  // namespace reshoot
