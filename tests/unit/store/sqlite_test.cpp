// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite.h"

#include <doctest/doctest.h>

#include <string>

#include "support.h"

namespace reshoot {
namespace {

using test::must;
using test::must_fail;

Db open(const std::filesystem::path& file, Db::Mode mode = Db::Mode::create) {
  return must(Db::open(file, "ledger", mode, Db::Durability::full));
}

std::int64_t count(Db& db) {
  Stmt query(db, "SELECT count(*) FROM t");
  return must(query.first([](const Row& row) { return row.integer(0); })).value_or(-1);
}

}  // namespace

TEST_CASE("Stmt: every type goes in and comes out") {
  Db db = open("x", Db::Mode::memory);
  must(db.execute("CREATE TABLE t (a, b, c, d, e, f)"));
  Stmt put(db, "INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  Stmt get(db, "SELECT a, b, c, d, e, f FROM t");
  const Digest digest = sha256("x");
  const std::uint64_t large = 0xfedcba9876543210ULL;
  must(put.run(large, std::string("a\0b", 3), digest, std::optional<Digest>(), true, ""));
  int rows = 0;
  must(get.each([&](const Row& row) {
    ++rows;
    CHECK(static_cast<std::uint64_t>(row.integer(0)) == large);
    CHECK(row.text(1) == std::string_view("a\0b", 3));
    CHECK(row.digest(2) == digest);
    CHECK_FALSE(row.maybe_digest(3).has_value());
    CHECK(row.flag(4));
    CHECK_FALSE(row.is_null(5));
    CHECK(row.text(5).empty());
  }));
  CHECK(rows == 1);
}

TEST_CASE("Stmt: a digest of the wrong size is corruption, not a digest") {
  Db db = open("x", Db::Mode::memory);
  must(db.execute("CREATE TABLE t (a); INSERT INTO t VALUES (x'00ff')"));
  Stmt get(db, "SELECT a FROM t");
  CHECK(must_fail(get.first([](const Row& row) { return row.digest(0); })).kind ==
        ErrorKind::corrupt);
  CHECK(must_fail(get.first([](const Row& row) { return row.xxh128(0); })).kind ==
        ErrorKind::corrupt);
}

TEST_CASE("Stmt: usable again after a failure, and prepared for a Db that moved") {
  Db first = open("x", Db::Mode::memory);
  must(first.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)"));
  Stmt put(first, "INSERT INTO t VALUES (?1)");
  Db db = std::move(first);
  must(put.run(1));
  CHECK_FALSE(put.run(1).has_value());
  must(put.run(2));
  CHECK(count(db) == 2);
}

TEST_CASE("Transaction: rolls back by default, nests, and keeps what was committed") {
  Db db = open("x", Db::Mode::memory);
  must(db.execute("CREATE TABLE t (a INTEGER)"));
  Stmt put(db, "INSERT INTO t VALUES (?1)");
  {
    const Db::Transaction dropped = must(db.begin());
    must(put.run(1));
  }
  CHECK(count(db) == 0);
  {
    Db::Transaction outer = must(db.begin());
    must(put.run(2));
    {
      const Db::Transaction dropped = must(db.begin());
      must(put.run(3));
    }
    {
      Db::Transaction kept = must(db.begin());
      must(put.run(4));
      must(kept.commit());
    }
    must(outer.commit());
  }
  CHECK(count(db) == 2);
  {
    const Db::Transaction outer = must(db.begin());
    Db::Transaction inner = must(db.begin());
    must(put.run(5));
    must(inner.commit());
  }
  CHECK(count(db) == 2);
}

TEST_CASE("Db: settings that the ledger rests on") {
  const test::Folder folder;
  Db db = open(folder / "x.db");
  CHECK(must(db.pragma("foreign_keys")) == 1);
  CHECK(must(db.pragma("synchronous")) == 2);
  Stmt journal(db, "PRAGMA journal_mode");
  CHECK(must(journal.first([](const Row& row) { return row.string(0); })) == "wal");
}

TEST_CASE("Db: failures in words") {
  const test::Folder folder;
  SUBCASE("not a database") {
    const std::string text(5000, 'x');
    test::write(folder / "x.db", text);
    const Error error =
        must_fail(Db::open(folder / "x.db", "ledger", Db::Mode::create, Db::Durability::full));
    CHECK(error.kind == ErrorKind::corrupt);
    CHECK(error.message.find("the ledger '" + (folder / "x.db").string() + "' is damaged") == 0);
    CHECK(error.help.find("nothing was deleted") != std::string::npos);
    CHECK(test::read(folder / "x.db") == text);
  }
  SUBCASE("a missing folder") {
    const Error error = must_fail(Db::open(folder / "no/x.db", "ledger", Db::Mode::create, {}));
    CHECK(error.kind == ErrorKind::environment);
  }
  SUBCASE("a folder in its place") {
    std::filesystem::create_directory(folder / "x.db");
    CHECK(must_fail(Db::open(folder / "x.db", "ledger", Db::Mode::create, Db::Durability::full))
              .kind == ErrorKind::environment);
  }
  SUBCASE("reading only") {
    { must(open(folder / "x.db").execute("CREATE TABLE t (a)")); }
    Db db = open(folder / "x.db", Db::Mode::read);
    CHECK(must_fail(db.execute("INSERT INTO t VALUES (1)")).kind == ErrorKind::environment);
    CHECK(count(db) == 0);
  }
}

TEST_CASE("Db: no more space: said so, what was committed is kept, and it goes on afterwards") {
  const test::Folder folder;
  Db db = open(folder / "x.db");
  must(db.execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)"));
  Stmt put(db, "INSERT INTO t VALUES (zeroblob(1000000))");
  const auto write = [&]() -> Result<void> {
    TRY_ASSIGN(Db::Transaction transaction, db.begin());
    TRY(put.run());
    return transaction.commit();
  };
  SUBCASE("full") {
    must(db.execute("PRAGMA max_page_count = 50"));
    const Error error = must_fail(write());
    CHECK(error.kind == ErrorKind::environment);
    CHECK(error.message.find("its disk is full") != std::string::npos);
    CHECK(error.help.find("is kept") != std::string::npos);
    must(db.execute("PRAGMA max_page_count = 100000"));
  }
  SUBCASE("the file may not grow") {
    const test::FileSizeLimit limit(200'000);
    const Error error = must_fail(write());
    CHECK(error.kind == ErrorKind::environment);
    CHECK(error.help.find("is kept") != std::string::npos);
  }
  CHECK(count(db) == 1);
  must(write());
  CHECK(count(db) == 2);
}

TEST_CASE("Db: a folder that cannot be written is still read") {
  // As root permissions do not bind, so the side files are made impossible: folders in their place.
  const test::Folder folder;
  must(open(folder / "x.db").execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)"));
  REQUIRE_FALSE(std::filesystem::exists(folder / "x.db-wal"));
  std::filesystem::create_directory(folder / "x.db-shm");
  Db db = open(folder / "x.db", Db::Mode::read);
  CHECK(count(db) == 1);
}

TEST_CASE("Db: copies") {
  const test::Folder folder;
  Db db = open(folder / "x.db");
  must(db.execute("CREATE TABLE t (a); INSERT INTO t VALUES (1); PRAGMA user_version = 7"));
  must(db.copy_to(folder / "copy.db"));
  Db copy = open(folder / "copy.db", Db::Mode::read);
  CHECK(count(copy) == 1);
  CHECK(must(copy.pragma("user_version")) == 7);
  Db memory = open("x", Db::Mode::memory);
  must(db.copy_to(memory));
  CHECK(count(memory) == 1);
  CHECK_FALSE(db.copy_to(folder / "copy.db").has_value());
}

}  // namespace reshoot
