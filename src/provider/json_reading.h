// SPDX-License-Identifier: Apache-2.0
#pragma once
// JSON from strangers: any bytes, any types. Nothing here throws; what is not there reads as null.

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace reshoot {

using Json = nlohmann::json;

/// null: it is no JSON, or it nests deeper than any reply has reason to (64).
Json read_json(std::string_view text);

/// A member of an object; null where there is none, or where `value` is no object.
const Json& member(const Json& value, const char* name);

/// The text of a string; empty for all else.
std::string_view text_of(const Json& value);

/// A whole number, also one written as `5.0` or `"5"`; nullopt for all else.
std::optional<std::int64_t> integer_of(const Json& value);

/// Unix seconds, or milliseconds where the figure is too large for that.
std::optional<Wall> unix_time_of(const Json& value);

/// An id that can stand in a URL's path: a text or a whole number; nullopt for all else.
std::optional<std::string> id_of(const Json& value);

/// Whether all that `part` says stands in `whole`, too: objects may have more fields there, in any
/// order; lists must be as long; 5 is 5.0.
bool contains(const Json& whole, const Json& part);

}  // namespace reshoot
