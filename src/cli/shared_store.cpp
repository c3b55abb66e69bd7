// SPDX-License-Identifier: Apache-2.0

#include "cli/shared_store.h"

#include <algorithm>

#include "base/render_diagnostics.h"
#include "campaign/settings.h"
#include "cli/remote.h"
#include "cli/workspace.h"

namespace reshoot {

namespace fs = std::filesystem;

Result<fs::path> workspace_of(const Options& options) {
  const Result<CampaignPlace> place = find_campaign(fs::current_path(), options.file);
  if (place) {
    return place->workspace;
  }
  const auto workspace = find_workspace(fs::current_path());
  if (workspace && options.file.empty()) {
    return *workspace;
  }
  return tl::unexpected(place.error());
}

std::vector<fs::path> campaigns_of(const Options& options, const fs::path& workspace) {
  std::vector<fs::path> campaigns = campaigns_in(workspace);
  const Result<CampaignPlace> named = find_campaign(fs::current_path(), options.file);
  if (named && std::find(campaigns.begin(), campaigns.end(), named->file) == campaigns.end()) {
    campaigns.push_back(named->file);
  }
  return campaigns;
}

Result<std::unique_ptr<SharedTakes>> workspace_remote(const Options& options,
                                                      const fs::path& workspace,
                                                      const Console& console) {
  SourceMap sources;
  Diagnostics diags;
  const Settings settings = load_settings(workspace, sources, diags);
  print_err(render_text(diags, sources, console.err_colour));
  if (diags.has_errors()) {
    return fail(ErrorKind::campaign, "reshoot.yaml cannot be used",
                "nothing was changed; mend it and try again");
  }
  return open_remote(options, settings);
}

Result<std::unique_ptr<SharedTakes>> need_remote(const Options& options, const fs::path& workspace,
                                                 const Console& console) {
  TRY_ASSIGN(std::unique_ptr<SharedTakes> remote, workspace_remote(options, workspace, console));
  if (remote == nullptr) {
    return fail(ErrorKind::usage, "this workspace has no remote",
                "write these two lines into reshoot.yaml, with a folder that the team shares: "
                "`remote:` and `  dir: /mnt/team/reshoot`");
  }
  return remote;
}

}  // namespace reshoot
