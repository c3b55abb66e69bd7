// SPDX-License-Identifier: Apache-2.0
#pragma once
// The shared models and pictures that tests measure with, and the built-in rows that belong to
// them.

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>

#include "base/diagnostic.h"
#include "base/source.h"
#include "catalog/identity_catalog.h"

namespace reshoot::test {

/// The folder of shared models and pictures (RESHOOT_TEST_DATA, else beside the source root).
/// nullopt where it is not here; says once that tests are skipped.
inline std::optional<std::filesystem::path> identity_data() {
  static const auto found = []() -> std::optional<std::filesystem::path> {
    const char* const named = std::getenv("RESHOOT_TEST_DATA");
    const std::filesystem::path folder =
        named != nullptr ? named : RESHOOT_SOURCE_DIR "/../shared/identity";
    if (std::filesystem::is_directory(folder / "models")) {
      return folder;
    }
    std::cout << "skipped: tests that need models and pictures, as '" << folder.string()
              << "' is not here (set RESHOOT_TEST_DATA)\n";
    return std::nullopt;
  }();
  return found;
}

/// A built-in row. The catalog lives to the end of the program.
inline const IdentityModel& identity_row(std::string_view id) {
  static const IdentityCatalog catalog = [] {
    SourceMap sources;
    Diagnostics diags;
    return IdentityCatalog::load({}, sources, diags);
  }();
  const IdentityModel* const row = catalog.find(id);
  if (row == nullptr) {
    throw std::invalid_argument("no built-in row: " + std::string(id));
  }
  return *row;
}

}  // namespace reshoot::test
