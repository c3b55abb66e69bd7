// SPDX-License-Identifier: Apache-2.0
#pragma once
// A campaign that has been read and checked, and the graph that comes of it.

#include <memory>
#include <optional>
#include <string>

#include "assemble/toolbox.h"
#include "base/diagnostic.h"
#include "base/result.h"
#include "campaign/load.h"
#include "campaign/settings.h"
#include "catalog/catalog.h"
#include "catalog/identity_catalog.h"
#include "cli/console.h"
#include "cli/options.h"
#include "graph/step.h"
#include "store/lock_file.h"
#include "store/store.h"

namespace reshoot {

/// A campaign with all that its pointers and places point into. Never moved, so they stay valid.
struct Project {
  CampaignPlace place;
  SourceMap sources;
  Diagnostics diags;
  Settings settings;
  Catalog catalog{{}};
  IdentityCatalog identity{{}};
  std::optional<FileStat> campaign_stat;  ///< of the campaign's file, just before it was read
  std::optional<Campaign> campaign;  ///< nullopt: the campaign has mistakes; `diags` says which
  std::optional<LockReading> lock;   ///< nullopt: it cannot be used; `diags` says why

  /// `campaigns/acme/campaign.lock`: how people call its lock.
  [[nodiscard]] std::string lock_name() const;
  /// The models that this workspace measures faces, pictures and voices with. Owned by `identity`.
  [[nodiscard]] IdentityModels identity_models() const {
    return identity.models(settings.identity);
  }

  Project() = default;
  Project(const Project&) = delete;
  Project& operator=(const Project&) = delete;
};

/// Finds and reads the campaign that is meant, its lock and the settings of its workspace. Mistakes
/// in them are in `diags`, not an error here.
Result<std::unique_ptr<Project>> read_project(const Options& options);

/// read_project(), with its diagnostics on stderr and an error of kind `campaign` where there are
/// mistakes.
Result<std::unique_ptr<Project>> open_project(const Options& options, const Console& console);

/// The store that is meant. `create`: it is made where it is missing. Else, and where it cannot be
/// written, it is read as it is.
Result<Store> open_store(const Options& options, const std::filesystem::path& workspace,
                         bool create, const Clock& clock);

/// The programs and fonts, and their versions as they stand in keys.
struct FoundTools {
  Toolbox toolbox;
  ToolVersions versions;
};
Result<FoundTools> find_toolbox(StatCache& stats, const Cancel& cancel);

/// The graph of the whole campaign; unreadable inputs are shown on stderr.
Result<Graph> open_graph(Project& project, Store& store, const FoundTools& tools, bool draft,
                         const Cancel& cancel, const Console& console);

/// Reads the lock again; its mistakes are shown on stderr.
Result<void> reread_lock(Project& project, const Console& console);

/// The keys that clips have now, for the disputes of a lock.
KeyNow keys_now(const Graph& graph, const Campaign& campaign);

/// Disputes that a merge left in the lock are shown on stderr, and are an error.
Result<void> refuse_disputes(Project& project, const Graph& graph, const Console& console);

}  // namespace reshoot
