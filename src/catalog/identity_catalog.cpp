// SPDX-License-Identifier: Apache-2.0
#include "catalog/identity_catalog.h"

#include <algorithm>
#include <span>

#include "base/embedded_file.h"
#include "catalog/identity_row.h"
#include "catalog/row_files.h"

namespace reshoot {

std::span<const EmbeddedFile> embedded_identity();

namespace {

const IdentityModel*& of_role(IdentityModels& models, IdentityRole role) {
  switch (role) {
    case IdentityRole::face_detector:
      return models.face_detector;
    case IdentityRole::face_embedding:
      return models.face_embedding;
    case IdentityRole::image_embedding:
      return models.image_embedding;
    case IdentityRole::speaker_embedding:
      break;
  }
  return models.speaker_embedding;
}

}  // namespace

IdentityCatalog IdentityCatalog::load(const std::filesystem::path& workspace, SourceMap& sources,
                                      Diagnostics& diags) {
  std::vector<IdentityModel> models;
  read_row_files(embedded_identity(), workspace, "identity", sources, diags,
                 [&](SourceId source, bool built_in, Diagnostics& mistakes) {
                   read_identity_file(source, built_in, sources, models, mistakes);
                 });
  return IdentityCatalog(std::move(models));
}

const IdentityModel* IdentityCatalog::find(std::string_view id) const {
  const auto found = std::find_if(models_.begin(), models_.end(),
                                  [&](const IdentityModel& model) { return model.id == id; });
  return found == models_.end() ? nullptr : &*found;
}

IdentityModels IdentityCatalog::models(
    const std::map<std::string, std::string, std::less<>>& chosen) const {
  IdentityModels models;
  for (const IdentityModel& model : models_) {
    const IdentityModel*& place = of_role(models, model.role);
    // A workspace's own default goes before a built-in one.
    if (model.is_default && (place == nullptr || !model.built_in || place->built_in)) {
      place = &model;
    }
  }
  for (const IdentityRole role : all_identity_roles) {
    const auto named = chosen.find(name_of(role));
    const IdentityModel* const model = named == chosen.end() ? nullptr : find(named->second);
    if (model != nullptr && model->role == role) {
      of_role(models, role) = model;
    }
  }
  return models;
}

}  // namespace reshoot
