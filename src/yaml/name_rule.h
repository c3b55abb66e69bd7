// SPDX-License-Identifier: Apache-2.0
#pragma once
// What may be the name of a thing that people declare: safe as a file name, and in `${name}`.

#include <algorithm>
#include <string_view>

namespace reshoot {

constexpr std::size_t name_limit = 64;

constexpr bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Letters, digits, `_` and `-`. `draft` is the folder of draft videos, so nothing may be named so.
struct PlainName {
  static constexpr std::string_view pattern = "^(?!draft$)[A-Za-z0-9][A-Za-z0-9_-]{0,63}$";
  static constexpr std::string_view wanted =
      "names are letters, digits, '_' and '-', begin with a letter or digit, have at most 64 "
      "characters and are not 'draft'";
  static constexpr bool allows(std::string_view name) {
    return !name.empty() && name.size() <= name_limit && is_name_start(name[0]) &&
           std::all_of(name.begin(), name.end(),
                       [](char c) { return is_name_start(c) || c == '_' || c == '-'; }) &&
           name != "draft";
  }
};

/// As PlainName, with dots: models are named by their providers.
struct ModelName {
  static constexpr std::string_view pattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";
  static constexpr std::string_view wanted =
      "names of models are letters, digits, '.', '_' and '-', and have at most 64 characters";
  static constexpr bool allows(std::string_view name) {
    return !name.empty() && name.size() <= name_limit && is_name_start(name[0]) &&
           std::all_of(name.begin(), name.end(),
                       [](char c) { return is_name_start(c) || c == '.' || c == '_' || c == '-'; });
  }
};

}  // namespace reshoot
