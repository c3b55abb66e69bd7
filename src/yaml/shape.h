// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a value of the language looks like: one description for error messages and for JSON Schema.

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace reshoot {

struct Shape;

/// One key of a mapping, as people see it.
struct FieldInfo {
  std::string_view key;
  const Shape* shape = nullptr;
  std::string_view doc;  ///< one line
  bool required = false;
  std::string_view needs;     ///< a key that must stand beside it
  std::string_view excludes;  ///< a key that must not stand beside it
};

/// Made once per type as a constant; everything in it lives as long as the program.
struct Shape {
  enum class Kind : std::uint8_t {
    text,
    integer,
    number,
    boolean,
    list,      ///< items like `item`
    mapping,   ///< the keys of `fields`
    names,     ///< any names, each with a value like `item`
    one_name,  ///< exactly one name, with a value like `item`
    any_of,    ///< like one of `alternatives`
  };

  Kind kind = Kind::text;
  std::string_view
      wanted;  ///< what to write, for messages: `a length in seconds, such as 6 or 4.5`
  std::string_view
      pattern;  ///< text and names: a regular expression that JSON Schema and ECMA share
  std::span<const std::string_view> choices;  ///< text: the legal ones; empty: any
  double minimum = -std::numeric_limits<double>::infinity();
  double maximum = std::numeric_limits<double>::infinity();
  bool above_minimum = false;  ///< the minimum itself is not legal
  const Shape* item = nullptr;
  std::size_t least_items = 0;  ///< list, names
  std::span<const Shape* const> alternatives;
  std::string_view name;                             ///< mapping: its name in JSON Schema
  std::vector<FieldInfo> (*fields)() = nullptr;      ///< mapping
  std::span<const std::string_view> exactly_one_of;  ///< mapping: one of these keys, and only one
};

}  // namespace reshoot
