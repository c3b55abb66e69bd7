// SPDX-License-Identifier: Apache-2.0
#pragma once
// `reshoot.yaml`: what holds for all campaigns of a workspace.

#include <filesystem>
#include <optional>

#include "base/diagnostic.h"
#include "base/source.h"

namespace reshoot {

/// A remote as it was written.
struct RemoteSetting {
  std::filesystem::path dir;  ///< absolute; what is relative counts from the workspace
  Span at;
};

struct Settings {
  std::optional<RemoteSetting> remote;
};

/// Reads the workspace's `reshoot.yaml`; a workspace without one has the defaults. Mistakes go to
/// `diags`; what can be read of the rest is answered.
Settings load_settings(const std::filesystem::path& workspace, SourceMap& sources,
                       Diagnostics& diags);

}  // namespace reshoot
