// SPDX-License-Identifier: Apache-2.0
#pragma once
// The catalog for people and machines: all models in a table, or a few with every figure. Models
// that shoot, then models that measure.

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "report/identity_shelf.h"
#include "report/styled_text.h"

namespace reshoot {

std::string models_list_text(const Catalog& catalog, const std::vector<ShelvedModel>& identity,
                             const TextStyle& style);
std::string models_list_json(const Catalog& catalog, const std::vector<ShelvedModel>& identity);

/// Each model with all its figures, where they are from and how sure they are; then what is known
/// of the providers; then the identity models. `models` are of `catalog`; either may be empty.
std::string models_text(const Catalog& catalog, const std::vector<const Model*>& models,
                        const std::vector<ShelvedModel>& identity, const TextStyle& style);
std::string models_json(const Catalog& catalog, const std::vector<const Model*>& models,
                        const std::vector<ShelvedModel>& identity);

}  // namespace reshoot
