// SPDX-License-Identifier: Apache-2.0
// Built-in rows first, the user's rows over them.

#include "catalog/catalog.h"

#include <algorithm>

#include "base/check.h"
#include "catalog/row_files.h"
#include "catalog/rows.h"

namespace reshoot {

std::span<const EmbeddedFile> embedded_models();

Catalog Catalog::load(const std::filesystem::path& workspace, SourceMap& sources,
                      Diagnostics& diags) {
  CatalogRows rows;
  read_row_files(embedded_models(), workspace, "models", sources, diags,
                 [&](SourceId source, bool built_in, Diagnostics& mistakes) {
                   read_catalog_file(source, built_in, sources, rows, mistakes,
                                     built_in ? std::filesystem::path() : workspace);
                 });
  return Catalog(std::move(rows.models), std::move(rows.providers));
}

const Model* Catalog::find(std::string_view id, std::string_view provider) const {
  if (const std::size_t slash = id.find('/'); slash != std::string_view::npos) {
    provider = id.substr(0, slash);
    id = id.substr(slash + 1);
    const auto exact = std::find_if(models_.begin(), models_.end(), [&](const Model& m) {
      return m.provider == provider && m.name == id;
    });
    return exact == models_.end() ? nullptr : &*exact;
  }
  const Model* first = nullptr;
  for (const Model& model : models_) {
    if (model.name != id) {
      continue;
    }
    if (model.provider == provider) {
      return &model;
    }
    first = first == nullptr ? &model : first;
  }
  return first;
}

const ProviderFacts& Catalog::provider(std::string_view name) const {
  static const ProviderFacts unknown;
  const auto found =
      std::find_if(providers_.begin(), providers_.end(),
                   [&](const ProviderFacts& facts) { return facts.provider == name; });
  return found == providers_.end() ? unknown : *found;
}

const Model& Catalog::animatic() const {
  const Model* const model = find("local/animatic");
  CHECK(model != nullptr);
  return *model;
}

}  // namespace reshoot
