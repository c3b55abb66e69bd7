// SPDX-License-Identifier: Apache-2.0
#pragma once
// The catalog for people and machines: all models in a table, or a few with every figure.

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "report/styled_text.h"

namespace reshoot {

std::string models_list_text(const Catalog& catalog, const TextStyle& style);
std::string models_list_json(const Catalog& catalog);

/// Each model with all its figures, where they are from and how sure they are; then what is known
/// of the providers. `models` are of `catalog`.
std::string models_text(const Catalog& catalog, const std::vector<const Model*>& models,
                        const TextStyle& style);
std::string models_json(const Catalog& catalog, const std::vector<const Model*>& models);

}  // namespace reshoot
