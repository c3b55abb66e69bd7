// SPDX-License-Identifier: Apache-2.0
#pragma once
// How every report prints its one JSON object.

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace reshoot {

/// The version of the shape of all JSON that the tool prints.
constexpr int json_schema_version = 1;

/// Indented by one, ends with a line break. Bytes that are no UTF-8 become U+FFFD.
std::string json_text(const nlohmann::ordered_json& json);
/// The same on one line, for streams of events.
std::string json_line(const nlohmann::ordered_json& json);

}  // namespace reshoot
