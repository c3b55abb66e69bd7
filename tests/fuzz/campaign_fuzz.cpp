// SPDX-License-Identifier: Apache-2.0
// Any bytes as a campaign: diagnostics or a model, never a crash, never a hang.

#include <cstdint>

#include "base/render_diagnostics.h"
#include "campaign/load.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static reshoot::SourceMap rows;
  static reshoot::Diagnostics none;
  static const auto catalog = reshoot::Catalog::load("/nowhere", rows, none);
  reshoot::SourceMap sources;
  reshoot::Diagnostics diags;
  std::string text(reinterpret_cast<const char*>(data), size);
  const auto campaign = reshoot::read_campaign("fuzz.yaml", std::move(text), {"/w", "/w/fuzz.yaml"},
                                               catalog, sources, diags);
  return reshoot::render_text(diags, sources, false).empty() && !campaign ? -1 : 0;
}
