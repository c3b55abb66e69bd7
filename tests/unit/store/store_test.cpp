// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include <doctest/doctest.h>

#include "store/build_lock.h"
#include "support.h"

namespace reshoot {

using test::must;

TEST_CASE("Store: made with what keeps it out of git, and kept when opened again") {
  const test::Folder folder;
  const ManualClock clock;
  const auto where = folder / "work/cache";
  {
    Store store = must(Store::open(where, Ledger::Access::read_write, clock));
    must(store.ledger.record_artifact(test::artifact("a", "x")));
    CHECK(test::read(where / ".gitignore") == "*\n");
    CHECK(must(BuildLock::try_acquire(store.lock_file(), "acme", clock)).has_value());
  }
  test::write(where / ".gitignore", "mine");
  const Store again = must(Store::open(where, Ledger::Access::read_write, clock));
  CHECK(must(again.ledger.artifacts()).size() == 1);
  CHECK(test::read(where / ".gitignore") == "mine");
}

TEST_CASE("Store: reading makes nothing") {
  const test::Folder folder;
  const ManualClock clock;
  Store store = must(Store::open(folder / "cache", Ledger::Access::read_only, clock));
  CHECK(must(store.ledger.takes()).empty());
  CHECK(must(store.blobs.list()).empty());
  must(store.stats.flush());
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("Store: a folder that cannot be made") {
  const test::Folder folder;
  const ManualClock clock;
  test::write(folder / "file", "x");
  CHECK_FALSE(Store::open(folder / "file/cache", Ledger::Access::read_write, clock).has_value());
}

}  // namespace reshoot
