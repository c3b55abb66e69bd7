// SPDX-License-Identifier: Apache-2.0
#pragma once
// Brings a database's schema forward, step by step, with a backup first. Never backward, never
// anew.

#include <span>

#include "base/embedded_file.h"
#include "base/result.h"
#include "store/sqlite.h"

namespace reshoot {

/// The version of the ledger's schema, kept in `user_version`; schema/store/ has one file per step.
/// History:
///   1: takes and their money, artifacts, selections, retakes, step texts, published videos, builds
///   2: takes adopted from elsewhere, what remotes have, published videos per workspace
///   3: jobs at providers, and inputs that were uploaded there
///   4: open requests for retakes are found by clip and by key
///   5: costs that are estimates, what people said of takes in doubt, names of clips
///   6: measurements, comparisons and verdicts of takes; choices that a person gave a reason for
///   7: what a retake has displaced
constexpr int ledger_version = 7;

/// The files of schema/store/ in order: the first makes version 1.
std::span<const EmbeddedFile> ledger_migrations();

/// What has to happen to a database of some version before this program can use it.
enum class Age { empty, older, current };

/// Error `environment` where it was made by a newer program, or is no database of ours.
Result<Age> age_of(Db& db, int newest);

enum class Backup { before_change, none };

/// Runs the steps that `db` has not seen, each in one transaction. Where there are rows to lose and
/// a backup is wished, `<file>.backup-v<version>` is written first. Safe while another process does
/// the same.
Result<void> migrate(Db& db, std::span<const EmbeddedFile> steps, Backup backup);

}  // namespace reshoot
