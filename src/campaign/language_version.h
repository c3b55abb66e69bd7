// SPDX-License-Identifier: Apache-2.0
#pragma once
// `reshoot: 1`: how every file of the language says its version.

#include <fmt/core.h>

#include "yaml/bind_scalars.h"

namespace reshoot {

/// There is only version 1 so far, so it holds nothing.
struct LanguageVersion {};

template <>
struct Bind<LanguageVersion> {
  static constexpr Shape shape =
      number_shape(Shape::Kind::integer, "the version of the language, 1", 1, 1);
  static bool read(Binder& binder, const YamlValue& value, LanguageVersion& /*into*/) {
    const auto version = binder.number(value, shape);
    if (version && *version != "1") {
      binder.diags()
          .report(Code::unsupported_version,
                  fmt::format("version {} of the language is not known here", *version))
          .at(value.span())
          .help("this reshoot reads version 1; a newer one may read more");
    }
    return version == "1";
  }
};

}  // namespace reshoot
