// SPDX-License-Identifier: Apache-2.0
#include "cli/model_rows.h"

#include <algorithm>

#include "base/render_diagnostics.h"
#include "campaign/settings.h"
#include "cli/workspace.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

/// The workspace whose rows count; empty: there is none here, so the built-in rows only.
Result<fs::path> workspace_for_rows(const Options& options) {
  const fs::path here = fs::current_path();
  if (options.file.empty()) {
    return find_workspace(here).value_or(fs::path());
  }
  TRY_ASSIGN(const CampaignPlace place, find_campaign(here, options.file));
  return place.workspace;
}

Shelved shelved(ModelFileState state) {
  switch (state) {
    case ModelFileState::missing:
      return Shelved::missing;
    case ModelFileState::damaged:
      return Shelved::damaged;
    case ModelFileState::installed:
      return Shelved::here;
  }
  return Shelved::missing;
}

}  // namespace

Result<ModelRows> open_model_rows(const Options& options, const Console& console) {
  TRY_ASSIGN(const fs::path workspace, workspace_for_rows(options));
  SourceMap sources;
  Diagnostics diags;
  ModelRows rows;
  rows.catalog = Catalog::load(workspace, sources, diags);
  rows.identity = IdentityCatalog::load(workspace, sources, diags);
  const Settings settings =
      workspace.empty() ? Settings() : load_settings(workspace, sources, diags);
  check_identity(settings, rows.identity, diags);
  rows.used = rows.identity.models(settings.identity);
  print_err(render_text(diags, sources, console.err_colour));
  if (diags.has_errors()) {
    return fail(ErrorKind::campaign, "the workspace's rows of models or its settings have mistakes",
                "mend them, or move the file away, and try again");
  }
  return rows;
}

std::vector<const IdentityModel*> listed(const IdentityModels& models) {
  std::vector<const IdentityModel*> all{models.face_detector, models.face_embedding,
                                        models.image_embedding, models.speaker_embedding};
  all.erase(std::remove(all.begin(), all.end(), nullptr), all.end());
  return all;
}

Result<std::vector<ShelvedModel>> on_shelf(const std::vector<const IdentityModel*>& models,
                                           const IdentityModels& used, const IdentityFiles& files) {
  const std::vector<const IdentityModel*> in_use = listed(used);
  std::vector<ShelvedModel> shelf;
  for (const IdentityModel* const model : models) {
    TRY_ASSIGN(const ModelFileState state, files.check(*model));
    const bool is_used = std::find(in_use.begin(), in_use.end(), model) != in_use.end();
    shelf.push_back({model, is_used, shelved(state), files.path_of(*model).string()});
  }
  return shelf;
}

}  // namespace reshoot
