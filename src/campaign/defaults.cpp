// SPDX-License-Identifier: Apache-2.0
// The language's own defaults are the member initialisers of Defaults; the campaign's come over
// them.

#include "campaign/defaults.h"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace reshoot {

namespace {

constexpr std::int32_t longest_side = 8192;  // pixels, as Size

void check_provider(const TextAt& provider, const Catalog& catalog, Diagnostics& diags) {
  std::vector<std::string> known;
  for (const Model& model : catalog.all()) {
    if (model.provider == provider.value) {
      return;
    }
    known.push_back(model.provider);
  }
  diags
      .report(Code::unknown_model,
              fmt::format("no model of a provider '{}' is known", ellipsize(provider.value, 40)))
      .at(provider.at)
      .help_did_you_mean(provider.value, known);
}

}  // namespace

Defaults resolve_defaults(const DefaultsText& text, const Catalog& catalog, Diagnostics& diags) {
  Defaults defaults;
  if (text.provider) {
    check_provider(*text.provider, catalog, diags);
    defaults.provider = text.provider->value;
  }
  defaults.model.value = &catalog.animatic();
  if (text.model) {
    defaults.model = {find_model(*text.model, defaults.provider, catalog, diags), text.model->at};
  }
  take(defaults.lines, text.resolution);
  take(defaults.ratio, text.ratio);
  take(defaults.fps, text.fps);
  take(defaults.seconds, text.seconds);
  take(defaults.language, text.language);
  take(defaults.fit, text.fit);
  take(defaults.seed, text.seed);
  check_size(defaults.lines.value, defaults.ratio.value, defaults.ratio.at, diags);
  return defaults;
}

const Model* find_model(const Spanned<ModelText>& written, std::string_view provider,
                        const Catalog& catalog, Diagnostics& diags) {
  const std::string_view id = written.value.text;
  if (const Model* const model = catalog.find(id, provider)) {
    return model;
  }
  std::vector<std::string> known;
  for (const Model& model : catalog.all()) {
    known.push_back(id.find('/') == std::string_view::npos ? model.name : model.id());
  }
  diags.report(Code::unknown_model, fmt::format("unknown model '{}'", ellipsize(id, 60)))
      .at(written.at)
      .help_did_you_mean(id, known);
  return nullptr;
}

void check_size(std::int32_t lines, Ratio ratio, Span at, Diagnostics& diags) {
  const std::int64_t longer = std::max(ratio.width, ratio.height);
  const std::int64_t shorter = std::min(ratio.width, ratio.height);
  if (lines * longer / shorter > longest_side) {
    diags
        .report(Code::bad_value, fmt::format("{} at {}p is more than {} pixels long", ratio.text(),
                                             lines, longest_side))
        .at(at);
  }
}

void take(Spanned<std::int32_t>& to, const std::optional<Spanned<Resolution>>& from) {
  if (from) {
    to = {from->value.lines, from->at};
  }
}

void take(Spanned<std::string>& to, const std::optional<Spanned<LanguageText>>& from) {
  if (from) {
    to = {std::string(from->value.text), from->at};
  }
}

void take(Spanned<std::optional<std::uint32_t>>& to, const std::optional<Spanned<Seed>>& from) {
  if (from) {
    to = {static_cast<std::uint32_t>(from->value.value), from->at};
  }
}

}  // namespace reshoot
