// SPDX-License-Identifier: Apache-2.0
#pragma once
// `reshoot.yaml`: what holds for all campaigns of a workspace.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/source.h"
#include "catalog/account_limits.h"
#include "catalog/identity_catalog.h"

namespace reshoot {

/// A remote as it was written.
struct RemoteSetting {
  std::filesystem::path dir;  ///< absolute; what is relative counts from the workspace
  Span at;
};

/// What a person's own account with a provider allows, where it differs from the catalog.
struct AccountSetting {
  std::optional<int> at_once;     ///< jobs out at a time
  std::optional<int> per_minute;  ///< submits
  std::optional<int> per_hour;    ///< submits
};

struct Settings {
  std::optional<RemoteSetting> remote;
  /// Pictures, clips and voices of persons may lie where anybody with the URL can read them. Each
  /// person's own consent is needed too.
  bool public_uploads = false;
  std::map<std::string, AccountSetting, std::less<>> accounts;  ///< by provider
  /// The identity models of this workspace: role to id, where it is not the default one.
  std::map<std::string, std::string, std::less<>> identity;
  std::map<std::string, Span, std::less<>> identity_places;  ///< of the ids, by role

  /// The catalog's limits of this provider, with what the workspace says of its own account.
  [[nodiscard]] AccountLimits limits_of(std::string_view provider, AccountLimits limits) const;
};

/// Reads the workspace's `reshoot.yaml`; a workspace without one has the defaults. Mistakes go to
/// `diags`; what can be read of the rest is answered.
Settings load_settings(const std::filesystem::path& workspace, SourceMap& sources,
                       Diagnostics& diags);

/// Reports ids of `settings.identity` that the catalog does not have, or has for another role.
void check_identity(const Settings& settings, const IdentityCatalog& catalog, Diagnostics& diags);

}  // namespace reshoot
