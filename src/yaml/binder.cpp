// SPDX-License-Identifier: Apache-2.0
// Messages about values by themselves: unknown and missing keys, types, legal values.

#include "yaml/binder.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <regex>

#include "base/text.h"
#include "yaml/bind.h"
#include "yaml/scalars.h"

namespace reshoot {

namespace {

constexpr std::size_t shown_cells = 40;

std::string quoted(std::string_view text) {
  return fmt::format("'{}'", ellipsize(text, shown_cells));
}

std::string_view what_stands_there(const YamlValue& value) {
  switch (value.kind()) {
    case YamlKind::null:
    case YamlKind::alias:
      return "nothing is written here";
    case YamlKind::sequence:
      return "this is a list";
    case YamlKind::mapping:
      return "this is a mapping";
    case YamlKind::scalar:
      break;
  }
  if (value.is_plain()) {
    switch (plain_kind(value.text())) {
      case PlainKind::integer:
      case PlainKind::number:
        return "this is a number";
      case PlainKind::boolean:
        return "this is true or false";
      case PlainKind::text:
        break;
    }
  }
  return "this is text";
}

/// `0`, `12`, `-3`: no leading zero, no sign but a minus.
bool is_strict_integer(std::string_view text) {
  const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  const bool all_digits =
      std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  return !digits.empty() && all_digits && (digits == "0" ? text.size() == 1 : digits[0] != '0');
}

/// What to write instead of a number that is quoted, has a unit or is not in plain decimal digits.
std::string help_for_number(const YamlValue& value) {
  const std::string_view text = value.text();
  if (!value.is_plain()) {
    return plain_kind(text) != PlainKind::text ? fmt::format("remove the quotes: {}", text) : "";
  }
  if (text.size() > 1 && text[0] == '0' && text.find_first_not_of("0123456789") == text.npos) {
    const std::size_t from = std::min(text.find_first_not_of('0'), text.size() - 1);
    return fmt::format("write {} without the zero in front: some readers take it as octal",
                       text.substr(from));
  }
  const std::size_t end = text.find_first_not_of("0123456789.");
  if (plain_kind(text) == PlainKind::number && end != text.npos && end > 0) {
    return "write the number in full, without an exponent";
  }
  if (end != text.npos && end > 0 && text[0] != '0') {
    return fmt::format("write the number alone: {}", text.substr(0, end));
  }
  return {};
}

void add_number_help(Diagnostic& d, const YamlValue& value, const Shape& shape) {
  if (shape.kind != Shape::Kind::integer && shape.kind != Shape::Kind::number) {
    return;
  }
  if (std::string help = help_for_number(value); !help.empty()) {
    d.help(std::move(help));
  }
}

/// In quotes this number or boolean would be what is wanted.
bool is_legal_text(std::string_view text, const Shape& shape) {
  constexpr std::size_t longest = 64;  // the regular expressions of std recurse
  if (!shape.choices.empty()) {
    return std::find(shape.choices.begin(), shape.choices.end(), text) != shape.choices.end();
  }
  return shape.pattern.empty() ||
         (text.size() <= longest &&
          std::regex_search(text.begin(), text.end(), std::regex(std::string(shape.pattern))));
}

std::string list_of(std::span<const std::string_view> names, std::string_view last) {
  std::string list;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string_view between = i == 0 ? "" : i + 1 == names.size() ? last : ", ";
    list += fmt::format("{}'{}'", between, names[i]);
  }
  return list;
}

std::string keys_of(std::string_view noun, const std::vector<FieldInfo>& fields) {
  std::string keys;
  for (const FieldInfo& info : fields) {
    keys += keys.empty() ? "" : ", ";
    keys += info.key;
  }
  return fmt::format("{} has the keys {}", noun, keys);
}

std::optional<YamlValue> find_key(const YamlValue& mapping, std::string_view key) {
  for (const YamlEntry entry : mapping.entries()) {
    if (entry.key.text() == key) {
      return entry.key;
    }
  }
  return std::nullopt;
}

}  // namespace

Diagnostic& Binder::wrong_type(const YamlValue& value, const Shape& shape) {
  // A mapping that is named after its key says nothing: 'voice' takes 'voice'.
  const bool same = shape.wanted == fmt::format("'{}'", key);
  Diagnostic& d =
      diags_
          .report(Code::wrong_type, key.empty() ? fmt::format("{} is expected here", shape.wanted)
                                                : fmt::format("'{}' takes {}", key,
                                                              same ? "a mapping" : shape.wanted))
          .at(value.span(), std::string(what_stands_there(value)));
  if (shape.kind == Shape::Kind::mapping) {
    d.note(keys_of(shape.wanted, shape.fields()));
  }
  return d;
}

Diagnostic& Binder::bad_value(const YamlValue& value, const Shape& shape) {
  Diagnostic& d = diags_.report(Code::bad_value, fmt::format("'{}' takes {}", key, shape.wanted))
                      .at(value.span(), fmt::format("not {}", quoted(value.text())));
  add_number_help(d, value, shape);
  return d;
}

std::optional<std::string_view> Binder::text(const YamlValue& value, const Shape& shape) {
  if (!value.is_scalar()) {
    wrong_type(value, shape);
    return std::nullopt;
  }
  if (value.is_plain() && plain_kind(value.text()) != PlainKind::text) {
    Diagnostic& d = wrong_type(value, shape);
    if (is_legal_text(value.text(), shape)) {
      d.help(fmt::format("in quotes it is text: \"{}\"", ellipsize(value.text(), shown_cells)));
    } else {
      d.help_did_you_mean(value.text(), {shape.choices.begin(), shape.choices.end()});
    }
    return std::nullopt;
  }
  return value.text();
}

std::optional<std::string_view> Binder::number(const YamlValue& value, const Shape& shape) {
  if (value.is_scalar() && value.is_plain()) {
    const PlainKind kind = plain_kind(value.text());
    if (kind == PlainKind::integer || kind == PlainKind::number) {
      return value.text();
    }
  }
  add_number_help(wrong_type(value, shape), value, shape);
  return std::nullopt;
}

std::optional<std::int64_t> Binder::integer(const YamlValue& value, const Shape& shape) {
  const auto text = number(value, shape);
  if (!text) {
    return std::nullopt;
  }
  std::int64_t result = 0;
  const auto parsed = std::from_chars(text->data(), text->data() + text->size(), result);
  if (!is_strict_integer(*text) || parsed.ec != std::errc() ||
      static_cast<double>(result) < shape.minimum || static_cast<double>(result) > shape.maximum) {
    bad_value(value, shape);
    return std::nullopt;
  }
  return result;
}

std::optional<bool> Binder::boolean(const YamlValue& value, const Shape& shape) {
  if (value.is_scalar() && value.is_plain() &&
      (value.text() == "true" || value.text() == "false")) {
    return value.text() == "true";
  }
  Diagnostic& d = wrong_type(value, shape);
  constexpr std::array yes{"yes", "Yes", "on", "On", "True", "TRUE", "y"};
  constexpr std::array no{"no", "No", "off", "Off", "False", "FALSE", "n"};
  if (std::find(yes.begin(), yes.end(), value.text()) != yes.end()) {
    d.help("write true");
  } else if (std::find(no.begin(), no.end(), value.text()) != no.end()) {
    d.help("write false");
  }
  return std::nullopt;
}

std::optional<std::size_t> Binder::choice(const YamlValue& value, const Shape& shape) {
  const auto written = text(value, shape);
  if (!written) {
    return std::nullopt;
  }
  const auto found = std::find(shape.choices.begin(), shape.choices.end(), *written);
  if (found == shape.choices.end()) {
    bad_value(value, shape)
        .help_did_you_mean(*written, {shape.choices.begin(), shape.choices.end()});
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - shape.choices.begin());
}

void Binder::unknown_key(const YamlValue& unknown, std::string_view noun,
                         const std::vector<FieldInfo>& fields) {
  if (!unknown.is_scalar() || (unknown.is_plain() && unknown.text() == "<<")) {
    return;  // the parser has reported it
  }
  Diagnostic& d = diags_
                      .report(Code::unknown_key,
                              fmt::format("unknown key {} in {}", quoted(unknown.text()), noun))
                      .at(unknown.span());
  if (diags_.full()) {
    return;
  }
  std::vector<std::string> keys;
  for (const FieldInfo& info : fields) {
    keys.emplace_back(info.key);
  }
  d.help_did_you_mean(unknown.text(), keys);
  if (d.helps.empty()) {
    d.note(keys_of(noun, fields));
  }
}

void Binder::broken_rules(const YamlValue& mapping, const Shape& shape) {
  const Span place = key_span.is_none() ? mapping.span() : key_span;
  for (const FieldInfo& info : shape.fields()) {
    const auto own = find_key(mapping, info.key);
    if (!own && info.required) {
      diags_.report(Code::missing_key, fmt::format("{} needs '{}'", shape.wanted, info.key))
          .at(place)
          .note(fmt::format("{}: {}", info.key, info.doc));
    }
    if (own) {
      check_companions(mapping, *own, info);
    }
  }
  check_one_of(mapping, shape, place);
}

void Binder::check_companions(const YamlValue& mapping, const YamlValue& own,
                              const FieldInfo& info) {
  const auto excluded = info.excludes.empty() ? std::nullopt : find_key(mapping, info.excludes);
  if (excluded) {
    diags_
        .report(Code::conflicting_keys,
                fmt::format("'{}' does not go with '{}'", info.key, info.excludes))
        .at(own.span())
        .at(excluded->span());
  } else if (!info.needs.empty() && !find_key(mapping, info.needs)) {
    diags_.report(Code::missing_key, fmt::format("'{}' needs '{}' beside it", info.key, info.needs))
        .at(own.span());
  }
}

void Binder::check_one_of(const YamlValue& mapping, const Shape& shape, Span place) {
  std::vector<YamlValue> found;
  for (const std::string_view one : shape.exactly_one_of) {
    if (const auto present = find_key(mapping, one)) {
      found.push_back(*present);
    }
  }
  if (found.empty() && !shape.exactly_one_of.empty()) {
    diags_
        .report(Code::missing_key,
                fmt::format("{} needs {}", shape.wanted, list_of(shape.exactly_one_of, " or ")))
        .at(place);
  } else if (found.size() > 1) {
    diags_
        .report(Code::conflicting_keys, fmt::format("{} takes only one of {}", shape.wanted,
                                                    list_of(shape.exactly_one_of, " and ")))
        .at(found[1].span())
        .at(found[0].span());
  }
}

void Binder::bad_name(const YamlValue& name, std::string_view wanted) {
  if (name.is_scalar()) {
    diags_.report(Code::bad_name, fmt::format("{} is not a legal name", quoted(name.text())))
        .at(name.span())
        .note(std::string(wanted));
  }
}

}  // namespace reshoot
