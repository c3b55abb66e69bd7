// SPDX-License-Identifier: Apache-2.0
#include "report/step_report.h"

#include <nlohmann/json.hpp>

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

void put_text(Json& json, const char* name, const std::string& text) {
  if (!text.empty()) {
    json[name] = text;
  }
}

}  // namespace

Json to_json(const ReportedReason& reason) {
  Json json{{"field", reason.field}};
  put_text(json, "was", reason.was);
  put_text(json, "now", reason.now);
  put_text(json, "at", reason.at);
  return json;
}

std::string_view StepReport::name() const {
  const std::string_view all = id;
  const std::size_t colon = all.find(':');
  return colon == std::string_view::npos ? all : all.substr(colon + 1);
}

std::vector<ReportedReason> reported(const std::vector<Reason>& reasons, const SourceMap& sources) {
  std::vector<ReportedReason> all;
  all.reserve(reasons.size());
  for (const Reason& reason : reasons) {
    all.push_back({reason.field, reason.was, reason.now, sources.at(reason.at)});
  }
  return all;
}

StepReport make_step_report(const Graph& graph, const Decision& decision,
                            const std::vector<Reason>& reasons, const SourceMap& sources) {
  const Step& step = graph.steps[decision.step];
  StepReport report;
  report.id = step.id;
  report.kind = step.kind();
  report.decision = decision.kind;
  report.key = decision.key;
  if (const auto* generate = std::get_if<GenerateStep>(&step.what)) {
    report.model = generate->model->id();
  }
  report.cost = Money{};
  if (report.runs()) {
    report.cost = decision.cost;
    report.expected_seconds = decision.expected_seconds;
  }
  if (decision.fetch && !decision.fetch->here) {
    report.fetch_bytes = decision.fetch->bytes;
  }
  report.reasons = reported(reasons, sources);
  for (const Hold& hold : decision.holds) {
    report.holds.push_back({hold.why, hold.help, sources.at(hold.at)});
  }
  return report;
}

Json to_json(const StepReport& step) {
  Json reasons = Json::array();
  for (const ReportedReason& reason : step.reasons) {
    reasons.push_back(to_json(reason));
  }
  Json json{{"id", step.id},
            {"cells", Json::array()},
            {"kind", name_of(step.kind)},
            {"decision", name_of(step.decision)},
            {"key", step.key ? Json(step.key->text()) : Json()}};
  put_text(json, "model", step.model);
  json["cost_micros"] = step.cost ? Json(step.cost->micros) : Json();
  json["expected_seconds"] = step.expected_seconds;
  if (step.decision == DecisionKind::fetch) {
    json["fetch_bytes"] = step.fetch_bytes;
  }
  json["reasons"] = std::move(reasons);
  if (step.decision == DecisionKind::held) {
    Json holds = Json::array();
    for (const ReportedHold& hold : step.holds) {
      holds.push_back({{"why", hold.why}, {"help", hold.help}});
      put_text(holds.back(), "at", hold.at);
    }
    json["holds"] = std::move(holds);
  }
  return json;
}

Paint paint_of(DecisionKind decision) {
  switch (decision) {
    case DecisionKind::hit:
      return Paint::green;
    case DecisionKind::resume:
    case DecisionKind::fetch:
    case DecisionKind::check:
    case DecisionKind::run:
      return Paint::cyan;
    case DecisionKind::maybe:
      return Paint::dim;
    case DecisionKind::in_doubt:
    case DecisionKind::lost:
      return Paint::red;
    case DecisionKind::held:
    case DecisionKind::blocked:
      return Paint::yellow;
  }
  return Paint::plain;
}

}  // namespace reshoot
