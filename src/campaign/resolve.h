// SPDX-License-Identifier: Apache-2.0
#pragma once
// From what a file says to what it means: defaults, names, files. What the models can do is checked
// apart.

#include "base/diagnostic.h"
#include "base/source.h"
#include "campaign/media_files.h"
#include "campaign/model.h"
#include "campaign/text.h"
#include "catalog/catalog.h"

namespace reshoot {

/// What resolving needs beside the text.
struct ResolveContext {
  const Catalog& catalog;
  const SourceMap& sources;
  MediaFiles& files;
  Diagnostics& diags;
};

/// The campaign that a text means. What is wrong is reported and left out.
Campaign resolve(const CampaignText& text, const ResolveContext& context);

}  // namespace reshoot
