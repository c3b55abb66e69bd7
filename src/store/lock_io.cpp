// SPDX-License-Identifier: Apache-2.0
// Read whole under a cap, compared before it is written: an unchanged lock keeps its times.

#include "store/lock_io.h"

#include <fmt/format.h>

#include "base/diagnostic_codes.h"
#include "base/files.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

/// nullopt: there is no such file.
Result<std::optional<std::string>> text_of(const fs::path& file) {
  TRY_ASSIGN(const std::optional<FileStat> there, stat_file(file));
  if (!there) {
    return std::nullopt;
  }
  TRY_ASSIGN(std::string text, read_file(file, lock_limit));
  return text;
}

Result<bool> save_text(const fs::path& file, const std::string& text) {
  TRY_ASSIGN(const std::optional<std::string> old, text_of(file));
  if (old == text) {
    return false;
  }
  TRY(write_file_atomically(file, text));
  return true;
}

}  // namespace

std::optional<LockReading> load_lock(const fs::path& file, std::string name, SourceMap& sources,
                                     Diagnostics& diags) {
  Result<std::optional<std::string>> text = text_of(file);
  if (!text) {
    diags.report(Code::unreadable_file, text.error().message).help(text.error().help);
    return std::nullopt;
  }
  if (!*text) {
    return LockReading{};
  }
  const SourceId source = sources.add(std::move(name), **std::move(text));
  return parse_lock(source, sources, diags);
}

Result<Lock> reload_lock(const fs::path& file) {
  SourceMap sources;
  Diagnostics diags;
  std::optional<LockReading> reading = load_lock(file, file.filename().string(), sources, diags);
  if (reading && reading->disputes.empty()) {
    return std::move(reading->lock);
  }
  return fail(ErrorKind::campaign,
              fmt::format("'{}' was changed while this ran, and cannot be used as it is now",
                          file.string()),
              "what was made is kept; 'reshoot check' says what is wrong with it");
}

Result<bool> save_lock(const fs::path& file, const LockReading& reading) {
  return save_text(file, lock_text(reading));
}

Result<bool> save_lock(const fs::path& file, const Lock& lock) {
  return save_text(file, lock_text(lock));
}

}  // namespace reshoot
