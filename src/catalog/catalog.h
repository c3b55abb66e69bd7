// SPDX-License-Identifier: Apache-2.0
#pragma once
// The models known here: rows built in, and the user's rows beside them.

#include <filesystem>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "catalog/model.h"

namespace reshoot {

class Catalog {
 public:
  /// Reads the embedded rows, then `models/*.yaml` in the workspace where that folder exists (a row
  /// of the same id replaces a built-in one). Mistakes in the user's rows are reported.
  static Catalog load(const std::filesystem::path& workspace, SourceMap& sources,
                      Diagnostics& diags);

  explicit Catalog(std::vector<Model> models) : models_(std::move(models)) {}

  /// `gmi/wan2.7-r2v`, or a bare name: with `provider` where that has it, else the first row of
  /// that name. nullptr: unknown. Never decided by the environment.
  [[nodiscard]] const Model* find(std::string_view id, std::string_view provider = {}) const;
  [[nodiscard]] const std::vector<Model>& all() const { return models_; }
  /// The free built-in model, `local/animatic`.
  [[nodiscard]] const Model& animatic() const;

 private:
  std::vector<Model> models_;
};

}  // namespace reshoot
