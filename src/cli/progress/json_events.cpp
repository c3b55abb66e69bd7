// SPDX-License-Identifier: Apache-2.0
#include "cli/progress/json_events.h"

#include <nlohmann/json.hpp>

#include "cli/progress/messages.h"
#include "report/json_text.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

std::string_view name_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::usage:
      return "usage";
    case ErrorKind::campaign:
      return "campaign";
    case ErrorKind::environment:
      return "environment";
    case ErrorKind::transient:
      return "transient";
    case ErrorKind::rate_limited:
      return "rate_limited";
    case ErrorKind::in_doubt:
      return "in_doubt";
    case ErrorKind::refused_content:
      return "refused_content";
    case ErrorKind::refused_auth:
      return "refused_auth";
    case ErrorKind::refused_budget:
      return "refused_budget";
    case ErrorKind::needs_person:
      return "needs_person";
    case ErrorKind::corrupt:
      return "corrupt";
    case ErrorKind::cancelled:
      return "cancelled";
  }
  return "unknown";
}

/// Adds what an event says to the object of its line.
class EventWriter {
 public:
  explicit EventWriter(const Graph& graph) : graph_(graph) {}

  Json operator()(const BuildStarted& e) const {
    Json json = named("started");
    json["campaign"] = graph_.campaign;
    json["jobs"] = e.jobs;
    json["run"] = e.plan->count(DecisionKind::run);
    json["maybe"] = e.plan->count(DecisionKind::maybe);
    json["resume"] = e.plan->count(DecisionKind::resume);
    json["fetch"] = e.plan->count(DecisionKind::fetch);
    json["hit"] = e.plan->count(DecisionKind::hit);
    json["cost_micros"] = e.plan->cost.micros;
    return json;
  }
  Json operator()(const StepStarted& e) const { return about("step_started", e.step); }
  Json operator()(const TakeSent& e) const {
    Json json = about("take_sent", e.step);
    json["provider"] = e.provider;
    json["job"] = e.job;
    return json;
  }
  Json operator()(const StrayTake& e) const {
    Json json = named("stray_take");
    json["take"] = e.take;
    json["clip"] = e.clip;
    json["cost_micros"] = e.cost.micros;
    if (e.error) {
      json["error"] = to_json(*e.error);
    }
    return json;
  }
  Json operator()(const AccountStopped& e) const {
    Json json = named("account_stopped");
    json["provider"] = e.provider;
    json["error"] = to_json(e.error);
    return json;
  }
  Json operator()(const StepFinished& e) const {
    Json json = about("step_finished", e.step);
    json["ran"] = e.ran;
    json["fetched"] = e.fetched;
    json["key"] = e.key.text();
    json["blob"] = e.blob.text();
    json["took_ms"] = e.took.count();
    json["cost_micros"] = e.cost.micros;
    json["warnings"] = e.warnings;
    return json;
  }
  Json operator()(const StepFailed& e) const {
    Json json = about("step_failed", e.step);
    json["error"] = to_json(e.error);
    return json;
  }
  Json operator()(const TakeFellShort& e) const {
    Json json = about("take_fell_short", e.step);
    json["take"] = e.number;
    json["verdict"] = name_of(e.verdict);
    json["reason"] = e.reason;
    json["cost_micros"] = e.cost.micros;
    json["again"] = e.again;
    json["brings"] = e.brings;
    if (e.hold) {
      json["held"] = {{"why", e.hold->why}, {"help", e.hold->help}};
    }
    return json;
  }
  Json operator()(const VideoPublished& e) const {
    Json json = about("published", e.step);
    json["path"] = e.path;
    json["bytes"] = e.bytes;
    return json;
  }
  Json operator()(const BuildStopping& /*e*/) const { return named("stopping"); }
  Json operator()(const Tick& /*e*/) const { return {}; }
  Json operator()(const BuildFinished& e) const {
    Json json = named("done");
    json["outcome"] = reshoot::name_of(e.end);
    json["counts"] = {
        {"generate", counts(e.generate)}, {"conform", counts(e.conform)}, {"cut", counts(e.cut)}};
    json["published"] = e.published;
    json["cost_micros"] = e.spent.micros;
    json["took_ms"] = e.took.count();
    json["out"] = Json::array();
    for (const OpenJob& job : e.out) {
      json["out"].push_back({{"take", job.take.uuid},
                             {"campaign", job.take.campaign},
                             {"clip", job.take.clip},
                             {"provider", job.provider},
                             {"job", job.job.empty() ? Json() : Json(job.job)}});
    }
    return json;
  }

 private:
  static Json to_json(const Error& error) {
    return {{"kind", name_of(error.kind)}, {"message", error.message}, {"help", error.help}};
  }
  static Json named(std::string_view event) {
    return {{"schema_version", json_schema_version}, {"event", event}};
  }
  [[nodiscard]] Json about(std::string_view event, StepIndex step) const {
    Json json = named(event);
    json["step"] = graph_.steps[step].id;
    return json;
  }
  static Json counts(const BuildFinished::Count& count) {
    return {{"run", count.run},         {"fetched", count.fetched},
            {"hit", count.hit},         {"failed", count.failed},
            {"blocked", count.blocked}, {"not_started", count.not_started}};
  }

  const Graph& graph_;
};

}  // namespace

void JsonProgress::on(const BuildEvent& event, Steady /*now*/) {
  if (const auto* started = std::get_if<BuildStarted>(&event)) {
    graph_ = started->graph;
  }
  static const Graph none;  // an end may come without a begin: no step is named there
  const Json json = std::visit(EventWriter(graph_ == nullptr ? none : *graph_), event);
  if (!json.is_null()) {
    output_.write(json_line(json));
  }
}

}  // namespace reshoot
