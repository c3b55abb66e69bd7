// SPDX-License-Identifier: Apache-2.0
#include "catalog/row_files.h"

#include <fmt/core.h>

#include <algorithm>
#include <system_error>
#include <vector>

#include "base/check.h"
#include "base/files.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t row_file_cap = 1U << 20U;  // bytes; a file of rows is a few pages

/// In the order of their names.
std::vector<fs::path> yaml_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code none;  // a folder that is not there has no files
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, none)) {
    if (entry.path().extension() == ".yaml") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

void read_row_files(std::span<const EmbeddedFile> embedded, const fs::path& workspace,
                    std::string_view folder, SourceMap& sources, Diagnostics& diags,
                    const ReadRows& read) {
  for (const EmbeddedFile& file : embedded) {
    Diagnostics own;
    read(sources.add(fmt::format("built-in {}/{}", folder, file.name), std::string(file.text)),
         true, own);
    CHECK(!own.has_errors());
  }
  if (workspace.empty()) {
    return;
  }
  for (const fs::path& path : yaml_files(workspace / folder)) {
    auto text = read_file(path, row_file_cap);
    if (!text) {
      diags.report(Code::unreadable_file, text.error().message).help(text.error().help);
      continue;
    }
    const std::string name = fmt::format("{}/{}", folder, path.filename().string());
    read(sources.add(name, *std::move(text)), false, diags);
  }
}

}  // namespace reshoot
