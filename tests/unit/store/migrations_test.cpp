// SPDX-License-Identifier: Apache-2.0
#include "store/migrations.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

#include "support.h"

namespace reshoot {
namespace {

using test::must;
using test::must_fail;

constexpr std::array<EmbeddedFile, 3> steps{
    {{"0001_first.sql", "CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1);"},
     {"0002_second.sql", "ALTER TABLE t ADD COLUMN b INTEGER; UPDATE t SET b = a * 10;"},
     {"0003_third.sql", "INSERT INTO t VALUES (3, 30);"}}};
using Steps = std::span<const EmbeddedFile>;

Db open(const std::filesystem::path& file) {
  return must(Db::open(file, "ledger", Db::Mode::create, Db::Durability::full));
}

std::int64_t number(Db& db, const char* sql) {
  Stmt query(db, sql);
  return must(query.first([](const Row& row) { return row.integer(0); })).value_or(-1);
}

}  // namespace

TEST_CASE("ledger_migrations: one numbered file per version") {
  const auto files = ledger_migrations();
  REQUIRE(files.size() == ledger_version);
  for (std::size_t i = 0; i < files.size(); ++i) {
    CHECK(std::stoul(std::string(files[i].name.substr(0, 4))) == i + 1);
  }
}

TEST_CASE("ledger_migrations: version 1 with rows comes forward with all of them") {
  const test::Folder folder;
  const auto file = folder / "reshoot.db";
  {
    Db db = open(file);
    must(migrate(db, ledger_migrations().first(1), Backup::none));
    must(db.execute(
        "INSERT INTO takes (uuid, clip_key, number, model, seed, state, campaign, blob, bytes, "
        "created_ns) VALUES ('u', zeroblob(32), 1, 'gmi/m', 7, 'fetched', 'acme', zeroblob(32), 5, "
        "12); INSERT INTO money (take_id, campaign, entry, micros, at_ns) VALUES "
        "(1, 'acme', 'reserve', 600000, 1), (1, 'acme', 'release', 600000, 2), "
        "(1, 'acme', 'settle', 500000, 2); "
        "INSERT INTO artifacts VALUES (zeroblob(32), zeroblob(32), 9, 30, 1); "
        "INSERT INTO selections VALUES ('acme', 'welcome', zeroblob(32), 'u', 3); "
        "INSERT INTO published VALUES ('out/acme/launch.mp4', zeroblob(32), 1, 2, 3, 4, 5);"));
  }
  const SystemClock clock;
  Ledger ledger = test::open_ledger(file, clock);
  const std::vector<Take> takes = must(ledger.takes());
  REQUIRE(takes.size() == 1);
  CHECK(takes[0].uuid == "u");
  CHECK(takes[0].bytes == 5);
  CHECK(takes[0].cost.micros == 500'000);
  CHECK(takes[0].cost_elsewhere.micros == 0);
  CHECK(must(ledger.money("acme")).spent.micros == 500'000);
  CHECK(must(ledger.artifacts()).size() == 1);
  CHECK(must(ledger.selections("acme")).size() == 1);
  CHECK(must(ledger.published("")).empty());  // whose they were is not known: put out once more
  CHECK(must(ledger.pushed("/mnt/team")).empty());
  Db backup = open(file.string() + ".backup-v1");
  CHECK(must(backup.pragma("user_version")) == 1);
  CHECK(number(backup, "SELECT count(*) FROM published") == 1);
}

TEST_CASE(
    "ledger_migrations: a version 4 that is in use keeps its takes in doubt and their money") {
  const test::Folder folder;
  const auto file = folder / "reshoot.db";
  {
    Db db = open(file);
    must(migrate(db, ledger_migrations().first(4), Backup::none));
    must(db.execute(
        "INSERT INTO takes (uuid, clip_key, number, model, seed, state, campaign, blob, note, "
        "created_ns) VALUES "
        "('a', zeroblob(32), 1, 'gmi/m', 7, 'fetched', 'acme', zeroblob(32), '', 12), "
        "('b', zeroblob(32), 2, 'gmi/m', 8, 'in_doubt', 'acme', NULL, 'no answer', 13); "
        "INSERT INTO money (take_id, campaign, entry, micros, at_ns) VALUES "
        "(1, 'acme', 'reserve', 600000, 1), (1, 'acme', 'release', 600000, 2), "
        "(1, 'acme', 'settle', 500000, 2), (2, 'acme', 'reserve', 600000, 3); "
        "INSERT INTO jobs (take_id, provider, base_url, model, request, sent_ns) VALUES "
        "(2, 'gmi', 'https://gmi.example', 'm', '{}', 14);"));
  }
  const SystemClock clock;
  Ledger ledger = test::open_ledger(file, clock);
  std::vector<Take> takes = must(ledger.takes());
  REQUIRE(takes.size() == 2);
  for (const Take& take : takes) {
    CHECK(take.clip.empty());
    CHECK_FALSE(take.estimated);
    CHECK_FALSE(take.answer.has_value());
  }
  CHECK(takes[0].cost.micros == 500'000);
  CHECK(must(ledger.money("acme")).in_doubt.micros == 600'000);
  must(ledger.settle_doubt(takes[1].id, {DoubtAnswer::billed, "", "on the invoice"}));
  takes = must(ledger.takes());
  CHECK(takes[1].state == TakeState::lost);
  CHECK(takes[1].cost.micros == 600'000);
  CHECK(takes[1].estimated);
  CHECK(must(ledger.money("acme")).spent.micros == 1'100'000);
  CHECK(must(ledger.money("acme")).in_doubt.micros == 0);
  Db backup = open(file.string() + ".backup-v4");
  CHECK(number(backup, "SELECT count(*) FROM takes WHERE state = 'in_doubt'") == 1);
}

TEST_CASE("migrate: from nothing, again, and forward with a backup") {
  const test::Folder folder;
  const auto file = folder / "x.db";
  Db db = open(file);
  must(migrate(db, Steps(steps).first(1), Backup::before_change));
  CHECK(must(db.pragma("user_version")) == 1);
  must(migrate(db, Steps(steps).first(1), Backup::before_change));
  CHECK(number(db, "SELECT count(*) FROM t") == 1);
  CHECK_FALSE(std::filesystem::exists(file.string() + ".backup-v0"));

  must(migrate(db, steps, Backup::before_change));
  CHECK(must(db.pragma("user_version")) == 3);
  CHECK(number(db, "SELECT sum(b) FROM t") == 40);
  Db backup = open(file.string() + ".backup-v1");
  CHECK(must(backup.pragma("user_version")) == 1);
  CHECK(number(backup, "SELECT count(*) FROM t") == 1);
}

TEST_CASE("migrate: a step that fails or dies leaves the version before it") {
  const test::Folder folder;
  const auto file = folder / "x.db";
  {
    Db db = open(file);
    must(migrate(db, Steps(steps).first(1), Backup::before_change));
  }
  SUBCASE("fails") {
    std::array<EmbeddedFile, 2> broken{steps[0], {"0002", "INSERT INTO t VALUES (2); NONSENSE;"}};
    Db db = open(file);
    CHECK_FALSE(migrate(db, broken, Backup::before_change).has_value());
  }
  SUBCASE("dies") {
    CHECK(test::was_killed(test::crash_at("migrate.before_commit", [&] {
      Db db = open(file);
      must(migrate(db, steps, Backup::before_change));
    })));
  }
  Db db = open(file);
  CHECK(must(db.pragma("user_version")) == 1);
  CHECK(number(db, "SELECT count(*) FROM t") == 1);
  must(migrate(db, steps, Backup::before_change));
  CHECK(number(db, "SELECT count(*) FROM t") == 2);
}

TEST_CASE("migrate: a newer database is refused by both versions, and not touched") {
  const test::Folder folder;
  Db db = open(folder / "x.db");
  must(migrate(db, steps, Backup::before_change));
  const Error error = must_fail(migrate(db, Steps(steps).first(2), Backup::before_change));
  CHECK(error.kind == ErrorKind::environment);
  CHECK(error.message.find("version 3") != std::string::npos);
  CHECK(error.message.find("up to 2") != std::string::npos);
  CHECK(must(db.pragma("user_version")) == 3);
}

TEST_CASE("migrate: somebody else's database is refused") {
  const test::Folder folder;
  Db db = open(folder / "x.db");
  must(db.execute("CREATE TABLE photos (a)"));
  const Error error = must_fail(migrate(db, steps, Backup::before_change));
  CHECK(error.message.find("not a ledger of reshoot") != std::string::npos);
  CHECK(number(db, "SELECT count(*) FROM sqlite_schema") == 1);
}

TEST_CASE("migrate: several processes at once") {
  const test::Folder folder;
  for (int round = 0; round < 10; ++round) {
    const auto file = folder / ("x" + std::to_string(round));
    const auto work = [&] {
      Db db = open(file);
      must(migrate(db, steps, Backup::before_change));
    };
    CHECK(test::in_child_while(work, work) == 0);
    Db db = open(file);
    CHECK(number(db, "SELECT count(*) FROM t") == 2);
  }
}

}  // namespace reshoot
