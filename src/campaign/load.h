// SPDX-License-Identifier: Apache-2.0
#pragma once
// Campaign text to model: parse, bind, resolve names, check files and what the models can do.

#include <filesystem>
#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "base/result.h"
#include "campaign/model.h"
#include "catalog/catalog.h"

namespace reshoot {

/// Where a campaign lives.
struct CampaignPlace {
  std::filesystem::path workspace;  ///< absolute, links resolved
  std::filesystem::path file;       ///< absolute
};

/// Reads and checks a campaign. All mistakes are reported in one run; nullopt where any is an
/// error. An unreadable campaign file is itself reported as a diagnostic.
std::optional<Campaign> load_campaign(const CampaignPlace& place, const Catalog& catalog,
                                      SourceMap& sources, Diagnostics& diags);

/// The same from memory without looking at any file: for fuzzing and for editors. Media types stay
/// unknown.
std::optional<Campaign> read_campaign(std::string name, std::string text,
                                      const CampaignPlace& place, const Catalog& catalog,
                                      SourceMap& sources, Diagnostics& diags);

/// JSON Schema (draft-07) of the campaign language, made from the binder's field table; ends with a
/// line break.
std::string campaign_schema();

}  // namespace reshoot
