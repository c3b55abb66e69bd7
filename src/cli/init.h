// SPDX-License-Identifier: Apache-2.0
#pragma once
// `reshoot init`: a small campaign that builds at once.

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace reshoot {

/// Writes reshoot.yaml, campaigns/NAME/campaign.yaml and .gitignore lines into `directory` (made
/// where missing); NAME is the folder's name. Existing files are never changed, but for lines added
/// to .gitignore; a campaign that is there already is a `usage` error. Answers with the files
/// written, relative to `directory`.
Result<std::vector<std::string>> write_starter(const std::filesystem::path& directory);

/// A campaign name made of `text`: letters, digits, `_` and `-`; `campaign` where nothing is left.
std::string campaign_name_from(std::string_view text);

}  // namespace reshoot
