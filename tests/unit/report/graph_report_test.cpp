// SPDX-License-Identifier: Apache-2.0
#include "report/graph_report.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sample.h"
#include "support/golden.h"

namespace reshoot {

TEST_CASE("graph: steps with their decisions, edges once") {
  Sample s;
  edit_one_line(s);
  check_golden("report/graph.dot", graph_dot(s.graph, s.plan));
  check_golden("report/graph.mmd", graph_mermaid(s.graph, s.plan));
  check_golden("report/graph.json", graph_json(s.graph, s.plan));
}

TEST_CASE("graph: only what the plan holds, and no edge to the rest") {
  Sample s;
  const StepIndex a = s.scene("a", s.free);
  const StepIndex b = s.scene("b", s.free);
  s.video("ab", {a, b});
  s.decide("generate:a", DecisionKind::run);
  s.decide("conform:ab/a", DecisionKind::maybe);
  s.decide("cut:ab", DecisionKind::maybe);
  const auto json = nlohmann::json::parse(graph_json(s.graph, s.plan));
  CHECK(json["steps"].size() == 3);
  CHECK(json["edges"].size() == 2);
}

TEST_CASE("graph: a scene that a video shows twice is one edge") {
  Sample s;
  const StepIndex clip = s.scene("a", s.free);
  const StepIndex cut = s.video("twice", {clip});
  auto& what = std::get<CutStep>(s.graph.steps[cut].what);
  what.segments.push_back(what.segments.front());
  s.graph.steps[cut].inputs = what.segments;
  s.decide_rest(DecisionKind::hit);
  CHECK(nlohmann::json::parse(graph_json(s.graph, s.plan))["edges"].size() == 2);
}

TEST_CASE("graph: names cannot end a label") {
  Sample s;
  s.scene("a\"]; evil [label=\"\\", s.free);
  s.scene("<b>#`x\n", s.free);
  s.decide_rest(DecisionKind::run);
  const std::string dot = graph_dot(s.graph, s.plan);
  CHECK(dot.find(R"(label="generate\na\"]; evil [label=\"\\")") != std::string::npos);
  CHECK(dot.find(R"(label="generate\n<b>#`x\\n")") != std::string::npos);
  const std::string mermaid = graph_mermaid(s.graph, s.plan);
  CHECK(mermaid.find("s0[\"generate a#34;]#59; evil [label=#34;#92;\"]:::run\n") !=
        std::string::npos);
  CHECK(mermaid.find("s1[\"generate #60;b#62;#35;#96;x#92;n\"]:::run\n") != std::string::npos);
}

}  // namespace reshoot
