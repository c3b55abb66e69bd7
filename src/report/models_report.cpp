// SPDX-License-Identifier: Apache-2.0
#include "report/models_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "report/figures.h"
#include "report/json_text.h"
#include "report/model_figures.h"
#include "report/table.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

std::string_view name_of_tier(Tier tier) {
  switch (tier) {
    case Tier::interactive:
      return "interactive";
    case Tier::workflow:
      return "workflow";
    case Tier::batch:
      return "batch";
  }
  return {};
}

std::string tier_text(Tier tier) {
  return fmt::format("{} {}", static_cast<int>(tier), name_of_tier(tier));
}

std::string modes_text(const Model& model) {
  std::vector<std::string_view> names;
  for (const Mode mode : modes_of(model)) {
    names.push_back(name_of(mode));
  }
  return fmt::format("{}", fmt::join(names, " "));
}

std::string_view sure_text(const std::optional<Sure>& sure) {
  return sure ? name_of(*sure) : std::string_view();
}

Paint paint_of(const std::optional<Sure>& sure) {
  return sure == Sure::documented ? Paint::green : Paint::yellow;
}

std::string wait_text(const Model& model) {
  return duration_text(std::chrono::seconds(model.expected_seconds));
}

/// Sources as footnotes: figures of one source share a number.
class Footnotes {
 public:
  std::string number(const std::string& source) {
    if (source.empty()) {
      return "";
    }
    const auto found = std::find(sources_.begin(), sources_.end(), source);
    const auto at = found - sources_.begin();
    if (found == sources_.end()) {
      sources_.push_back(source);
    }
    return fmt::format("[{}]", at + 1);
  }

  [[nodiscard]] std::string text(const TextStyle& style) const {
    Table table({{""}, {""}});
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      table.add({StyledText(fmt::format("[{}]", i + 1), Paint::dim), sources_[i]});
    }
    return table.text({0, style.colour}, 2);  // not cut: sources are there to be copied
  }

 private:
  std::vector<std::string> sources_;
};

std::string figures_text(const std::vector<FigureLine>& lines, Footnotes& notes,
                         const TextStyle& style) {
  Table table({{""}, {""}, {""}, {""}});
  for (const FigureLine& line : lines) {
    table.add({line.figure, line.value,
               StyledText(sure_text(line.evidence.sure), paint_of(line.evidence.sure)),
               StyledText(notes.number(line.evidence.source), Paint::dim)});
  }
  return table.text({0, style.colour}, 2);
}

std::string model_text(const Model& model, Footnotes& notes, const TextStyle& style) {
  std::string text =
      painted(model.id(), Paint::bold, style.colour) +
      fmt::format("  {}, tier {}, {}\n",
                  model.built_in ? "built in" : fmt::format("your row in {}", model.file),
                  tier_text(model.tier), modes_text(model)) +
      figures_text(model_figures(model), notes, style);
  for (const std::string& note : model.notes) {
    text += StyledText(fmt::format("  note: {}", note)).text(style.colour) + "\n";
  }
  return text + "\n";
}

/// Each once, in the order of the models.
std::vector<const ProviderFacts*> providers_of(const Catalog& catalog,
                                               const std::vector<const Model*>& models) {
  std::vector<const ProviderFacts*> all;
  for (const Model* const model : models) {
    const ProviderFacts& facts = catalog.provider(model->provider);
    if (!facts.provider.empty() && std::find(all.begin(), all.end(), &facts) == all.end()) {
      all.push_back(&facts);
    }
  }
  return all;
}

Json sure_json(const std::optional<Sure>& sure) {
  return sure ? Json(name_of(*sure)) : Json();
}

Json prices_json(const Model& model) {
  Json prices = Json::array();
  const auto add = [&](Json resolution, Money per_second, const std::optional<Sure>& sure) {
    prices.push_back({{"resolution", std::move(resolution)},
                      {"per_second_micros", per_second.micros},
                      {"sure", sure_json(sure ? sure : model.price_evidence.sure)}});
  };
  if (model.per_second) {
    add(Json(), *model.per_second, {});
  }
  for (const ResolutionPrice& price : model.per_second_at) {
    add(fmt::format("{}p", price.lines), price.per_second, price.sure);
  }
  return prices;
}

Json model_json(const Model& model) {
  Json modes = Json::array();
  for (const Mode mode : modes_of(model)) {
    modes.push_back(name_of(mode));
  }
  return {{"id", model.id()},
          {"provider", model.provider},
          {"wire_id", model.sent_as()},
          {"tier", static_cast<int>(model.tier)},
          {"modes", std::move(modes)},
          {"free", model.free()},
          {"prices", prices_json(model)},
          {"expected_seconds", model.expected_seconds},
          {"built_in", model.built_in},
          {"file", model.file}};
}

Json figures_json(const std::vector<FigureLine>& lines) {
  Json list = Json::array();
  for (const FigureLine& line : lines) {
    list.push_back({{"figure", line.figure},
                    {"value", line.value},
                    {"sure", sure_json(line.evidence.sure)},
                    {"source", line.evidence.source}});
  }
  return list;
}

}  // namespace

std::string models_list_text(const Catalog& catalog, const std::vector<ShelvedModel>& identity,
                             const TextStyle& style) {
  Table table({{"MODEL"},
               {"TIER"},
               {"MAKES CLIPS FROM"},
               {"PRICE", false, true},
               {"SURE"},
               {"WAIT", true},
               {"ROW"}});
  for (const Model& model : catalog.all()) {
    const bool is_known = model.free() || price_text(model) != "unknown";
    const auto sure = price_sure(model);
    table.add({model.id(), tier_text(model.tier), modes_text(model),
               StyledText(price_text(model), is_known ? Paint::plain : Paint::yellow),
               StyledText(sure_text(sure), paint_of(sure)), wait_text(model),
               model.built_in ? StyledText("built in", Paint::dim) : StyledText(model.file)});
  }
  return table.text(style) +
         "\nPrices and waits are the catalog's, not a quotation; 'reshoot models show MODEL' tells "
         "where they are from.\n" +
         (identity.empty() ? "" : "\n" + identity_list_text(identity, style));
}

std::string models_list_json(const Catalog& catalog, const std::vector<ShelvedModel>& identity) {
  Json list = Json::array();
  for (const Model& model : catalog.all()) {
    list.push_back(model_json(model));
  }
  return json_text({{"schema_version", json_schema_version},
                    {"models", std::move(list)},
                    {"identity", identity_list_json(identity)}});
}

std::string models_text(const Catalog& catalog, const std::vector<const Model*>& models,
                        const std::vector<ShelvedModel>& identity, const TextStyle& style) {
  Footnotes notes;
  std::string text;
  for (const Model* const model : models) {
    text += model_text(*model, notes, style);
  }
  for (const ProviderFacts* const facts : providers_of(catalog, models)) {
    text += painted("provider " + facts->provider, Paint::bold, style.colour) + "\n" +
            figures_text(provider_figures(*facts), notes, style) + "\n";
  }
  if (!models.empty()) {
    text += painted("sources", Paint::bold, style.colour) + "\n" + notes.text(style);
    text += identity.empty() ? "" : "\n";
  }
  return text + identity_text(identity, style);
}

std::string models_json(const Catalog& catalog, const std::vector<const Model*>& models,
                        const std::vector<ShelvedModel>& identity) {
  Json list = Json::array();
  for (const Model* const model : models) {
    Json json = model_json(*model);
    json["figures"] = figures_json(model_figures(*model));
    json["notes"] = model->notes;
    list.push_back(std::move(json));
  }
  Json providers = Json::array();
  for (const ProviderFacts* const facts : providers_of(catalog, models)) {
    providers.push_back({{"provider", facts->provider},
                         {"public_uploads", facts->public_uploads},
                         {"figures", figures_json(provider_figures(*facts))}});
  }
  return json_text({{"schema_version", json_schema_version},
                    {"models", std::move(list)},
                    {"providers", std::move(providers)},
                    {"identity", identity_json(identity)}});
}

}  // namespace reshoot
