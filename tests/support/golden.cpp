// SPDX-License-Identifier: Apache-2.0
#include "support/golden.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

namespace reshoot {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return std::nullopt;
  }
  return std::string(std::istreambuf_iterator<char>(file), {});
}

bool accepts() {
  const char* const accept = std::getenv("RESHOOT_ACCEPT");
  return accept != nullptr && std::string_view(accept) == "1";
}

}  // namespace

void check_golden(std::string_view name, std::string_view actual) {
  const fs::path path = fs::path(RESHOOT_SOURCE_DIR) / "tests/golden" / name;
  const std::optional<std::string> expected = read(path);
  if (expected == actual) {
    return;
  }
  if (accepts()) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << actual;
    MESSAGE("accepted: " << path.string());
    return;
  }
  INFO("golden file: " << path.string() << " (RESHOOT_ACCEPT=1 writes it anew)");
  REQUIRE_MESSAGE(expected.has_value(), "there is no such golden file");
  CHECK(std::string(actual) == *expected);
}

}  // namespace reshoot
