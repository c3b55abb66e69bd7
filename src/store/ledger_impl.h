// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a Ledger holds: its connection, its pages, and the statements of the plain tables.

#include "store/identity_book.h"
#include "store/job_book.h"
#include "store/ledger.h"
#include "store/sqlite.h"
#include "store/take_book.h"

namespace reshoot {

/// Two halves, each with an index of its own: with OR, SQLite reads all open requests.
inline constexpr const char* drop_retakes_sql =
    "UPDATE retakes SET open = 0 WHERE id IN ("
    "SELECT id FROM retakes WHERE campaign = ?1 AND open = 1 AND clip = ?2 "
    "UNION ALL SELECT id FROM retakes WHERE campaign = ?1 AND open = 1 AND clip_key = ?3)";

struct LedgerStatements {
  explicit LedgerStatements(Db& db);
  Stmt put_artifact, all_artifacts, forget_artifacts;
  Stmt put_selection, put_pin, pin_of, selections_of, every_selection;
  Stmt put_retake_pin, restore_pin, drop_retake_pin;
  Stmt ask_retake, drop_retakes, close_retake, open_retakes;
  Stmt put_step_key, put_step_text, step_keys, step_text;
  Stmt put_pushed, drop_pushed, all_pushed;
  Stmt put_published, all_published;
  Stmt begin_build, end_build, last_build;
  Stmt data_version;
};

struct Ledger::Impl {
  Impl(Db opened, const Clock& time)
      : db(std::move(opened)), clock(&time), takes(db), jobs(db, takes), identity(db), st(db) {}

  Db db;
  const Clock* clock;
  TakeBook takes;
  JobBook jobs;
  IdentityBook identity;
  LedgerStatements st;
  std::int64_t seen_version = 0;        // SQLite's count of changes by others, when last asked
  std::optional<Db::Transaction> open;  // what Ledger::begin() began
};

}  // namespace reshoot
