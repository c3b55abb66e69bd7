// SPDX-License-Identifier: Apache-2.0
#pragma once
// multipart/form-data, written and read.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "provider/http.h"

namespace reshoot::emulator {

struct FormPart {
  std::string name;
  std::string file_name;  ///< empty: a field
  std::string content_type;
  std::string value;
};

/// nullopt: malformed. `content_type` is the request's, with the boundary.
std::optional<std::vector<FormPart>> read_form(std::string_view content_type,
                                               std::string_view body);
/// The body for parts between that boundary.
std::string write_form(const std::vector<FormPart>& parts, std::string_view boundary);

}  // namespace reshoot::emulator
