// SPDX-License-Identifier: Apache-2.0
#include "emulator/payload.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace reshoot::emulator {
namespace {

using Json = nlohmann::json;

std::int64_t code_points(const std::string& text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; });
}

bool is_choice(std::string_view choices, std::string_view value) {
  while (!choices.empty()) {
    const std::string_view choice = choices.substr(0, choices.find(' '));
    if (choice == value) {
      return true;
    }
    choices.remove_prefix(std::min(choices.size(), choice.size() + 1));
  }
  return false;
}

bool is_within(const FieldRule& rule, double value) {
  return value >= static_cast<double>(rule.least) && value <= static_cast<double>(rule.most);
}

std::optional<std::string> url_problem(const FieldRule& rule, const Json& value,
                                       const UrlCheck& check) {
  return value.is_string() ? check(value.get<std::string>(), rule.medium)
                           : std::optional<std::string>("is no URL");
}

std::optional<std::string> urls_problem(const FieldRule& rule, const Json& value,
                                        const UrlCheck& check) {
  if (!value.is_array() || !is_within(rule, static_cast<double>(value.size()))) {
    return fmt::format("is no list of {} to {} URLs", rule.least, rule.most);
  }
  for (const Json& element : value) {
    if (auto problem = url_problem(rule, element, check)) {
      return problem;
    }
  }
  return std::nullopt;
}

std::optional<std::string> value_problem(const FieldRule& rule, const Json& value,
                                         const UrlCheck& check) {
  switch (rule.kind) {
    case FieldKind::text:
      if (value.is_string() &&
          is_within(rule, static_cast<double>(code_points(value.get<std::string>())))) {
        return std::nullopt;
      }
      return fmt::format("is no text of {} to {} characters", rule.least, rule.most);
    case FieldKind::integer:
    case FieldKind::number:
      if ((rule.kind == FieldKind::number ? value.is_number() : value.is_number_integer()) &&
          is_within(rule, value.get<double>())) {
        return std::nullopt;
      }
      return fmt::format("is no number from {} to {}", rule.least, rule.most);
    case FieldKind::boolean:
      return value.is_boolean() ? std::nullopt : std::optional<std::string>("is not true or false");
    case FieldKind::choice:
      if (value.is_string() && is_choice(rule.choices, value.get<std::string>())) {
        return std::nullopt;
      }
      return fmt::format("is none of {}", rule.choices);
    case FieldKind::url:
      return url_problem(rule, value, check);
    case FieldKind::urls:
      return urls_problem(rule, value, check);
    case FieldKind::nested:
      return std::nullopt;
  }
  return std::nullopt;
}

Json by_content(const Json& value, const ObjectStore& objects) {
  if (value.is_string()) {
    return objects.name_by_content(value.get<std::string>());
  }
  Json out = value;
  if (value.is_structured()) {
    for (auto at = out.begin(); at != out.end(); ++at) {
      *at = by_content(*at, objects);
    }
  }
  return out;
}

}  // namespace

void check_fields(const Json& object, std::span<const FieldRule> rules, std::string_view where,
                  const UrlCheck& check_url, Problems& problems) {
  if (!object.is_object()) {
    problems.add(fmt::format("{} is no object", where));
    return;
  }
  for (const auto& field : object.items()) {
    const auto rule = std::find_if(rules.begin(), rules.end(),
                                   [&](const FieldRule& r) { return r.name == field.key(); });
    if (rule == rules.end()) {
      problems.add(fmt::format("unknown field {}{}", where, field.key()));
    } else if (const auto problem = value_problem(*rule, field.value(), check_url)) {
      problems.add(fmt::format("{}{} {}", where, field.key(), *problem));
    }
  }
  for (const FieldRule& rule : rules) {
    if (rule.required && !object.contains(rule.name)) {
      problems.add(fmt::format("missing field {}{}", where, rule.name));
    }
  }
}

std::string text_at(const Json& object, const char* key) {
  if (!object.is_object()) {
    return {};
  }
  const auto found = object.find(key);
  return found == object.end() || !found->is_string() ? std::string{} : found->get<std::string>();
}

std::string canonical_text(const Json& body, const ObjectStore& objects) {
  return by_content(body, objects).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace reshoot::emulator
