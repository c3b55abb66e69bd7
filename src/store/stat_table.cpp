// SPDX-License-Identifier: Apache-2.0
// The table's name carries its version: a tool of another version keeps rows of its own.

#include "store/stat_table.h"

#include <algorithm>
#include <system_error>

namespace reshoot {
namespace {

constexpr const char* table_sql =
    "CREATE TABLE IF NOT EXISTS files_v1 ("
    "dev INTEGER NOT NULL, inode INTEGER NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT "
    "NULL, "
    "ctime_ns INTEGER NOT NULL, read_ns INTEGER NOT NULL, xxh128 BLOB NOT NULL, sha256 BLOB NOT "
    "NULL, "
    "content BLOB, facts TEXT NOT NULL, PRIMARY KEY (dev, inode)) STRICT, WITHOUT ROWID";

#define STAT_COLUMNS "dev, inode, size, mtime_ns, ctime_ns, read_ns, xxh128, sha256, content, facts"

StatEntry read_entry(const Row& row) {
  StatEntry entry;
  FileStat& stat = entry.known.stat;
  stat.dev = static_cast<std::uint64_t>(row.integer(0));
  stat.inode = static_cast<std::uint64_t>(row.integer(1));
  stat.size = static_cast<std::uint64_t>(row.integer(2));
  stat.mtime_ns = row.integer(3);
  stat.ctime_ns = row.integer(4);
  stat.is_file = true;
  entry.read_at = row.wall(5);
  entry.known.xxh128 = row.xxh128(6);
  entry.known.sha256 = row.digest(7);
  entry.known.content = row.maybe_digest(8);
  entry.known.facts = row.text(9);
  return entry;
}

Result<Db> open_table(const std::filesystem::path& file) {
  TRY_ASSIGN(Db db, Db::open(file, "stat cache", Db::Mode::create, Db::Durability::none));
  TRY(db.execute(table_sql));
  return db;
}

void remove_database(const std::filesystem::path& file) {
  for (const char* const suffix : {"", "-wal", "-shm"}) {
    std::error_code ignored;  // then it stays useless, and the cache in memory
    std::filesystem::remove(file.string() + suffix, ignored);
  }
}

}  // namespace

StatTable::Statements::Statements(Db& db)
    : one(db, "SELECT " STAT_COLUMNS " FROM files_v1 WHERE dev = ?1 AND inode = ?2"),
      all(db, "SELECT " STAT_COLUMNS " FROM files_v1"),
      put(db, "INSERT OR REPLACE INTO files_v1 (" STAT_COLUMNS
              ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)") {}

StatTable::StatTable(std::optional<Db> db) : db_(std::move(db)) {
  if (db_) {
    st_.emplace(*db_);
  }
}

StatTable StatTable::open(const std::filesystem::path& file) {
  Result<Db> db = open_table(file);
  if (!db && db.error().kind == ErrorKind::corrupt) {
    remove_database(file);
    db = open_table(file);
  }
  return StatTable(db ? std::optional(*std::move(db)) : std::nullopt);
}

void StatTable::give_up() {
  const std::filesystem::path file = db_->file();
  st_.reset();
  db_.reset();
  remove_database(file);
}

std::optional<StatEntry> StatTable::find(FileId id) {
  if (!db_) {
    return std::nullopt;
  }
  Result<std::optional<StatEntry>> found = st_->one.first(read_entry, id.dev, id.inode);
  if (found) {
    return *std::move(found);
  }
  if (found.error().kind == ErrorKind::corrupt) {
    give_up();
  }
  return std::nullopt;
}

std::size_t StatTable::worth_loading() {
  // A page holds about 20 rows, and a single question costs about six rows of a full read
  // (measured).
  constexpr std::int64_t questions_per_page = 3;
  constexpr std::int64_t at_least = 100;
  const std::int64_t pages = db_ ? db_->pragma("page_count").value_or(0) : 0;
  return static_cast<std::size_t>(std::max(at_least, pages * questions_per_page));
}

void StatTable::load(StatEntries& entries) {
  if (!db_) {
    return;
  }
  StatEntries rows;
  const Result<void> read = st_->all.each([&](const Row& row) {
    StatEntry entry = read_entry(row);
    const FileId id{entry.known.stat.dev, entry.known.stat.inode};
    rows.emplace(id, std::move(entry));
  });
  if (read) {
    entries.merge(rows);
  } else if (read.error().kind == ErrorKind::corrupt) {
    give_up();
  }
}

Result<void> StatTable::write(StatEntries& entries) {
  if (!db_) {
    return {};
  }
  TRY_ASSIGN(Db::Transaction transaction, db_->begin());
  for (const auto& [id, entry] : entries) {
    if (!entry.is_new) {
      continue;
    }
    const KnownFile& known = entry.known;
    TRY(st_->put.run(id.dev, id.inode, known.stat.size, known.stat.mtime_ns, known.stat.ctime_ns,
                     entry.read_at, known.xxh128, known.sha256, known.content, known.facts));
  }
  TRY(transaction.commit());
  for (auto& [id, entry] : entries) {
    entry.is_new = false;
  }
  return {};
}

}  // namespace reshoot
