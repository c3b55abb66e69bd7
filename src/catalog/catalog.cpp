// SPDX-License-Identifier: Apache-2.0
// Built-in rows first, the user's rows over them.

#include "catalog/catalog.h"

#include <fmt/core.h>

#include <algorithm>
#include <system_error>

#include "base/check.h"
#include "base/embedded_file.h"
#include "base/files.h"
#include "catalog/rows.h"

namespace reshoot {

std::span<const EmbeddedFile> embedded_models();

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t catalog_file_cap = 1U << 20U;

/// `models/*.yaml` in the order of their names.
std::vector<fs::path> user_files(const fs::path& workspace) {
  std::vector<fs::path> files;
  std::error_code none;  // a folder that is not there has no files
  for (const fs::directory_entry& entry : fs::directory_iterator(workspace / "models", none)) {
    if (entry.path().extension() == ".yaml") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

Catalog Catalog::load(const fs::path& workspace, SourceMap& sources, Diagnostics& diags) {
  CatalogRows rows;
  for (const EmbeddedFile& file : embedded_models()) {
    const SourceId id =
        sources.add(fmt::format("built-in models/{}", file.name), std::string(file.text));
    Diagnostics own;
    read_catalog_file(id, true, sources, rows, own);
    CHECK(!own.has_errors());
  }
  for (const fs::path& path : workspace.empty() ? std::vector<fs::path>() : user_files(workspace)) {
    const std::string name = fmt::format("models/{}", path.filename().string());
    auto text = read_file(path, catalog_file_cap);
    if (!text) {
      diags.report(Code::unreadable_file, text.error().message).help(text.error().help);
      continue;
    }
    read_catalog_file(sources.add(name, *std::move(text)), false, sources, rows, diags, workspace);
  }
  return Catalog(std::move(rows.models), std::move(rows.providers));
}

const Model* Catalog::find(std::string_view id, std::string_view provider) const {
  if (const std::size_t slash = id.find('/'); slash != std::string_view::npos) {
    provider = id.substr(0, slash);
    id = id.substr(slash + 1);
    const auto exact = std::find_if(models_.begin(), models_.end(), [&](const Model& m) {
      return m.provider == provider && m.name == id;
    });
    return exact == models_.end() ? nullptr : &*exact;
  }
  const Model* first = nullptr;
  for (const Model& model : models_) {
    if (model.name != id) {
      continue;
    }
    if (model.provider == provider) {
      return &model;
    }
    first = first == nullptr ? &model : first;
  }
  return first;
}

const ProviderFacts& Catalog::provider(std::string_view name) const {
  static const ProviderFacts unknown;
  const auto found =
      std::find_if(providers_.begin(), providers_.end(),
                   [&](const ProviderFacts& facts) { return facts.provider == name; });
  return found == providers_.end() ? unknown : *found;
}

const Model& Catalog::animatic() const {
  const Model* const model = find("local/animatic");
  CHECK(model != nullptr);
  return *model;
}

}  // namespace reshoot
