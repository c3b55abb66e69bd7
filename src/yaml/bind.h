// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads a tree into structs by tables: one table per mapping type drives reading, messages and
// schema.
//
// A struct T becomes readable by `template <> struct Table<T>` with its `name`, its `noun` for
// messages and its `fields`, made by field<&T::member>("key", "doc"). Bind<V> reads a member of
// type V.

#include <array>
#include <bit>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "yaml/binder.h"
#include "yaml/shape.h"
#include "yaml/tree.h"

namespace reshoot {

/// Specialised for each readable type: `static constexpr Shape shape` and
/// `static bool read(Binder&, const YamlValue&, V&)`, false where it was reported.
template <class V>
struct Bind;

/// Specialised for each mapping type.
template <class T>
struct Table;

template <class T>
struct Field {
  FieldInfo info;
  bool (*read)(Binder&, const YamlValue&, T&);
};

/// What a key demands beside its type.
struct FieldRules {
  bool required = false;
  std::string_view needs = {};
  std::string_view excludes = {};
};

template <class>
struct MemberOf;
template <class T, class V>
struct MemberOf<V T::*> {
  using Owner = T;
  using Value = V;
};

template <auto Member>
constexpr auto field(std::string_view key, std::string_view doc, FieldRules rules = {}) {
  using Owner = typename MemberOf<decltype(Member)>::Owner;
  using Value = typename MemberOf<decltype(Member)>::Value;
  return Field<Owner>{{key, &Bind<Value>::shape, doc, rules.required, rules.needs, rules.excludes},
                      [](Binder& binder, const YamlValue& value, Owner& into) {
                        return Bind<Value>::read(binder, value, into.*Member);
                      }};
}

template <class T>
concept HasTable = requires {
  { Table<T>::name } -> std::convertible_to<std::string_view>;
};

template <class T>
std::vector<FieldInfo> field_infos() {
  std::vector<FieldInfo> infos;
  for (const Field<T>& row : Table<T>::fields) {
    infos.push_back(row.info);
  }
  return infos;
}

template <class T>
constexpr std::span<const std::string_view> exactly_one_of() {
  if constexpr (requires { Table<T>::exactly_one_of; }) {
    return Table<T>::exactly_one_of;
  } else {
    return {};
  }
}

/// A table's rules on which keys stand together, as bits of its rows.
struct KeyRules {
  std::uint64_t required = 0;
  std::uint64_t one_of = 0;
  std::array<std::uint64_t, 64> needs{};
  std::array<std::uint64_t, 64> excludes{};
  std::size_t rows = 0;

  template <class T>
  static constexpr KeyRules of() {
    const auto bit_of = [](std::string_view key) {
      std::uint64_t bit = 1;
      for (const Field<T>& row : Table<T>::fields) {
        if (row.info.key == key) {
          return bit;
        }
        bit <<= 1U;
      }
      return std::uint64_t{0};
    };
    KeyRules rules;
    for (const Field<T>& row : Table<T>::fields) {
      rules.required |= row.info.required ? bit_of(row.info.key) : 0;
      rules.needs[rules.rows] = bit_of(row.info.needs);
      rules.excludes[rules.rows] = bit_of(row.info.excludes);
      ++rules.rows;
    }
    for (const std::string_view key : exactly_one_of<T>()) {
      rules.one_of |= bit_of(key);
    }
    return rules;
  }

  /// True where the keys seen are complete and go together.
  [[nodiscard]] bool hold(std::uint64_t seen) const {
    bool good = (seen & required) == required && (one_of == 0 || std::popcount(seen & one_of) == 1);
    for (std::size_t i = 0; i < rows; ++i) {
      const bool present = (seen >> i & 1U) != 0;
      good = good && !(present && ((needs[i] & ~seen) != 0 || (excludes[i] & seen) != 0));
    }
    return good;
  }
};

/// Puts the binder's key back when it goes.
class KeyScope {
 public:
  explicit KeyScope(Binder& binder)
      : binder_(binder), key_(binder.key), key_span_(binder.key_span) {}
  KeyScope(const KeyScope&) = delete;
  KeyScope& operator=(const KeyScope&) = delete;
  ~KeyScope() {
    binder_.key = key_;
    binder_.key_span = key_span_;
  }

 private:
  Binder& binder_;
  std::string_view key_;
  Span key_span_;
};

/// A mapping with a table.
template <HasTable T>
struct Bind<T> {
  static_assert(Table<T>::fields.size() <= 64, "seen keys are bits of one word");

  static constexpr Shape shape = [] {
    Shape s;
    s.kind = Shape::Kind::mapping;
    s.wanted = Table<T>::noun;
    s.name = Table<T>::name;
    s.fields = &field_infos<T>;
    s.exactly_one_of = exactly_one_of<T>();
    return s;
  }();

  static bool read(Binder& binder, const YamlValue& value, T& into) {
    if (!value.is_mapping()) {
      binder.wrong_type(value, shape);
      return false;
    }
    std::uint64_t seen = 0;
    {
      const KeyScope scope(binder);
      for (const YamlEntry entry : value.entries()) {
        seen |= read_entry(binder, entry, into);
      }
    }
    if (!rules.hold(seen)) {
      binder.broken_rules(value, shape);
    }
    return true;
  }

 private:
  static constexpr KeyRules rules = KeyRules::of<T>();

  /// The bit of the key's row; 0 for an unknown one.
  static std::uint64_t read_entry(Binder& binder, const YamlEntry& entry, T& into) {
    const std::string_view key = entry.key.text();
    std::uint64_t bit = 1;
    for (const Field<T>& row : Table<T>::fields) {
      if (row.info.key == key) {
        binder.key = row.info.key;
        binder.key_span = entry.key.span();
        row.read(binder, entry.value, into);
        return bit;
      }
      bit <<= 1U;
    }
    binder.unknown_key(entry.key, Table<T>::noun, field_infos<T>());
    return 0;
  }
};

template <class V>
struct Bind<std::optional<V>> {
  static constexpr const Shape& shape = Bind<V>::shape;
  static bool read(Binder& binder, const YamlValue& value, std::optional<V>& into) {
    if (!Bind<V>::read(binder, value, into.emplace())) {
      into.reset();
    }
    return into.has_value();
  }
};

template <class V>
struct Bind<Spanned<V>> {
  static constexpr const Shape& shape = Bind<V>::shape;
  static bool read(Binder& binder, const YamlValue& value, Spanned<V>& into) {
    into.at = value.span();
    return Bind<V>::read(binder, value, into.value);
  }
};

template <class V>
struct Bind<std::vector<V>> {
  static constexpr Shape shape = [] {
    Shape s;
    s.kind = Shape::Kind::list;
    s.wanted = "a list";
    s.item = &Bind<V>::shape;
    return s;
  }();
  static bool read(Binder& binder, const YamlValue& value, std::vector<V>& into) {
    if (!value.is_sequence()) {
      binder.wrong_type(value, shape);
      return false;
    }
    into.reserve(value.size());
    const KeyScope scope(binder);
    bool good = true;
    for (const YamlValue item : value.items()) {
      V read{};
      binder.key_span = item.span();  // an item has no key: messages point at itself
      if (Bind<V>::read(binder, item, read)) {
        into.push_back(std::move(read));
      } else {
        good = false;
      }
    }
    return good;
  }
};

/// A value under a name of the user's choice.
template <class V>
struct Named {
  std::string_view name;
  Span at;  ///< of the name
  V value;
};

/// What a name may be: `Rule::pattern`, `Rule::wanted`, `Rule::allows(text)`.
template <class V, class Rule>
struct NamedMap {
  std::vector<Named<V>> all;
  Span at;  ///< of the mapping
};

template <class V, class Rule>
struct Bind<NamedMap<V, Rule>> {
  static constexpr Shape shape = [] {
    Shape s;
    s.kind = Shape::Kind::names;
    s.wanted = "a mapping of names";
    s.pattern = Rule::pattern;
    s.item = &Bind<V>::shape;
    return s;
  }();
  static bool read(Binder& binder, const YamlValue& value, NamedMap<V, Rule>& into) {
    into.at = value.span();
    if (!value.is_mapping()) {
      binder.wrong_type(value, shape);
      return false;
    }
    const KeyScope scope(binder);
    into.all.reserve(value.size());
    for (const YamlEntry entry : value.entries()) {
      if (!Rule::allows(entry.key.text())) {
        binder.bad_name(entry.key, Rule::wanted);
      }
      into.all.push_back({entry.key.text(), entry.key.span(), {}});
      binder.key = entry.key.text();
      binder.key_span = entry.key.span();
      if (!Bind<V>::read(binder, entry.value, into.all.back().value)) {
        into.all.back().value = {};
      }
    }
    return true;
  }
};

}  // namespace reshoot
