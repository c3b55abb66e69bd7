// SPDX-License-Identifier: Apache-2.0
#pragma once
// The steps of a plan with their edges, for Graphviz, Mermaid and scripts. Names are escaped: they
// cannot end a label.

#include <string>

#include "graph/step.h"
#include "plan/plan.h"

namespace reshoot {

std::string graph_dot(const Graph& graph, const Plan& plan);
std::string graph_mermaid(const Graph& graph, const Plan& plan);
std::string graph_json(const Graph& graph, const Plan& plan);

}  // namespace reshoot
