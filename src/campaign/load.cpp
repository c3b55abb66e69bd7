// SPDX-License-Identifier: Apache-2.0
// The stages in order: text, tree, values, meaning. Each reports all that it finds.

#include "campaign/load.h"

#include <fmt/core.h>

#include "base/files.h"
#include "campaign/fields.h"
#include "campaign/media_files.h"
#include "campaign/resolve.h"
#include "yaml/parse.h"
#include "yaml/text_check.h"

namespace reshoot {

namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

std::optional<Campaign> read(std::string name, std::string text, const CampaignPlace& place,
                             bool look_at_files, const Catalog& catalog, SourceMap& sources,
                             Diagnostics& diags) {
  if (text.starts_with(byte_order_mark)) {
    text.erase(0, byte_order_mark.size());
  }
  const std::size_t errors = diags.errors();
  const SourceId source = sources.add(std::move(name), std::move(text));
  const auto tree = parse_yaml(source, sources, diags);
  if (!tree) {
    return std::nullopt;
  }
  Binder binder(diags);
  const CampaignText said = read_campaign_text(binder, tree->root());
  MediaFiles files(place, look_at_files, diags);
  Campaign campaign = resolve(said, {catalog, sources, files, diags});
  campaign.file = place.file;
  return diags.errors() == errors ? std::optional(std::move(campaign)) : std::nullopt;
}

/// The file's path from the workspace; as it is where it lies elsewhere.
std::string name_of(const CampaignPlace& place) {
  const auto relative = place.file.lexically_relative(place.workspace);
  return relative.empty() || *relative.begin() == ".." ? place.file.string() : relative.string();
}

}  // namespace

std::optional<Campaign> load_campaign(const CampaignPlace& place, const Catalog& catalog,
                                      SourceMap& sources, Diagnostics& diags) {
  std::string name = name_of(place);
  const auto stat = stat_file(place.file);
  if (stat && *stat && (*stat)->size > yaml_size_limit) {
    diags.report(Code::yaml_too_large, fmt::format("'{}' is larger than 64 MB", name));
    return std::nullopt;
  }
  auto text = read_file(place.file, yaml_size_limit);
  if (!text) {
    Diagnostic& d = diags.report(Code::unreadable_file, text.error().message);
    if (!text.error().help.empty()) {
      d.help(text.error().help);
    }
    return std::nullopt;
  }
  return read(std::move(name), *std::move(text), place, true, catalog, sources, diags);
}

std::optional<Campaign> read_campaign(std::string name, std::string text,
                                      const CampaignPlace& place, const Catalog& catalog,
                                      SourceMap& sources, Diagnostics& diags) {
  return read(std::move(name), std::move(text), place, false, catalog, sources, diags);
}

}  // namespace reshoot
