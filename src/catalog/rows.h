// SPDX-License-Identifier: Apache-2.0
#pragma once
// Catalog files: one provider, and its models by name.

#include <filesystem>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "catalog/model.h"
#include "catalog/provider_facts.h"

namespace reshoot {

/// What catalog files say together.
struct CatalogRows {
  std::vector<Model> models;
  std::vector<ProviderFacts> providers;
};

/// Takes over the rows and facts of one catalog file; what `rows` has of the same model or fact
/// goes. Mistakes are reported; a row with any is left out. Files that rows name are looked for in
/// `workspace`; empty: there are none.
void read_catalog_file(SourceId source, bool built_in, const SourceMap& sources, CatalogRows& rows,
                       Diagnostics& diags, const std::filesystem::path& workspace = {});

}  // namespace reshoot
