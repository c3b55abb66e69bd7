// SPDX-License-Identifier: Apache-2.0
#pragma once
// Numbers with a fraction in catalog files, each held to a range.

#include <charconv>
#include <string_view>

#include "yaml/bind.h"
#include "yaml/bind_scalars.h"

namespace reshoot {

/// `Range` has `low`, `high` and `wanted`.
template <class Range>
struct Real {
  float value = 0;
};

template <class Range>
struct Bind<Real<Range>> {
  static constexpr Shape shape =
      number_shape(Shape::Kind::number, Range::wanted, Range::low, Range::high);
  static bool read(Binder& binder, const YamlValue& value, Real<Range>& into) {
    const auto written = binder.number(value, shape);
    if (!written) {
      return false;
    }
    double number = 0;
    const auto read = std::from_chars(written->data(), written->data() + written->size(), number,
                                      std::chars_format::fixed);
    const bool whole = read.ec == std::errc() && read.ptr == written->data() + written->size();
    if (!whole || number < Range::low || number > Range::high) {
      binder.bad_value(value, shape);
      return false;
    }
    into.value = static_cast<float>(number);
    return true;
  }
};

}  // namespace reshoot
