// SPDX-License-Identifier: Apache-2.0
#pragma once
// The identity models known here: rows built in (schema/identity/*.yaml), and the workspace's own
// in `identity/*.yaml` beside reshoot.yaml.

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "catalog/identity_model.h"

namespace reshoot {

class IdentityCatalog {
 public:
  /// A row of the same id replaces a built-in one. Mistakes in the workspace's rows are reported.
  /// An empty `workspace`: the built-in rows only.
  static IdentityCatalog load(const std::filesystem::path& workspace, SourceMap& sources,
                              Diagnostics& diags);
  explicit IdentityCatalog(std::vector<IdentityModel> models) : models_(std::move(models)) {}

  [[nodiscard]] const std::vector<IdentityModel>& all() const { return models_; }
  /// nullptr: unknown.
  [[nodiscard]] const IdentityModel* find(std::string_view id) const;
  /// One model of each role: the one that `chosen` (role name -> id) names, else the default row;
  /// of several, the last of the workspace.
  /// Ids that are unknown or of another role have been refused when the settings were read.
  [[nodiscard]] IdentityModels models(
      const std::map<std::string, std::string, std::less<>>& chosen) const;

 private:
  std::vector<IdentityModel> models_;
};

}  // namespace reshoot
