// SPDX-License-Identifier: Apache-2.0
// The one file that speaks to SQLite's C interface.

#include "store/sqlite.h"

#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "base/check.h"
#include "store/crash_point.h"

namespace reshoot {

/// An open database and what messages call it. Statements and transactions point here.
struct Connection {
  sqlite3* handle = nullptr;
  std::filesystem::path file;
  std::string noun;
  int depth = 0;  // transactions that are open, one within the other

  Connection(std::filesystem::path path, std::string_view name)
      : file(std::move(path)), noun(name) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { sqlite3_close_v2(handle); }
};

namespace {

constexpr int busy_timeout_ms = 5000;

/// SQLite's own words: of the last call where that is what failed, else of the code alone.
std::string detail_of(const Connection& at, int code) {
  const bool is_last = at.handle != nullptr && (sqlite3_errcode(at.handle) & 0xff) == (code & 0xff);
  return is_last ? sqlite3_errmsg(at.handle) : sqlite3_errstr(code);
}

Error error_of(const Connection& at, int code) {
  const std::string name = fmt::format("the {} '{}'", at.noun, at.file.string());
  const int system_error = at.handle == nullptr ? 0 : sqlite3_system_errno(at.handle);
  const std::string detail = detail_of(at, code);
  switch (code & 0xff) {
    case SQLITE_FULL:
      return {ErrorKind::environment, fmt::format("cannot write {}: its disk is full", name),
              "all that was recorded before is kept; free some space there, then run the same "
              "command again"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorKind::transient,
              fmt::format("{} was in use by another process for more than {} s", name,
                          busy_timeout_ms / 1000),
              "run the same command again"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {ErrorKind::corrupt, fmt::format("{} is damaged: {}", name, detail),
              "nothing was deleted; keep a copy of it, then put a backup back in its place"};
    case SQLITE_READONLY:
      return {ErrorKind::environment, fmt::format("{} cannot be written: {}", name, detail),
              "check who owns the file and its folder"};
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_IOERR:
    case SQLITE_AUTH:
      return {
          ErrorKind::environment,
          fmt::format("cannot read or write {}: {}{}{}", name, detail,
                      system_error == 0 ? "" : ": ",
                      system_error == 0 ? "" : std::generic_category().message(system_error)),
          "all that was recorded before is kept; check the disk's space and quota, and who owns "
          "the file and its folder"};
    default:
      return {ErrorKind::corrupt, fmt::format("{} refused a change: {}", name, detail),
              "nothing was changed by it"};
  }
}

tl::unexpected<Error> failure(const Connection& at, int code) {
  return tl::unexpected<Error>(error_of(at, code));
}

Result<void> execute_on(Connection& at, const char* sql) {
  const int code = sqlite3_exec(at.handle, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) {
    return failure(at, code);
  }
  return {};
}

/// `file:` address of a path: SQLite reads `%`, `?` and `#` in it as marks.
std::string immutable_uri(const std::filesystem::path& file) {
  std::string out = "file:";
  for (const char c : file.string()) {
    if (c == '%' || c == '?' || c == '#') {
      out += fmt::format("%{:02x}", static_cast<unsigned char>(c));
    } else {
      out.push_back(c);
    }
  }
  return out + "?immutable=1";
}

int open_handle(Connection& at, const std::string& name, int flags) {
  sqlite3_close_v2(at.handle);
  at.handle = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &at.handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code == SQLITE_OK) {
    sqlite3_extended_result_codes(at.handle, 1);
    sqlite3_busy_timeout(at.handle, busy_timeout_ms);
  }
  return code;
}

/// Asks for the first page: opening alone does not look at the file.
int touch(Connection& at) {
  return sqlite3_exec(at.handle, "SELECT count(*) FROM sqlite_schema", nullptr, nullptr, nullptr);
}

/// In a folder that cannot be written, or for another user's file, SQLite cannot make the side
/// files of WAL. Where there are none either, nobody writes, and the file can be read as it is.
int open_for_reading(Connection& at) {
  int code = open_handle(at, at.file.string(), SQLITE_OPEN_READWRITE);
  if (code == SQLITE_OK) {
    code = touch(at);
  }
  std::error_code ignored;
  const bool is_written = std::filesystem::exists(at.file.string() + "-wal", ignored);
  const bool cannot_write = (code & 0xff) == SQLITE_CANTOPEN || (code & 0xff) == SQLITE_READONLY;
  if (cannot_write && !is_written) {
    code = open_handle(at, immutable_uri(at.file), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
  }
  return code;
}

int open_in_mode(Connection& at, Db::Mode mode) {
  switch (mode) {
    case Db::Mode::create:
      return open_handle(at, at.file.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    case Db::Mode::read:
      return open_for_reading(at);
    case Db::Mode::memory:
      return open_handle(at, ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  }
  return SQLITE_MISUSE;
}

}  // namespace

bool Row::is_null(int column) const {
  return sqlite3_column_type(stmt_, column) == SQLITE_NULL;
}

std::int64_t Row::integer(int column) const {
  return sqlite3_column_int64(stmt_, column);
}

std::string_view Row::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(stmt_, column));
  const int size = sqlite3_column_bytes(stmt_, column);
  return bytes == nullptr ? std::string_view()
                          : std::string_view(bytes, static_cast<std::size_t>(size));
}

std::string Row::bytes(int column) const {
  const void* const begin = sqlite3_column_blob(stmt_, column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column));
  return begin == nullptr ? std::string() : std::string(static_cast<const char*>(begin), size);
}

void Row::copy_bytes(int column, std::span<std::uint8_t> to) const {
  const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(stmt_, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column));
  if (bytes == nullptr || size != to.size()) {
    damaged_ = true;
    return;
  }
  std::copy_n(bytes, size, to.begin());
}

Digest Row::digest(int column) const {
  Digest out;
  copy_bytes(column, out.bytes);
  return out;
}

std::optional<Digest> Row::maybe_digest(int column) const {
  return is_null(column) ? std::nullopt : std::optional(digest(column));
}

Xxh128 Row::xxh128(int column) const {
  Xxh128 out;
  copy_bytes(column, out.bytes);
  return out;
}

Stmt::Stmt(Db& db, const char* sql) : connection_(db.connection_.get()), sql_(sql) {}

Stmt::Stmt(Stmt&& other) noexcept
    : connection_(other.connection_),
      sql_(other.sql_),
      stmt_(std::exchange(other.stmt_, nullptr)) {}

Stmt::~Stmt() {
  sqlite3_finalize(stmt_);
}

Result<void> Stmt::prepare() {
  if (stmt_ != nullptr) {
    return {};
  }
  const int code =
      sqlite3_prepare_v3(connection_->handle, sql_, -1, SQLITE_PREPARE_PERSISTENT, &stmt_, nullptr);
  if (code != SQLITE_OK) {
    return failure(*connection_, code);
  }
  return {};
}

Result<void> Stmt::bind(std::span<const Value> values) {
  CHECK(static_cast<int>(values.size()) == sqlite3_bind_parameter_count(stmt_));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const int at = static_cast<int>(i) + 1;
    int code = SQLITE_OK;
    if (const auto* number = std::get_if<std::int64_t>(&values[i].held_)) {
      code = sqlite3_bind_int64(stmt_, at, *number);
    } else if (const auto* text = std::get_if<std::string_view>(&values[i].held_)) {
      // An empty view may have no address, which SQLite would take for NULL.
      code = sqlite3_bind_text64(stmt_, at, text->empty() ? "" : text->data(), text->size(),
                                 SQLITE_STATIC, SQLITE_UTF8);
    } else if (const auto* bytes = std::get_if<std::span<const std::uint8_t>>(&values[i].held_)) {
      code = sqlite3_bind_blob64(stmt_, at, bytes->data(), bytes->size(), SQLITE_STATIC);
    } else {
      code = sqlite3_bind_null(stmt_, at);
    }
    if (code != SQLITE_OK) {
      return failure(*connection_, code);
    }
  }
  return {};
}

Result<void> Stmt::step_through(const Take* take) {
  const Row row(stmt_);
  int code = sqlite3_step(stmt_);
  for (; code == SQLITE_ROW; code = sqlite3_step(stmt_)) {
    if (take != nullptr) {
      (*take)(row);
    }
  }
  if (code != SQLITE_DONE) {
    return failure(*connection_, code);
  }
  if (row.damaged_) {
    return failure(*connection_, SQLITE_CORRUPT);
  }
  return {};
}

Result<void> Stmt::use(std::span<const Value> values, const Take* take) {
  TRY(prepare());
  struct Reset {
    sqlite3_stmt* stmt;
    ~Reset() {
      sqlite3_reset(stmt);
      sqlite3_clear_bindings(stmt);
    }
  };
  const Reset reset{stmt_};
  TRY(bind(values));
  return step_through(take);
}

Db::Db(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Db::Db(Db&&) noexcept = default;
Db& Db::operator=(Db&&) noexcept = default;
Db::~Db() = default;

Result<Db> Db::open(const std::filesystem::path& file, std::string_view noun, Mode mode,
                    Durability durability) {
  std::error_code failed;
  std::filesystem::path absolute = std::filesystem::absolute(file, failed);
  auto connection = std::make_unique<Connection>(failed ? file : std::move(absolute), noun);
  if (const int code = open_in_mode(*connection, mode); code != SQLITE_OK) {
    return failure(*connection, code);
  }
  Db db(std::move(connection));
  TRY(db.configure(mode, durability));
  return db;
}

Result<void> Db::configure(Mode mode, Durability durability) {
  sqlite3_db_config(connection_->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(connection_->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  TRY(execute("PRAGMA foreign_keys = ON"));
  if (mode == Mode::read) {
    return execute("PRAGMA query_only = ON");
  }
  if (mode == Mode::create) {
    TRY(enter_wal());
  }
  return execute(durability == Durability::full ? "PRAGMA synchronous = FULL"
                                                : "PRAGMA synchronous = OFF");
}

/// SQLite answers "busy" at once, without waiting, where two processes make a database WAL
/// together.
Result<void> Db::enter_wal() {
  constexpr int pause_ms = 10;
  for (int left = busy_timeout_ms / pause_ms;; --left) {
    const Result<void> entered = execute("PRAGMA journal_mode = WAL");
    if (entered || entered.error().kind != ErrorKind::transient || left == 0) {
      return entered;
    }
    sqlite3_sleep(pause_ms);
  }
}

Result<void> Db::execute(const std::string& sql) {
  return execute_on(*connection_, sql.c_str());
}

Result<std::int64_t> Db::pragma(std::string_view name) {
  const std::string sql = fmt::format("PRAGMA {}", name);
  Stmt query(*this, sql.c_str());
  TRY_ASSIGN(const std::optional<std::int64_t> value,
             query.first([](const Row& row) { return row.integer(0); }));
  return value.value_or(0);
}

Result<void> Db::copy_to(const std::filesystem::path& file) {
  Stmt copy(*this, "VACUUM INTO ?1");
  return copy.run(file.string());
}

Result<void> Db::copy_to(Db& to) {
  sqlite3_backup* const backup =
      sqlite3_backup_init(to.connection_->handle, "main", connection_->handle, "main");
  if (backup == nullptr) {
    return failure(*to.connection_, sqlite3_errcode(to.connection_->handle));
  }
  constexpr int all_pages = -1;
  sqlite3_backup_step(backup, all_pages);
  const int code = sqlite3_backup_finish(backup);
  if (code != SQLITE_OK) {
    return failure(*connection_, code);
  }
  return {};
}

const std::filesystem::path& Db::file() const {
  return connection_->file;
}

std::int64_t Db::last_id() const {
  return sqlite3_last_insert_rowid(connection_->handle);
}

std::int64_t Db::changes() const {
  return sqlite3_changes64(connection_->handle);
}

Result<Db::Transaction> Db::begin() {
  const int depth = connection_->depth;
  TRY(execute(depth == 0 ? "BEGIN IMMEDIATE" : fmt::format("SAVEPOINT part{}", depth)));
  ++connection_->depth;
  return Transaction(connection_.get(), depth);
}

Db::Transaction::Transaction(Transaction&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)), depth_(other.depth_) {}

Db::Transaction::~Transaction() {
  if (connection_ != nullptr) {
    roll_back();
  }
}

Result<void> Db::Transaction::commit() {
  CHECK(connection_ != nullptr && connection_->depth == depth_ + 1);
  if (depth_ > 0) {
    TRY(execute_on(*connection_, fmt::format("RELEASE part{}", depth_).c_str()));
  } else {
    crash_point("transaction.before_commit");
    TRY(execute_on(*connection_, "COMMIT"));
    crash_point("transaction.after_commit");
  }
  --connection_->depth;
  connection_ = nullptr;
  return {};
}

void Db::Transaction::roll_back() {
  // A full disk makes SQLite roll back by itself; then there is nothing left to undo.
  if (sqlite3_get_autocommit(connection_->handle) == 0) {
    const std::string undo =
        depth_ == 0 ? "ROLLBACK" : fmt::format("ROLLBACK TO part{0}; RELEASE part{0}", depth_);
    static_cast<void>(execute_on(*connection_, undo.c_str()));
  }
  --connection_->depth;
  connection_ = nullptr;
}

}  // namespace reshoot
