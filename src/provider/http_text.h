// SPDX-License-Identifier: Apache-2.0
#pragma once
// Small texts that every call is made of.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace reshoot {

/// All but letters, digits, `-`, `_`, `.` and `~` as %XX: one path segment or one query value.
std::string percent_encoded(std::string_view text);

/// The body of a request; bytes that are no UTF-8 are replaced.
std::string body_of(const nlohmann::ordered_json& json);

}  // namespace reshoot
