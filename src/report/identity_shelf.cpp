// SPDX-License-Identifier: Apache-2.0
#include "report/identity_shelf.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "catalog/identity_figures.h"
#include "report/figures.h"
#include "report/table.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array levels{IdentityLevel::strict, IdentityLevel::normal, IdentityLevel::loose};

StyledText state_text(Shelved state) {
  switch (state) {
    case Shelved::missing:
      return {"no", Paint::yellow};
    case Shelved::damaged:
      return {"damaged", Paint::red};
    case Shelved::here:
      return {"yes", Paint::green};
  }
  return {};
}

StyledText measured_text(const IdentityModel& model) {
  return model.measured ? StyledText("yes", Paint::green) : StyledText("no", Paint::yellow);
}

StyledText row_text(const IdentityModel& model) {
  return model.built_in ? StyledText("built in", Paint::dim) : StyledText(model.row);
}

/// Thresholds have two or three decimals in their rows; a float has noise behind them.
double as_written(float value) {
  constexpr double decimals = 1e6;
  return std::round(static_cast<double>(value) * decimals) / decimals;
}

std::string size_text(const ImageInput& input) {
  return fmt::format(
      "{}x{} {}, divided by {:g}, minus {:g} {:g} {:g}, by {:g} {:g} {:g}{}{}", input.width,
      input.height, input.rgb ? "RGB" : "BGR", 1 / input.scale, input.mean[0], input.mean[1],
      input.mean[2], input.deviation[0], input.deviation[1], input.deviation[2],
      input.add_mirrored ? ", plus mirrored" : "", input.signed_root ? ", signed root" : "");
}

std::string edit_text(const IdentityFile& file) {
  switch (file.edit) {
    case IdentityEdit::none:
      return "";
    case IdentityEdit::bsdiff:
      return fmt::format("a delta of {} bytes", file.delta.size());
    case IdentityEdit::torch_zip:
      return fmt::format("its entry {}", file.entry);
  }
  return "";
}

std::string facts_text(const ShelvedModel& one, const TextStyle& style) {
  const IdentityModel& model = *one.model;
  const IdentityFile& file = model.file;
  Table table({{""}, {""}});
  const auto add = [&](const char* fact, const std::string& value) {
    if (!value.empty()) {
      table.add({fact, value});
    }
  };
  add("download", file.url.empty() ? "nowhere: 'models pull --from DIR' only" : file.url);
  add("size", bytes_text(file.bytes));
  add("sha256", file.source.hex());
  add("edit", edit_text(file));
  add("edited", file.edit == IdentityEdit::none ? "" : file.result.hex());
  add("licence", file.licence);
  table.add({"here", state_text(one.state)});
  add("file", one.file);
  add("dimensions", model.dimensions == 0 ? "" : std::to_string(model.dimensions));
  add("input", model.input.width == 0 ? "" : size_text(model.input));
  table.add({"measured", measured_text(model)});
  add("figures", model.figures);
  add("source", model.source);
  return table.text({0, style.colour}, 2);  // not cut: there to be copied
}

std::string thresholds_text(const IdentityModel& model, const TextStyle& style) {
  Table table({{"threshold"}, {"strict", true}, {"normal", true}, {"loose", true}});
  for (const IdentityFigure& figure : identity_figures) {
    if (has_figure(model.role, figure)) {
      std::vector<StyledText> cells{figure.key};
      for (const IdentityLevel level : levels) {
        cells.emplace_back(fmt::format("{:.3f}", value_of(figure, model.at(level))));
      }
      table.add(std::move(cells));
    }
  }
  return table.empty() ? "" : table.text({0, style.colour}, 2);
}

Json thresholds_json(const IdentityModel& model) {
  Json json = Json::object();
  for (const IdentityLevel level : levels) {
    Json figures = Json::object();
    for (const IdentityFigure& figure : identity_figures) {
      if (has_figure(model.role, figure)) {
        figures[std::string(figure.key)] = as_written(value_of(figure, model.at(level)));
      }
    }
    if (!figures.empty()) {
      json[std::string(name_of(level))] = std::move(figures);
    }
  }
  return json;
}

Json line_json(const ShelvedModel& one) {
  const IdentityModel& model = *one.model;
  return {{"id", model.id},
          {"role", name_of(model.role)},
          {"used", one.used},
          {"default", model.is_default},
          {"state", name_of(one.state)},
          {"file", one.file},
          {"measured", model.measured},
          {"licence", model.file.licence},
          {"bytes", model.file.bytes},
          {"built_in", model.built_in},
          {"row", model.row}};
}

}  // namespace

std::string_view name_of(Shelved state) {
  switch (state) {
    case Shelved::missing:
      return "missing";
    case Shelved::damaged:
      return "damaged";
    case Shelved::here:
      return "installed";
  }
  return "";
}

std::string identity_list_text(const std::vector<ShelvedModel>& models, const TextStyle& style) {
  if (models.empty()) {
    return "";
  }
  Table table({{"IDENTITY MODEL"},
               {"ROLE"},
               {"USED"},
               {"HERE"},
               {"MEASURED"},
               {"SIZE", true},
               {"LICENCE"},
               {"ROW"}});
  for (const ShelvedModel& one : models) {
    const IdentityModel& model = *one.model;
    table.add({model.id, name_of(model.role), one.used ? "yes" : "", state_text(one.state),
               measured_text(model), bytes_text(model.file.bytes), model.file.licence,
               row_text(model)});
  }
  const bool lacks = std::any_of(models.begin(), models.end(), [](const ShelvedModel& one) {
    return one.used && one.state != Shelved::here;
  });
  return table.text(style) + (lacks ? "\n'reshoot models pull' brings those that are used.\n" : "");
}

Json identity_list_json(const std::vector<ShelvedModel>& models) {
  Json list = Json::array();
  for (const ShelvedModel& one : models) {
    list.push_back(line_json(one));
  }
  return list;
}

std::string identity_text(const std::vector<ShelvedModel>& models, const TextStyle& style) {
  std::string text;
  for (const ShelvedModel& one : models) {
    const IdentityModel& model = *one.model;
    text += StyledText(model.id, Paint::bold).text(style.colour) +
            StyledText(
                fmt::format("  {}, {}{}",
                            model.built_in ? "built in" : fmt::format("your row in {}", model.row),
                            name_of(model.role), one.used ? ", used here" : ""))
                .text(style.colour) +
            "\n" + facts_text(one, style) + thresholds_text(model, style) + "\n";
  }
  return text;
}

Json identity_json(const std::vector<ShelvedModel>& models) {
  Json list = Json::array();
  for (const ShelvedModel& one : models) {
    const IdentityModel& model = *one.model;
    Json json = line_json(one);
    json["url"] = model.file.url;
    json["sha256"] = model.file.source.hex();
    json["edit"] = name_of(model.file.edit);
    json["result_sha256"] = model.file.result.hex();
    json["result_bytes"] = model.file.result_bytes;
    json["dimensions"] = model.dimensions;
    json["thresholds"] = thresholds_json(model);
    json["figures"] = model.figures;
    json["source"] = model.source;
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace reshoot
