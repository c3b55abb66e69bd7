// SPDX-License-Identifier: Apache-2.0
#include "report/graph_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "report/json_text.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array decisions{DecisionKind::hit,    DecisionKind::resume, DecisionKind::in_doubt,
                               DecisionKind::fetch,  DecisionKind::check,  DecisionKind::run,
                               DecisionKind::maybe,  DecisionKind::lost,   DecisionKind::held,
                               DecisionKind::blocked};

/// Light, so that black text is read well on it.
std::string_view fill_of(DecisionKind decision) {
  switch (decision) {
    case DecisionKind::hit:
      return "#d9f2dd";
    case DecisionKind::resume:
      return "#c9f0f0";
    case DecisionKind::in_doubt:
      return "#ffd9c2";
    case DecisionKind::fetch:
      return "#dcd9f7";
    case DecisionKind::check:
      return "#e6dff0";
    case DecisionKind::run:
      return "#cfe6ff";
    case DecisionKind::maybe:
      return "#eef4fb";
    case DecisionKind::lost:
      return "#ffd0d0";
    case DecisionKind::held:
      return "#ffe9b8";
    case DecisionKind::blocked:
      return "#eeeeee";
  }
  return "#ffffff";
}

std::string_view name_in(const Step& step) {
  const std::string_view id = step.id;
  return id.substr(id.find(':') + 1);
}

/// Calls `visit(from, to)` for each edge between steps of the plan, once.
template <class Visit>
void for_each_edge(const Graph& graph, const Plan& plan, Visit visit) {
  std::vector<bool> wanted(graph.steps.size(), false);
  for (const Decision& decision : plan.decisions) {
    wanted[decision.step] = true;
  }
  for (const Decision& decision : plan.decisions) {
    std::vector<StepIndex> inputs = graph.steps[decision.step].inputs;
    std::sort(inputs.begin(), inputs.end());
    inputs.erase(std::unique(inputs.begin(), inputs.end()), inputs.end());
    for (const StepIndex input : inputs) {
      if (wanted[input]) {
        visit(input, decision.step);
      }
    }
  }
}

/// For a quoted DOT string.
std::string dot_escaped(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    out += c;
  }
  return out;
}

/// For a quoted Mermaid label: entities for all that could be markup.
std::string mermaid_escaped(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (std::string_view("\"#&<>`\\;").find(c) != std::string_view::npos) {
      fmt::format_to(std::back_inserter(out), "#{};", static_cast<int>(c));
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string graph_dot(const Graph& graph, const Plan& plan) {
  std::string out = fmt::format("digraph \"{}\" {{\n", dot_escaped(graph.campaign));
  out += "  rankdir=LR;\n  node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\"];\n";
  for (const Decision& decision : plan.decisions) {
    const Step& step = graph.steps[decision.step];
    out += fmt::format("  s{} [label=\"{}\\n{}\", tooltip=\"{}\", fillcolor=\"{}\"];\n",
                       decision.step, name_of(step.kind()), dot_escaped(name_in(step)),
                       name_of(decision.kind), fill_of(decision.kind));
  }
  for_each_edge(graph, plan, [&](StepIndex from, StepIndex to) {
    out += fmt::format("  s{} -> s{};\n", from, to);
  });
  return out + "}\n";
}

std::string graph_mermaid(const Graph& graph, const Plan& plan) {
  std::string out = "flowchart LR\n";
  for (const Decision& decision : plan.decisions) {
    const Step& step = graph.steps[decision.step];
    out += fmt::format("  s{}[\"{} {}\"]:::{}\n", decision.step, name_of(step.kind()),
                       mermaid_escaped(name_in(step)), name_of(decision.kind));
  }
  for_each_edge(graph, plan, [&](StepIndex from, StepIndex to) {
    out += fmt::format("  s{} --> s{}\n", from, to);
  });
  for (const DecisionKind decision : decisions) {
    if (plan.count(decision) > 0) {
      out += fmt::format("  classDef {} fill:{},stroke:#666,color:#000\n", name_of(decision),
                         fill_of(decision));
    }
  }
  return out;
}

std::string graph_json(const Graph& graph, const Plan& plan) {
  Json steps = Json::array();
  for (const Decision& decision : plan.decisions) {
    const Step& step = graph.steps[decision.step];
    steps.push_back(
        {{"id", step.id}, {"kind", name_of(step.kind())}, {"decision", name_of(decision.kind)}});
  }
  Json edges = Json::array();
  for_each_edge(graph, plan, [&](StepIndex from, StepIndex to) {
    edges.push_back({{"from", graph.steps[from].id}, {"to", graph.steps[to].id}});
  });
  return json_text({{"schema_version", json_schema_version},
                    {"campaign", graph.campaign},
                    {"steps", std::move(steps)},
                    {"edges", std::move(edges)}});
}

}  // namespace reshoot
