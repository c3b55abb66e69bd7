// SPDX-License-Identifier: Apache-2.0
#pragma once
// How scalars are read: text, whole numbers, booleans, choices, and the units of base/units.h.

#include <array>
#include <cstdint>
#include <string_view>

#include "base/date.h"
#include "base/units.h"
#include "yaml/bind.h"

namespace reshoot {

constexpr Shape scalar_shape(Shape::Kind kind, std::string_view wanted,
                             std::string_view pattern = {}) {
  Shape s;
  s.kind = kind;
  s.wanted = wanted;
  s.pattern = pattern;
  return s;
}

constexpr Shape number_shape(Shape::Kind kind, std::string_view wanted, double minimum,
                             double maximum) {
  Shape s = scalar_shape(kind, wanted);
  s.minimum = minimum;
  s.maximum = maximum;
  return s;
}

/// Any text, also an empty one. Points into the tree.
template <>
struct Bind<std::string_view> {
  static constexpr Shape shape = scalar_shape(Shape::Kind::text, "text");
  static bool read(Binder& binder, const YamlValue& value, std::string_view& into) {
    const auto text = binder.text(value, shape);
    into = text.value_or(std::string_view());
    return text.has_value();
  }
};

template <>
struct Bind<bool> {
  static constexpr Shape shape = scalar_shape(Shape::Kind::boolean, "true or false");
  static bool read(Binder& binder, const YamlValue& value, bool& into) {
    const auto read = binder.boolean(value, shape);
    into = read.value_or(into);
    return read.has_value();
  }
};

/// A whole number of a range.
template <std::int64_t Min, std::int64_t Max>
struct Whole {
  std::int64_t value = Min;
};

/// `a whole number from 1 to 100`, made when the program is compiled.
template <std::int64_t Min, std::int64_t Max>
inline constexpr auto whole_wanted = [] {
  constexpr std::string_view head = "a whole number from ";
  std::array<char, 64> text{};
  std::size_t size = 0;
  const auto put = [&](std::string_view part) {
    for (const char c : part) {
      text[size++] = c;
    }
  };
  const auto put_number = [&](std::int64_t number) {
    std::array<char, 20> digits{};
    std::size_t count = 0;
    do {
      digits[count++] = static_cast<char>('0' + number % 10);
      number /= 10;
    } while (number > 0);
    while (count > 0) {
      text[size++] = digits[--count];
    }
  };
  put(head);
  put_number(Min);
  put(" to ");
  put_number(Max);
  return text;
}();

template <std::int64_t Min, std::int64_t Max>
struct Bind<Whole<Min, Max>> {
  static_assert(Min >= 0);
  static constexpr Shape shape =
      number_shape(Shape::Kind::integer, whole_wanted<Min, Max>.data(), Min, Max);
  static bool read(Binder& binder, const YamlValue& value, Whole<Min, Max>& into) {
    const auto read = binder.integer(value, shape);
    into.value = read.value_or(into.value);
    return read.has_value();
  }
};

/// Specialised for each type of few values: `texts` and `values` of one length, and `wanted`.
template <class V>
struct Choices;

template <class V>
concept HasChoices = requires {
  Choices<V>::texts;
};

template <HasChoices V>
struct Bind<V> {
  static_assert(Choices<V>::texts.size() == Choices<V>::values.size());
  static constexpr Shape shape = [] {
    Shape s = scalar_shape(Shape::Kind::text, Choices<V>::wanted);
    s.choices = Choices<V>::texts;
    return s;
  }();
  static bool read(Binder& binder, const YamlValue& value, V& into) {
    const auto index = binder.choice(value, shape);
    if (index) {
      into = Choices<V>::values[*index];
    }
    return index.has_value();
  }
};

/// Specialised for each unit that its own `parse` reads from text or from a plain number.
template <class V>
struct Unit;

template <class V>
concept HasUnit = requires {
  Unit<V>::shape;
};

template <HasUnit V>
struct Bind<V> {
  static constexpr Shape shape = Unit<V>::shape;
  static bool read(Binder& binder, const YamlValue& value, V& into) {
    const auto written =
        shape.kind == Shape::Kind::number ? binder.number(value, shape) : binder.text(value, shape);
    if (!written) {
      return false;
    }
    const auto parsed = V::parse(*written);
    if (!parsed || (shape.above_minimum && parsed == V{})) {
      binder.bad_value(value, shape);
      return false;
    }
    into = *parsed;
    return true;
  }
};

template <>
struct Unit<Length> {
  static constexpr Shape shape = [] {
    Shape s = number_shape(Shape::Kind::number, "a length in seconds, such as 6 or 4.5", 0, 1e6);
    s.above_minimum = true;
    return s;
  }();
};

template <>
struct Unit<Rate> {
  static constexpr Shape shape = number_shape(
      Shape::Kind::number, "frames per second: 1 to 240, 23.976, 29.97 or 59.94", 1, 240);
};

template <>
struct Unit<Ratio> {
  static constexpr Shape shape =
      scalar_shape(Shape::Kind::text, "width to height, such as 16:9", "^[1-9][0-9]*:[1-9][0-9]*$");
};

template <>
struct Unit<Size> {
  static constexpr Shape shape =
      scalar_shape(Shape::Kind::text, "width x height in pixels, such as 1280x720",
                   "^[1-9][0-9]{0,3}x[1-9][0-9]{0,3}$");
};

template <>
struct Unit<Money> {
  static constexpr Shape shape =
      scalar_shape(Shape::Kind::text, "an amount of money, such as 40 USD",
                   "^(0|[1-9][0-9]*)([.][0-9]{1,6})? USD$");
};

template <>
struct Unit<Date> {
  static constexpr Shape shape =
      scalar_shape(Shape::Kind::text, "a day as year-month-day, such as 2027-03-31",
                   "^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$");
};

template <>
struct Unit<Loudness> {
  static constexpr Shape shape =
      scalar_shape(Shape::Kind::text, "a loudness from -70 to 0 LUFS, such as -16 LUFS",
                   "^-?(0|[1-9][0-9]?)([.][0-9]{1,2})? LUFS$");
};

/// A picture's shorter side, by its usual name.
struct Resolution {
  std::int32_t lines = 720;
};

inline constexpr std::array<std::string_view, 5> resolution_names{"360p", "480p", "720p", "1080p",
                                                                  "2160p"};
inline constexpr std::array<Resolution, 5> resolutions{{{360}, {480}, {720}, {1080}, {2160}}};

template <>
struct Bind<Resolution> {
  static constexpr Shape shape = [] {
    Shape s = scalar_shape(Shape::Kind::text, "360p, 480p, 720p, 1080p or 2160p");
    s.choices = resolution_names;
    return s;
  }();
  static bool read(Binder& binder, const YamlValue& value, Resolution& into) {
    if (value.text() == "4k" || value.text() == "4K") {
      binder.bad_value(value, shape).help("4K is 2160p");
      return false;
    }
    const auto index = binder.choice(value, shape);
    if (index) {
      into = resolutions[*index];
    }
    return index.has_value();
  }
};

}  // namespace reshoot
