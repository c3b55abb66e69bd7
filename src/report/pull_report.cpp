// SPDX-License-Identifier: Apache-2.0
#include "report/pull_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/figures.h"
#include "report/json_text.h"
#include "report/table.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

std::string words_for(PullState state) {
  switch (state) {
    case PullState::already:
      return "was here already";
    case PullState::downloaded:
      return "downloaded";
    case PullState::taken:
      return "taken from the folder";
    case PullState::failed:
      return "failed";
  }
  return "";
}

Paint paint_of(PullState state) {
  return state == PullState::failed ? Paint::red : Paint::green;
}

std::int64_t count(const std::vector<PulledModel>& models, bool failed) {
  return std::count_if(models.begin(), models.end(), [&](const PulledModel& one) {
    return (one.state == PullState::failed) == failed;
  });
}

StyledText detail_of(const PulledModel& one) {
  StyledText detail;
  if (one.error) {
    detail.add(one.error->message);
    if (!one.error->help.empty()) {
      detail.add("; " + one.error->help);
    }
  }
  return detail;
}

}  // namespace

std::string_view name_of(PullState state) {
  switch (state) {
    case PullState::already:
      return "already";
    case PullState::downloaded:
      return "downloaded";
    case PullState::taken:
      return "taken";
    case PullState::failed:
      return "failed";
  }
  return "";
}

std::string pull_text(const std::vector<PulledModel>& models, const std::string& folder,
                      const TextStyle& style) {
  Table table({{""}, {""}, {""}, {""}});
  for (const PulledModel& one : models) {
    table.add({one.model->id, name_of(one.model->role),
               StyledText(words_for(one.state), paint_of(one.state)),
               StyledText(one.model->file.licence, Paint::dim)},
              detail_of(one));
  }
  // Lines are not cut here: what went wrong is there to be read.
  return table.text({0, style.colour}) +
         fmt::format(
             "{} in {}{}\n", counted(count(models, false), "model"), folder,
             count(models, true) == 0 ? "" : fmt::format("; {} failed", count(models, true)));
}

std::string pull_json(const std::vector<PulledModel>& models, const std::string& folder) {
  Json list = Json::array();
  for (const PulledModel& one : models) {
    Json json{{"id", one.model->id},
              {"role", name_of(one.model->role)},
              {"state", name_of(one.state)},
              {"file", one.file},
              {"sha256", one.model->file.result.hex()},
              {"bytes", one.model->file.result_bytes}};
    if (one.error) {
      json["error"] = {{"message", one.error->message}, {"help", one.error->help}};
    }
    list.push_back(std::move(json));
  }
  return json_text(
      {{"schema_version", json_schema_version}, {"folder", folder}, {"models", std::move(list)}});
}

}  // namespace reshoot
