// SPDX-License-Identifier: Apache-2.0
#pragma once
// The figures of a catalog row, or of what is known of a provider, as lines: name, value, evidence.

#include <string>
#include <vector>

#include "catalog/model.h"
#include "catalog/provider_facts.h"

namespace reshoot {

struct FigureLine {
  std::string figure;  ///< as in a catalog file: `longest`, `inputs.voice_files`
  std::string value;   ///< for people: `2 to 15 s`
  Evidence evidence;
};

std::vector<FigureLine> model_figures(const Model& model);

/// Only what is known: a default is no figure.
std::vector<FigureLine> provider_figures(const ProviderFacts& facts);

/// `free`, `$0.10/s`, `720p $0.10/s, 1080p $0.15/s`, `unknown`
std::string price_text(const Model& model);

/// What the prices are sure to: the least sure of them; nullopt: not said, or there is none.
std::optional<Sure> price_sure(const Model& model);

}  // namespace reshoot
