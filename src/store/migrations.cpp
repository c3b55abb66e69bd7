// SPDX-License-Identifier: Apache-2.0
// Schema steps over `user_version`. What a step does is in its .sql file.

#include "store/migrations.h"

#include <fmt/core.h>
#include <unistd.h>

#include <system_error>

#include "store/crash_point.h"

namespace reshoot {
namespace {

Result<bool> has_tables(Db& db) {
  Stmt count(db, "SELECT count(*) FROM sqlite_schema");
  TRY_ASSIGN(const std::optional<bool> any,
             count.first([](const Row& row) { return row.flag(0); }));
  return any.value_or(false);
}

/// The copy gets its name when it is whole: a backup that a crash cut short would be worse than
/// none.
Result<void> back_up(Db& db, std::int64_t version) {
  const std::string target = fmt::format("{}.backup-v{}", db.file().string(), version);
  const std::string unfinished = fmt::format("{}.{}", target, ::getpid());
  std::error_code failed;
  std::filesystem::remove(unfinished, failed);
  TRY(db.copy_to(std::filesystem::path(unfinished)));
  std::filesystem::rename(unfinished, target, failed);
  if (failed) {
    return fail(ErrorKind::environment,
                fmt::format("cannot keep a backup as '{}': {}", target, failed.message()),
                "the ledger was not changed; check its folder, then run the same command again");
  }
  return {};
}

Result<void> run_step(Db& db, std::span<const EmbeddedFile> steps, std::size_t index) {
  TRY_ASSIGN(Db::Transaction transaction, db.begin());
  TRY_ASSIGN(const std::int64_t version, db.pragma("user_version"));
  if (version != static_cast<std::int64_t>(index)) {
    return {};  // another process was quicker
  }
  TRY(db.execute(std::string(steps[index].text)));
  TRY(db.execute(fmt::format("PRAGMA user_version = {}", index + 1)));
  crash_point("migrate.before_commit");
  return transaction.commit();
}

}  // namespace

Result<Age> age_of(Db& db, int newest) {
  // In this order: another process may be making the tables, and their version comes with them.
  TRY_ASSIGN(const bool any_tables, has_tables(db));
  TRY_ASSIGN(const std::int64_t version, db.pragma("user_version"));
  if (version > newest) {
    return fail(
        ErrorKind::environment,
        fmt::format("the ledger '{}' has version {}, and this reshoot knows versions up to {}",
                    db.file().string(), version, newest),
        "use the newer reshoot that wrote it; nothing was changed");
  }
  if (version > 0) {
    return version == newest ? Age::current : Age::older;
  }
  if (any_tables) {
    return fail(ErrorKind::environment,
                fmt::format("'{}' is a database, but not a ledger of reshoot", db.file().string()),
                "move it away, or choose another folder with --store");
  }
  return Age::empty;
}

Result<void> migrate(Db& db, std::span<const EmbeddedFile> steps, Backup backup) {
  TRY_ASSIGN(const Age age, age_of(db, static_cast<int>(steps.size())));
  if (age == Age::current) {
    return {};
  }
  TRY_ASSIGN(const std::int64_t version, db.pragma("user_version"));
  if (age == Age::older && backup == Backup::before_change) {
    TRY(back_up(db, version));
  }
  for (std::size_t index = static_cast<std::size_t>(version); index < steps.size(); ++index) {
    TRY(run_step(db, steps, index));
  }
  return {};
}

}  // namespace reshoot
