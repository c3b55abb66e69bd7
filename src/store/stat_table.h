// SPDX-License-Identifier: Apache-2.0
#pragma once
// The stat cache's own SQLite file. All that it holds can be lost.

#include <filesystem>
#include <functional>
#include <optional>
#include <unordered_map>

#include "store/sqlite.h"
#include "store/stat_cache.h"

namespace reshoot {

/// What stat(2) calls one file, whatever its name.
struct FileId {
  std::uint64_t dev = 0;
  std::uint64_t inode = 0;
  friend bool operator==(const FileId&, const FileId&) = default;
};
struct FileIdHash {
  std::size_t operator()(const FileId& id) const noexcept {
    return std::hash<std::uint64_t>()(id.inode * 0x9E3779B97F4A7C15ULL ^ id.dev);
  }
};

/// What was learnt of a file, and when its bytes were read.
struct StatEntry {
  KnownFile known;
  Wall read_at;
  bool is_new = false;  ///< not in the table yet
};
using StatEntries = std::unordered_map<FileId, StatEntry, FileIdHash>;

/// One table in one file. Where the file is of no use, it answers as an empty table.
class StatTable {
 public:
  static StatTable open(const std::filesystem::path& file);

  std::optional<StatEntry> find(FileId id);
  /// After so many single questions reading the whole table would have been as cheap.
  std::size_t worth_loading();
  /// Adds all rows to `entries`; what is there already stays.
  void load(StatEntries& entries);
  /// Writes the new entries and marks them as written.
  Result<void> write(StatEntries& entries);

 private:
  struct Statements {
    explicit Statements(Db& db);
    Stmt one, all, put;
  };
  explicit StatTable(std::optional<Db> db);
  /// Turns a damaged file into an empty table.
  void give_up();

  std::optional<Db> db_;
  std::optional<Statements> st_;
};

}  // namespace reshoot
