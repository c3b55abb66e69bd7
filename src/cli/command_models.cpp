// SPDX-License-Identifier: Apache-2.0
// `models list` and `models show`: what can be shot and measured with, and what is known of it.
// Looks at rows and at the folder of model files only: no campaign, no key, no network.

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/model_rows.h"
#include "cli/session.h"
#include "report/models_report.h"

namespace reshoot {
namespace {

/// What the words of a command line name.
struct NamedModels {
  std::vector<const Model*> shooting;
  std::vector<const IdentityModel*> measuring;
};

tl::unexpected<Error> unknown_model(const ModelRows& rows, const std::string& named) {
  std::vector<std::string> known;
  for (const Model& model : rows.catalog.all()) {
    known.push_back(model.id());
    known.push_back(model.name);
    known.push_back(model.provider);
  }
  for (const IdentityModel& model : rows.identity.all()) {
    known.push_back(model.id);
    known.emplace_back(name_of(model.role));
  }
  const auto meant = closest(named, known);
  return fail(ErrorKind::usage, fmt::format("no model '{}' is known", printable(named)),
              meant ? fmt::format("did you mean '{}'?", *meant)
                    : "'reshoot models list' shows all of them");
}

/// Adds those that are meant, each once; false where none is.
template <class M, class Meant>
bool add_if(const std::vector<M>& all, std::vector<const M*>& into, Meant meant) {
  bool any = false;
  for (const M& model : all) {
    if (meant(model)) {
      any = true;
      if (std::find(into.begin(), into.end(), &model) == into.end()) {
        into.push_back(&model);
      }
    }
  }
  return any;
}

/// Those that are named by id, by name with any provider, by provider, or by role; all where none
/// is named.
Result<NamedModels> named_models(const ModelRows& rows, const std::vector<std::string>& names) {
  NamedModels models;
  if (names.empty()) {
    add_if(rows.catalog.all(), models.shooting, [](const Model&) { return true; });
    add_if(rows.identity.all(), models.measuring, [](const IdentityModel&) { return true; });
  }
  for (const std::string& name : names) {
    const bool shoots = add_if(rows.catalog.all(), models.shooting, [&](const Model& model) {
      return model.id() == name || model.name == name || model.provider == name;
    });
    const bool measures =
        add_if(rows.identity.all(), models.measuring, [&](const IdentityModel& model) {
          return model.id == name || name_of(model.role) == name;
        });
    if (!shoots && !measures) {
      return unknown_model(rows, name);
    }
  }
  return models;
}

}  // namespace

Result<ExitCode> models_list(const Options& options, const Console& console) {
  TRY_ASSIGN(const ModelRows rows, open_model_rows(options, console));
  TRY_ASSIGN(const IdentityFiles files, IdentityFiles::of_process());
  TRY_ASSIGN(const NamedModels all, named_models(rows, {}));
  TRY_ASSIGN(const std::vector<ShelvedModel> shelf, on_shelf(all.measuring, rows.used, files));
  print_out(options.json ? models_list_json(rows.catalog, shelf)
                         : models_list_text(rows.catalog, shelf, style_of(console)));
  return ExitCode::done;
}

Result<ExitCode> models_show(const Options& options, const Console& console) {
  TRY_ASSIGN(const ModelRows rows, open_model_rows(options, console));
  TRY_ASSIGN(const IdentityFiles files, IdentityFiles::of_process());
  TRY_ASSIGN(const NamedModels named, named_models(rows, options.targets));
  TRY_ASSIGN(const std::vector<ShelvedModel> shelf, on_shelf(named.measuring, rows.used, files));
  print_out(options.json ? models_json(rows.catalog, named.shooting, shelf)
                         : models_text(rows.catalog, named.shooting, shelf, style_of(console)));
  return ExitCode::done;
}

}  // namespace reshoot
