// SPDX-License-Identifier: Apache-2.0
#pragma once
// Campaign to graph: one generate step per scene, conform and cut steps per video. No decisions, no
// ledger.

#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "campaign/model.h"
#include "catalog/catalog.h"
#include "graph/step.h"

namespace reshoot {

/// Answers with the digest of an input's content. Called once per use; remembers by itself.
struct ContentDigests {
  virtual ~ContentDigests() = default;
  virtual Result<InputFile> digest(const MediaFile& file) = 0;
};

struct ExpandOptions {
  bool draft = false;  ///< every scene is shot by `local/animatic`
  ToolVersions tools;
};

/// The graph of a whole campaign. Inputs that cannot be read are reported; nullopt then.
std::optional<Graph> expand(const Campaign& campaign, const Catalog& catalog,
                            ContentDigests& digests, const ExpandOptions& options,
                            Diagnostics& diags);

}  // namespace reshoot
