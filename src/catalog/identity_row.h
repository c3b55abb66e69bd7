// SPDX-License-Identifier: Apache-2.0
#pragma once
// Files of identity models: rows by id.

#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "catalog/identity_model.h"

namespace reshoot {

/// Takes over the rows of one file; what `models` has of the same id goes. Mistakes are reported; a
/// row with any is left out.
void read_identity_file(SourceId source, bool built_in, const SourceMap& sources,
                        std::vector<IdentityModel>& models, Diagnostics& diags);

}  // namespace reshoot
