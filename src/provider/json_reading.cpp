// SPDX-License-Identifier: Apache-2.0
#include "provider/json_reading.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace reshoot {
namespace {

constexpr int max_depth = 64;
constexpr std::size_t max_id_bytes = 200;

/// Looked at before parsing: a tree of a million levels would cost a hundred times its text.
bool nests_too_deep(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_string = false;
      }
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > max_depth) {
        return true;
      }
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

bool is_id_char(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '_' || c == '.' || c == ':';
}

std::optional<std::int64_t> integer_of_text(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return number;
}

std::optional<std::int64_t> integer_of_float(double number) {
  constexpr double exact = 9007199254740992.0;  // 2^53: beyond it, doubles skip integers
  if (!(std::abs(number) <= exact) || std::trunc(number) != number) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(number);
}

}  // namespace

Json read_json(std::string_view text) {
  if (nests_too_deep(text)) {
    return {};
  }
  Json value = Json::parse(text, nullptr, false);
  return value.is_discarded() ? Json{} : value;
}

const Json& member(const Json& value, const char* name) {
  static const Json none;
  if (!value.is_object()) {
    return none;
  }
  const auto found = value.find(name);
  return found == value.end() ? none : *found;
}

std::string_view text_of(const Json& value) {
  return value.is_string() ? std::string_view(value.get_ref<const std::string&>())
                           : std::string_view{};
}

std::optional<std::int64_t> integer_of(const Json& value) {
  if (value.is_string()) {
    return integer_of_text(text_of(value));
  }
  if (value.is_number_float()) {
    return integer_of_float(value.get<double>());
  }
  if (value.is_number_unsigned()) {
    const auto number = value.get<std::uint64_t>();
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return number > most ? std::nullopt : std::optional(static_cast<std::int64_t>(number));
  }
  return value.is_number_integer() ? std::optional(value.get<std::int64_t>()) : std::nullopt;
}

std::optional<Wall> unix_time_of(const Json& value) {
  constexpr std::int64_t ns_per_second = 1'000'000'000;
  constexpr std::int64_t ns_per_milli = 1'000'000;
  constexpr std::int64_t last_second = 9'000'000'000;  // the year 2255, below overflow
  const double written = value.is_number() ? value.get<double>() : 0;
  const std::optional<std::int64_t> number =
      value.is_number_float() && std::abs(written) < 1e15
          ? std::optional(static_cast<std::int64_t>(written))  // fractions of seconds are let go
          : integer_of(value);
  if (!number || *number <= 0) {
    return std::nullopt;
  }
  if (*number <= last_second) {
    return Wall{*number * ns_per_second};
  }
  return *number / 1000 <= last_second ? std::optional(Wall{*number * ns_per_milli}) : std::nullopt;
}

std::optional<std::string> id_of(const Json& value) {
  if (value.is_number_integer()) {
    const std::optional<std::int64_t> number = integer_of(value);
    return number && *number >= 0 ? std::optional(std::to_string(*number)) : std::nullopt;
  }
  const std::string_view text = text_of(value);
  // A dot in front could walk out of the path that it is put into.
  if (text.empty() || text.size() > max_id_bytes || text.front() == '.' ||
      !std::all_of(text.begin(), text.end(), is_id_char)) {
    return std::nullopt;
  }
  return std::string(text);
}

bool contains(const Json& whole, const Json& part) {
  if (part.is_object()) {
    bool all = whole.is_object();
    for (auto field = part.begin(); all && field != part.end(); ++field) {
      const auto found = whole.find(field.key());
      all = found != whole.end() && contains(*found, *field);
    }
    return all;
  }
  if (part.is_array()) {
    return whole.is_array() && whole.size() == part.size() &&
           std::equal(whole.begin(), whole.end(), part.begin(),
                      [](const Json& a, const Json& b) { return contains(a, b); });
  }
  return whole == part;
}

}  // namespace reshoot
