// SPDX-License-Identifier: Apache-2.0
#pragma once
// How evidence is written in a catalog file.

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "catalog/evidence.h"
#include "yaml/bind.h"
#include "yaml/bind_scalars.h"

namespace reshoot {

template <>
struct Choices<Sure> {
  static constexpr std::string_view wanted = "documented, third-party, observed or guess";
  static constexpr std::array<std::string_view, 4> texts{"documented", "third-party", "observed",
                                                         "guess"};
  static constexpr std::array values{Sure::documented, Sure::third_party, Sure::observed,
                                     Sure::guess};
};

/// `{figures: [longest, ratios], source: ..., sure: guess}`
struct SourceRow {
  std::vector<Spanned<std::string_view>> figures;
  std::string_view source;
  std::optional<Sure> sure;
};

template <>
struct Table<SourceRow> {
  using T = SourceRow;
  static constexpr std::string_view name = "source";
  static constexpr std::string_view noun = "a source";
  static constexpr std::array fields{
      field<&T::figures>("figures", "What it says, such as [longest, inputs.voice_files].",
                         {.required = true}),
      field<&T::source>("source", "Where that is from.", {.required = true}),
      field<&T::sure>("sure", "How sure it is."),
  };
};

}  // namespace reshoot
