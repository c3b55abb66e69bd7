// SPDX-License-Identifier: Apache-2.0

#include "store/remote_marker.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <system_error>

#include "base/files.h"
#include "base/io_error.h"
#include "base/text.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr int remote_version = 1;
constexpr std::uint64_t max_marker_bytes = 65536;

/// Folders of reshoot, which may be there before the marker where two begin at once, and those of
/// file systems.
constexpr std::array<std::string_view, 6> harmless{
    "incoming", "blobs", "takes", "lost+found", "System Volume Information", "$RECYCLE.BIN"};

bool is_harmless(const std::string& name) {
  return name.starts_with('.') || name == remote_marker ||
         std::find(harmless.begin(), harmless.end(), name) != harmless.end();
}

}  // namespace

std::string remote_marker_text() {
  return Json{{"schema_version", remote_version}, {"what", "a remote of reshoot"}}.dump(1) + "\n";
}

Result<bool> has_marker(const fs::path& root) {
  const fs::path file = root / remote_marker;
  TRY_ASSIGN(const std::optional<FileStat> there, stat_file(file));
  if (!there) {
    return false;
  }
  TRY_ASSIGN(const std::string text, read_file(file, max_marker_bytes));
  const Json json = Json::parse(text, nullptr, false);
  const auto version = json.is_object() ? json.find("schema_version") : json.end();
  if (version == json.end() || !version->is_number_integer() || *version < 1) {
    return fail(
        ErrorKind::environment, fmt::format("'{}' is damaged", file.string()),
        "is this folder really a remote? If it is, delete this file; the next push makes it "
        "again");
  }
  if (*version > remote_version) {
    return fail(
        ErrorKind::environment,
        fmt::format("the remote '{}' has a version that this reshoot does not know", root.string()),
        "use the newer reshoot that made it; nothing was changed");
  }
  return true;
}

Result<void> may_begin(const fs::path& root) {
  std::error_code failed;
  for (fs::directory_iterator entry(root, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    const std::string name = entry->path().filename().string();
    if (!is_harmless(name)) {
      return fail(ErrorKind::environment,
                  fmt::format("'{}' is no remote of reshoot, and it is not empty: it holds '{}'",
                              root.string(), printable(name)),
                  "let `remote: dir:` in reshoot.yaml name an empty folder, or one that reshoot "
                  "has used before; nothing was changed");
    }
  }
  if (failed) {
    return io_failure("read the folder", root, failed.value());
  }
  return {};
}

}  // namespace reshoot
