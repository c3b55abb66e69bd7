// SPDX-License-Identifier: Apache-2.0
#pragma once
// The rows of models that count here: those built in, and the workspace's own. No campaign is read.

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "catalog/catalog.h"
#include "catalog/identity_catalog.h"
#include "cli/console.h"
#include "cli/identity_files.h"
#include "cli/options.h"
#include "report/identity_shelf.h"

namespace reshoot {

struct ModelRows {
  Catalog catalog{{}};
  IdentityCatalog identity{{}};
  IdentityModels used;  ///< of `identity`: the workspace's choice
};

/// Mistakes in the user's rows and settings are shown on stderr, and are an error.
Result<ModelRows> open_model_rows(const Options& options, const Console& console);

/// The models of a workspace in the order of their roles, without those that it has none of.
std::vector<const IdentityModel*> listed(const IdentityModels& models);

/// `models` with what lies on this machine of them; reads the files.
Result<std::vector<ShelvedModel>> on_shelf(const std::vector<const IdentityModel*>& models,
                                           const IdentityModels& used, const IdentityFiles& files);

}  // namespace reshoot
