// SPDX-License-Identifier: Apache-2.0
// `models list` and `models show`: what can be shot with, and what is known of it. Looks at the
// catalog only: no campaign, no key, no network.

#include <fmt/format.h>

#include <algorithm>

#include "base/render_diagnostics.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "cli/workspace.h"
#include "report/models_report.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

/// The workspace whose rows count; empty: there is none here, so the built-in rows only.
Result<fs::path> workspace_of(const Options& options) {
  const fs::path here = fs::current_path();
  if (options.file.empty()) {
    return find_workspace(here).value_or(fs::path());
  }
  TRY_ASSIGN(const CampaignPlace place, find_campaign(here, options.file));
  return place.workspace;
}

/// Mistakes in the user's rows are shown on stderr; those rows are not in the catalog.
Result<Catalog> open_catalog(const Options& options, const Console& console) {
  TRY_ASSIGN(const fs::path workspace, workspace_of(options));
  SourceMap sources;
  Diagnostics diags;
  Catalog catalog = Catalog::load(workspace, sources, diags);
  print_err(render_text(diags, sources, console.err_colour));
  if (diags.has_errors()) {
    return fail(ErrorKind::campaign, "the rows in models/ have mistakes",
                "mend them, or move the file away, and try again");
  }
  return catalog;
}

tl::unexpected<Error> unknown_model(const Catalog& catalog, const std::string& named) {
  std::vector<std::string> known;
  for (const Model& model : catalog.all()) {
    known.push_back(model.id());
    known.push_back(model.name);
    known.push_back(model.provider);
  }
  const auto meant = closest(named, known);
  return fail(ErrorKind::usage, fmt::format("no model '{}' is known", printable(named)),
              meant ? fmt::format("did you mean '{}'?", *meant)
                    : "'reshoot models list' shows all of them");
}

/// Those that are named by id, by name with any provider, or by provider; all where none is named.
Result<std::vector<const Model*>> named_models(const Catalog& catalog,
                                               const std::vector<std::string>& names) {
  std::vector<const Model*> models;
  const auto add_if = [&](auto wanted) {
    bool any = false;
    for (const Model& model : catalog.all()) {
      if (wanted(model)) {
        any = true;
        if (std::find(models.begin(), models.end(), &model) == models.end()) {
          models.push_back(&model);
        }
      }
    }
    return any;
  };
  if (names.empty()) {
    add_if([](const Model&) { return true; });
  }
  for (const std::string& name : names) {
    const bool found = add_if([&](const Model& model) {
      return model.id() == name || model.name == name || model.provider == name;
    });
    if (!found) {
      return unknown_model(catalog, name);
    }
  }
  return models;
}

}  // namespace

Result<ExitCode> models_list(const Options& options, const Console& console) {
  TRY_ASSIGN(const Catalog catalog, open_catalog(options, console));
  print_out(options.json ? models_list_json(catalog)
                         : models_list_text(catalog, style_of(console)));
  return ExitCode::done;
}

Result<ExitCode> models_show(const Options& options, const Console& console) {
  TRY_ASSIGN(const Catalog catalog, open_catalog(options, console));
  TRY_ASSIGN(const std::vector<const Model*> models, named_models(catalog, options.targets));
  print_out(options.json ? models_json(catalog, models)
                         : models_text(catalog, models, style_of(console)));
  return ExitCode::done;
}

}  // namespace reshoot
