// SPDX-License-Identifier: Apache-2.0
#pragma once
// A campaign as a git revision has it, laid out in a folder outside of the work tree and read like
// any other.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "base/diagnostic.h"
#include "base/files.h"
#include "base/result.h"
#include "campaign/load.h"
#include "catalog/catalog.h"
#include "cli/git.h"
#include "store/scratch.h"

namespace reshoot {

/// A revision's campaign. Never moved: its parts point into each other.
struct RevisionCampaign {
  std::string commit;                          ///< in hex
  std::variant<Scratch, TempDirectory> files;  ///< removed when this goes
  CampaignPlace place;                         ///< in there
  SourceMap sources;
  Diagnostics diags;
  Catalog catalog{{}};
  std::optional<Campaign> campaign;  ///< nullopt: it has mistakes; `diags` says which

  RevisionCampaign(std::string id, std::variant<Scratch, TempDirectory> folder)
      : commit(std::move(id)), files(std::move(folder)) {}
  RevisionCampaign(const RevisionCampaign&) = delete;
  RevisionCampaign& operator=(const RevisionCampaign&) = delete;
};

/// Reads the campaign that `now` is in the work tree as `revision` has it; `git` is the repository
/// of its workspace. Of the revision's files only those are laid out that the campaign names, below
/// `scratch` or, where that is not there or cannot be written, below TMPDIR. Links that would lead
/// out of the folder are left out. Errors: `usage` (no such revision; the campaign is not in it),
/// `environment` (git fails; a Git LFS pointer has come instead of a file).
Result<std::unique_ptr<RevisionCampaign>> read_revision(const Git& git, const std::string& revision,
                                                        const CampaignPlace& now,
                                                        const std::filesystem::path& scratch);

}  // namespace reshoot
