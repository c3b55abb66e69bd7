// SPDX-License-Identifier: Apache-2.0
#pragma once
// What scenes and videos get that say nothing themselves.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/source.h"
#include "base/units.h"
#include "campaign/model.h"
#include "campaign/text.h"
#include "catalog/catalog.h"

namespace reshoot {

/// A value without a place is the language's own.
struct Defaults {
  std::string_view provider;  ///< empty: the catalog's first for each model
  Spanned<const Model*> model;
  Spanned<std::int32_t> lines{720, {}};
  Spanned<Ratio> ratio;
  Spanned<Rate> fps;
  Spanned<Length> seconds{{5000}, {}};
  Spanned<std::string> language{"en", {}};
  Spanned<Fit> fit{Fit::crop, {}};
  Spanned<std::optional<std::uint32_t>> seed;
};

Defaults resolve_defaults(const DefaultsText& text, const Catalog& catalog, Diagnostics& diags);

/// The model of that name. nullptr: reported.
const Model* find_model(const Spanned<ModelText>& written, std::string_view provider,
                        const Catalog& catalog, Diagnostics& diags);

/// Reports a picture at `at` that would be too long on one side.
void check_size(std::int32_t lines, Ratio ratio, Span at, Diagnostics& diags);

/// Takes a value over where it was written.
template <class To, class From>
void take(To& to, const std::optional<From>& from) {
  if (from) {
    to = {from->value, from->at};
  }
}
void take(Spanned<std::int32_t>& to, const std::optional<Spanned<Resolution>>& from);
void take(Spanned<std::string>& to, const std::optional<Spanned<LanguageText>>& from);
void take(Spanned<std::optional<std::uint32_t>>& to, const std::optional<Spanned<Seed>>& from);

}  // namespace reshoot
