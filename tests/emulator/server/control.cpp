// SPDX-License-Identifier: Apache-2.0
#include "emulator/server/control.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "emulator/settings_json.h"

namespace reshoot::emulator {
namespace {

using Json = nlohmann::json;

Json job_json(const Job& job) {
  const Json told = job.told_over ? Json(millis_of(*job.told_over)) : Json();
  return {{"id", job.id},
          {"provider", job.provider},
          {"account", job.account},
          {"model", job.model},
          {"billed_ms", job.billed.count()},
          {"micros", job.micros},
          {"charged_micros", job.charged_micros()},
          {"refunded", job.refunded()},
          {"end", name_of(job.end)},
          {"created_ms", millis_of(job.created)},
          {"starts_ms", millis_of(job.starts)},
          {"ends_ms", millis_of(job.ends)},
          {"told_over_ms", told},
          {"body", job.sent}};
}

Json jobs_json(const EmulatedCloud& cloud) {
  Json jobs = Json::array();
  for (const Job& job : cloud.jobs().all()) {
    jobs.push_back(job_json(job));
  }
  return jobs;
}

Json bill_json(const EmulatedCloud& cloud) {
  return {{"total_micros", cloud.jobs().bill_total()}, {"lines", jobs_json(cloud)}};
}

Json double_submits_json(const EmulatedCloud& cloud) {
  Json pairs = Json::array();
  for (const DoubleSubmit& pair : cloud.jobs().double_submits()) {
    pairs.push_back({pair.first, pair.second});
  }
  return pairs;
}

Json calls_json(const EmulatedCloud& cloud) {
  Json calls = Json::object();
  for (std::size_t i = 0; i < operation_count; ++i) {
    const auto operation = static_cast<Operation>(i);
    calls[std::string(name_of(operation))] = cloud.calls(operation);
  }
  return calls;
}

Json state_json(const EmulatedCloud& cloud) {
  return {{"bill", bill_json(cloud)},
          {"violations", cloud.violations()},
          {"double_submits", double_submits_json(cloud)},
          {"calls", calls_json(cloud)}};
}

std::optional<Json> look(const EmulatedCloud& cloud, std::string_view what) {
  if (what == "bill") {
    return bill_json(cloud);
  }
  if (what == "jobs") {
    return jobs_json(cloud);
  }
  if (what == "violations") {
    return Json(cloud.violations());
  }
  if (what == "double_submits") {
    return double_submits_json(cloud);
  }
  if (what == "calls") {
    return calls_json(cloud);
  }
  return what == "state" ? std::optional(state_json(cloud)) : std::nullopt;
}

Result<void> change(EmulatedCloud& cloud, ScriptedResults& results, std::string_view what,
                    const Json& json) {
  if (what == "results") {
    return results.read(json);
  }
  if (what == "settings") {
    TRY(change_settings(cloud.settings(), json));
    if (json.contains("faults")) {
      cloud.set_faults(cloud.settings().faults);
    }
    return {};
  }
  TRY_ASSIGN(FaultPlan plan, read_fault_plan(json));
  cloud.set_faults(std::move(plan));
  return {};
}

}  // namespace

Delivery control(EmulatedCloud& cloud, ScriptedResults& results, const EmulatedRequest& request) {
  const Target target = Target::parse(request.target);
  const std::string_view what = std::string_view(target.path).substr(control_path.size());
  if (request.method == HttpMethod::post &&
      (what == "faults" || what == "settings" || what == "results")) {
    const Result<void> changed =
        change(cloud, results, what, Json::parse(request.body, nullptr, false));
    return changed ? json_delivery(200, "{}")
                   : json_delivery(400, dumped({{"error", changed.error().message}}));
  }
  const auto seen = request.method == HttpMethod::get ? look(cloud, what) : std::nullopt;
  return seen ? json_delivery(200, dumped(*seen))
              : json_delivery(404, R"({"error":"no such control"})");
}

}  // namespace reshoot::emulator
