// SPDX-License-Identifier: Apache-2.0
#include "report/doctor_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/figures.h"
#include "report/json_text.h"
#include "report/table.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

Paint paint_of(CheckState state) {
  switch (state) {
    case CheckState::ok:
      return Paint::green;
    case CheckState::warn:
      return Paint::yellow;
    case CheckState::fail:
      return Paint::red;
  }
  return Paint::plain;
}

std::int64_t count(const std::vector<DoctorCheck>& checks, CheckState state) {
  return std::count_if(checks.begin(), checks.end(),
                       [&](const DoctorCheck& check) { return check.state == state; });
}

std::string verdict(const std::vector<DoctorCheck>& checks) {
  const std::int64_t fails = count(checks, CheckState::fail);
  const std::int64_t warnings = count(checks, CheckState::warn);
  if (fails + warnings == 0) {
    return "all is well\n";
  }
  return joined({fails > 0 ? counted(fails, "problem") : "",
                 warnings > 0 ? counted(warnings, "warning") : ""}) +
         "\n";
}

}  // namespace

std::string_view name_of(CheckState state) {
  switch (state) {
    case CheckState::ok:
      return "ok";
    case CheckState::warn:
      return "warn";
    case CheckState::fail:
      return "fail";
  }
  return "unknown";
}

std::string doctor_text(const std::vector<DoctorCheck>& checks, const TextStyle& style) {
  Table table({{""}, {""}, {"", false, true}});
  for (const DoctorCheck& check : checks) {
    StyledText help;
    if (!check.help.empty()) {
      help.add("  = help: " + check.help);
    }
    table.add({StyledText(name_of(check.state), paint_of(check.state)), check.name, check.detail},
              help);
  }
  // Lines are not cut here: paths and advice are there to be copied.
  return table.text({0, style.colour}) + "\n" + verdict(checks);
}

std::string doctor_json(const std::vector<DoctorCheck>& checks) {
  Json list = Json::array();
  for (const DoctorCheck& check : checks) {
    list.push_back({{"name", check.name},
                    {"state", name_of(check.state)},
                    {"detail", check.detail},
                    {"help", check.help}});
  }
  return json_text({{"schema_version", json_schema_version},
                    {"ok", count(checks, CheckState::fail) == 0},
                    {"checks", std::move(list)}});
}

}  // namespace reshoot
