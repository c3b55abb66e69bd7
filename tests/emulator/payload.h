// SPDX-License-Identifier: Apache-2.0
#pragma once
// Holds a JSON object to a table of fields: what is unknown, missing, of a wrong type or out of
// range is a problem in words.

#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/object_store.h"

namespace reshoot::emulator {

enum class FieldKind {
  text,     ///< `least` to `most` code points
  integer,  ///< `least` to `most`
  number,   ///< `least` to `most`
  boolean,
  choice,  ///< one of `choices`
  url,     ///< of `medium`
  urls,    ///< `least` to `most` of them, of `medium`
  nested,  ///< looked at by its own table
};

struct FieldRule {
  std::string_view name;
  FieldKind kind = FieldKind::text;
  std::int64_t least = 0;
  std::int64_t most = 0;
  std::string_view choices;  ///< between single spaces
  Medium medium = Medium::other;
  bool required = false;
};

/// What is wrong with a URL as a reference of that medium; nullopt: nothing.
using UrlCheck = std::function<std::optional<std::string>(const std::string& url, Medium medium)>;

struct Problems {
  std::vector<std::string> texts;
  void add(std::string text) { texts.push_back(std::move(text)); }
  [[nodiscard]] bool empty() const { return texts.empty(); }
};

/// Adds what is wrong with `object` to `problems`; `where` is put before names, such as `payload.`.
void check_fields(const nlohmann::json& object, std::span<const FieldRule> rules,
                  std::string_view where, const UrlCheck& check_url, Problems& problems);

/// The text at `key`; empty: `object` has none there.
std::string text_at(const nlohmann::json& object, const char* key);

/// Sorted keys, no spaces; places of uploads by their content.
std::string canonical_text(const nlohmann::json& body, const ObjectStore& objects);

}  // namespace reshoot::emulator
