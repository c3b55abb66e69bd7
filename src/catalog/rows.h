// SPDX-License-Identifier: Apache-2.0
#pragma once
// Catalog files: the models of one provider, by name.

#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "catalog/model.h"

namespace reshoot {

/// Reads one catalog file. Mistakes are reported; a row with any is left out.
std::vector<Model> read_model_rows(SourceId source, const SourceMap& sources, Diagnostics& diags);

}  // namespace reshoot
