// SPDX-License-Identifier: Apache-2.0
#pragma once
// A text file of schema/ that was compiled into the binary.

#include <span>
#include <string_view>

namespace reshoot {

struct EmbeddedFile {
  std::string_view name;  ///< file name without its folder, such as `0001_first.sql`
  std::string_view text;
};

}  // namespace reshoot
