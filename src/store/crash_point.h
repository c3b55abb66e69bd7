// SPDX-License-Identifier: Apache-2.0
#pragma once
// Named seams where the program can be told to die, so that tests can prove what a crash leaves.

#include <array>
#include <string_view>

namespace reshoot {

/// Every name that crash_point() is called with; crash tests sweep it.
inline constexpr std::array<std::string_view, 19> crash_points{
    "take.reserved",              // its row is there, nothing was started
    "take.intent",                // durable, nothing was started
    "step.made",                  // a file in the scratch folder
    "step.stored",                // a blob that no row knows
    "take.fetched",               // indexed, the clip is not selected
    "shot.sent",                  // a request to a provider is on its way, no answer is known
    "take.kept",                  // a provider's result is in the store, nobody has been told
    "artifact.recorded",          // indexed, the key text is not kept
    "video.before_publish",       // in the store, not under out/
    "video.published",            // under out/, not remembered there
    "blob.before_sync",           // hashed; its bytes may be in memory only
    "blob.before_rename",         // on the disk, under its temporary name
    "blob.after_rename",          // under its digest, not indexed
    "remote.before_rename",       // whole in the remote, under a temporary name
    "push.before_record",         // the bytes are in the remote, its record is not
    "transaction.before_commit",  // all rows written, nothing committed
    "transaction.after_commit",   // committed, nobody told
    "gc.after_ledger",            // the ledger has let go, the bytes are still there
    "migrate.before_commit"       // schema changed, nothing committed
};

/// Where the environment variable RESHOOT_CRASH_AT is `name`, or `name:N` on the Nth call with that
/// name (1 is the first), the process kills itself with SIGKILL. Else it costs one comparison.
/// `name` is one of crash_points.
void crash_point(std::string_view name);

/// What the environment variable would say, for a test's own process. `crash` takes the place of
/// SIGKILL: it may throw, and what it unwinds must lose what a dead process would. Not while other
/// threads run.
void set_crash_point(std::string_view wish, void (*crash)() = nullptr);

}  // namespace reshoot
