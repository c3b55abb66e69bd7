// SPDX-License-Identifier: Apache-2.0
#pragma once
// SQLite behind one thin wrapper: connections, statements that reset themselves, transactions that
// roll back by default, failures in words. Knows no table.

#include <array>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.h"
#include "base/digest.h"
#include "base/result.h"
#include "base/units.h"

struct sqlite3_stmt;

namespace reshoot {

/// A value for a statement's parameter. It looks at text and digests; they must outlive the call.
class Value {
 public:
  Value(std::nullopt_t /*null*/) {}
  /// 64-bit unsigned numbers keep their bit pattern.
  template <std::integral T>
  Value(T number) : held_(static_cast<std::int64_t>(number)) {}
  Value(std::string_view text) : held_(text) {}
  Value(const std::string& text) : held_(std::string_view(text)) {}
  Value(const char* text) : held_(std::string_view(text)) {}
  Value(const Digest& digest) : held_(std::span<const std::uint8_t>(digest.bytes)) {}
  Value(std::span<const std::uint8_t> bytes) : held_(bytes) {}
  Value(const Xxh128& hash) : held_(std::span<const std::uint8_t>(hash.bytes)) {}
  Value(const std::optional<Digest>& digest) {
    if (digest) {
      held_ = std::span<const std::uint8_t>(digest->bytes);
    }
  }
  Value(Money money) : held_(money.micros) {}
  Value(Wall when) : held_(when.ns) {}
  Value(const std::optional<Wall>& when) {
    if (when) {
      held_ = when->ns;
    }
  }

 private:
  friend class Stmt;
  std::variant<std::monostate, std::int64_t, std::string_view, std::span<const std::uint8_t>> held_;
};

/// The row that a statement stands on. Columns count from 0; what it returns by view is valid until
/// the next row. A value that its column cannot hold makes the whole query fail as `corrupt`.
class Row {
 public:
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] bool flag(int column) const { return integer(column) != 0; }
  [[nodiscard]] Money money(int column) const { return {integer(column)}; }
  [[nodiscard]] Wall wall(int column) const { return {integer(column)}; }
  [[nodiscard]] std::optional<Wall> maybe_wall(int column) const {
    return is_null(column) ? std::nullopt : std::optional(wall(column));
  }
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::string string(int column) const { return std::string(text(column)); }
  [[nodiscard]] Digest digest(int column) const;
  [[nodiscard]] std::optional<Digest> maybe_digest(int column) const;
  [[nodiscard]] Xxh128 xxh128(int column) const;
  /// A blob of any length.
  [[nodiscard]] std::string bytes(int column) const;
  /// For readers of columns with a closed set of words: this row says something impossible.
  void mark_damaged() const { damaged_ = true; }

 private:
  friend class Stmt;
  explicit Row(sqlite3_stmt* stmt) : stmt_(stmt) {}
  void copy_bytes(int column, std::span<std::uint8_t> to) const;
  sqlite3_stmt* stmt_;
  mutable bool damaged_ = false;
};

class Db;
struct Connection;

/// A statement, prepared at its first use and kept. Each use binds ?1, ?2, ... in order and leaves
/// the statement reset.
class Stmt {
 public:
  /// `sql` must outlive the statement; the database too, though it may move.
  Stmt(Db& db, const char* sql);
  Stmt(Stmt&& other) noexcept;
  Stmt& operator=(Stmt&&) = delete;
  ~Stmt();

  /// Runs a statement to its end.
  template <class... V>
  Result<void> run(const V&... values) {
    return use(std::array<Value, sizeof...(V)>{Value(values)...}, nullptr);
  }
  /// Calls `take` with each row.
  template <class... V>
  Result<void> each(const std::function<void(const Row&)>& take, const V&... values) {
    return use(std::array<Value, sizeof...(V)>{Value(values)...}, &take);
  }
  /// What `read` makes of the first row; nullopt: there is no row.
  template <class Read, class... V>
  auto first(const Read& read, const V&... values)
      -> Result<std::optional<std::invoke_result_t<Read, const Row&>>> {
    std::optional<std::invoke_result_t<Read, const Row&>> out;
    TRY(each(
        [&](const Row& row) {
          if (!out) {
            out = read(row);
          }
        },
        values...));
    return out;
  }

 private:
  using Take = std::function<void(const Row&)>;
  Result<void> use(std::span<const Value> values, const Take* take);
  Result<void> prepare();
  Result<void> bind(std::span<const Value> values);
  Result<void> step_through(const Take* take);

  Connection* connection_;
  const char* sql_;
  sqlite3_stmt* stmt_ = nullptr;
};

/// One connection. Used by one thread.
class Db {
 public:
  enum class Mode {
    create,  ///< read and write; made where it is missing
    read,    ///< must be there; every change is refused
    memory,  ///< empty, private, gone when closed; `file` only names it in messages
  };
  /// How much of a power cut a commit survives.
  enum class Durability {
    full,  ///< what was committed stays
    none,  ///< the file may be damaged: only for what can be lost
  };

  /// `noun` says in messages what the file is: `ledger`. Waits at most 5 s for other processes, in
  /// every call. Errors: `environment` (cannot open or write, disk full), `transient` (others were
  /// busy for too long), `corrupt` (damaged; the file is left as it is).
  static Result<Db> open(const std::filesystem::path& file, std::string_view noun, Mode mode,
                         Durability durability);
  Db(Db&&) noexcept;
  Db& operator=(Db&&) noexcept;
  ~Db();

  /// Runs statements without parameters or rows.
  Result<void> execute(const std::string& sql);
  /// The number that a pragma such as `user_version` holds.
  Result<std::int64_t> pragma(std::string_view name);
  /// Writes a consistent copy to a file that must not exist.
  Result<void> copy_to(const std::filesystem::path& file);
  /// Replaces all that `to` holds by what is here.
  Result<void> copy_to(Db& to);

  [[nodiscard]] const std::filesystem::path& file() const;
  [[nodiscard]] std::int64_t last_id() const;
  /// Rows that the last statement changed.
  [[nodiscard]] std::int64_t changes() const;

  /// A transaction, or a part of the one that is open; rolled back unless commit() is called.
  class Transaction {
   public:
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();
    Result<void> commit();

   private:
    friend class Db;
    Transaction(Connection* connection, int depth) : connection_(connection), depth_(depth) {}
    void roll_back();
    Connection* connection_;
    int depth_;
  };
  Result<Transaction> begin();

 private:
  friend class Stmt;
  explicit Db(std::unique_ptr<Connection> connection);
  Result<void> enter_wal();
  Result<void> configure(Mode mode, Durability durability);
  std::unique_ptr<Connection> connection_;
};

}  // namespace reshoot
