// SPDX-License-Identifier: Apache-2.0
#pragma once
// The models known here: rows built in, and the user's rows beside them.

#include <filesystem>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "catalog/model.h"
#include "catalog/provider_facts.h"

namespace reshoot {

class Catalog {
 public:
  /// Reads the embedded rows, then `models/*.yaml` in the workspace where that folder exists (a row
  /// of the same id replaces a built-in one, a fact about a provider the built-in fact). Mistakes
  /// in the user's rows are reported. An empty `workspace`: the built-in rows only.
  static Catalog load(const std::filesystem::path& workspace, SourceMap& sources,
                      Diagnostics& diags);

  explicit Catalog(std::vector<Model> models, std::vector<ProviderFacts> providers = {})
      : models_(std::move(models)), providers_(std::move(providers)) {}

  /// `gmi/wan2.7-r2v`, or a bare name: with `provider` where that has it, else the first row of
  /// that name. nullptr: unknown. Never decided by the environment.
  [[nodiscard]] const Model* find(std::string_view id, std::string_view provider = {}) const;
  [[nodiscard]] const std::vector<Model>& all() const { return models_; }
  /// What is known of a provider; the defaults of ProviderFacts where that is nothing.
  [[nodiscard]] const ProviderFacts& provider(std::string_view name) const;
  /// The free built-in model, `local/animatic`.
  [[nodiscard]] const Model& animatic() const;

 private:
  std::vector<Model> models_;
  std::vector<ProviderFacts> providers_;
};

}  // namespace reshoot
