// SPDX-License-Identifier: Apache-2.0
#include "store/transfer.h"

#include <doctest/doctest.h>

#include <string>

#include "store/store.h"
#include "support.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;
using test::must;
using test::must_fail;

/// One machine with its store.
struct Machine {
  explicit Machine(const fs::path& folder)
      : store(must(Store::open(folder, Ledger::Access::read_write, clock))) {}

  /// A paid take whose key text the last build wrote down.
  Take shoot(const std::string& text, const std::string& bytes) {
    const Digest key = sha256(text);
    const Take take =
        must(store.ledger.reserve({key, "gmi/m", std::nullopt, "acme", Money{600'000}}));
    must(store.ledger.record_intent(take.id));
    test::write(store.directory / "made", bytes);
    const Blob blob = must(store.blobs.put(store.directory / "made"));
    must(store.ledger.record_fetched(take.id, {key, blob.digest, blob.bytes, 30, true},
                                     Money{500'000}));
    must(store.ledger.record_step_text("acme", "generate:" + text, key, text));
    return must(store.ledger.takes_of(key)).back();
  }
  TransferOutcome push(const SharedTakes& remote, const TransferWatch& watch = {}) {
    return must(push_takes(store.ledger, store.blobs, remote, watch));
  }
  TransferOutcome pull(const SharedTakes& remote, const std::vector<LockedTake>& locked = {},
                       const TransferWatch& watch = {}) {
    return must(pull_takes(store.ledger, store.blobs, remote, locked, watch));
  }

  ManualClock clock;
  Store store;
};

struct Team {
  Team() { fs::create_directories(root); }
  [[nodiscard]] SharedTakes remote() const { return SharedTakes(must(open_folder_remote(root))); }
  [[nodiscard]] fs::path there(const Digest& blob) const {
    return root / "blobs" / blob.hex().substr(0, 2) / blob.hex();
  }

  test::Folder folder;
  fs::path root = folder / "remote";
  Machine a{folder / "a"};
  Machine b{folder / "b"};
};

LockedTake lock_of(const Take& take) {
  return {"welcome", take.clip_key, *take.blob, take.bytes, take.model, take.seed};
}

void replace(const fs::path& file, std::string_view bytes) {
  fs::remove(file);
  test::write(file, bytes);
}

}  // namespace

TEST_CASE("push and pull: a ledger that never saw the takes adopts them") {
  Team team;
  const SharedTakes remote = team.remote();
  const Take one = team.a.shoot("one", "bytes of one");
  const Take two = team.a.shoot("two", "bytes of two");
  const TransferOutcome pushed = team.a.push(remote);
  CHECK(pushed.moved == 2);
  CHECK(pushed.bytes == 24);
  CHECK(pushed.already == 0);
  CHECK(must(team.a.store.ledger.pushed(remote.place())).size() == 2);
  const TransferOutcome again = team.a.push(remote);
  CHECK(again.moved == 0);
  CHECK(again.already == 2);

  const TransferOutcome pulled = team.b.pull(remote, {lock_of(one), lock_of(two)});
  CHECK(pulled.moved == 2);
  CHECK(pulled.adopted == 2);
  CHECK(pulled.bytes == 24);
  const std::vector<Take> takes = must(team.b.store.ledger.takes_of(one.clip_key));
  REQUIRE(takes.size() == 1);
  CHECK(takes[0].uuid == one.uuid);
  CHECK(takes[0].cost_elsewhere == Money{500'000});
  CHECK(takes[0].cost == Money{0});
  CHECK(must(team.b.store.blobs.verify(*one.blob)));
  CHECK(must(remote.find(one.clip_key, *one.blob))->key_text == "one");
  CHECK(team.b.pull(remote, {lock_of(one), lock_of(two)}).moved == 0);
  CHECK(team.b.push(remote).already == 2);
}

TEST_CASE("push: asks the remote itself, not only the ledger") {
  Team team;
  const SharedTakes remote = team.remote();
  const Take take = team.a.shoot("one", "bytes");
  team.a.push(remote);
  fs::remove(team.there(*take.blob));
  CHECK(team.a.push(remote).moved == 1);
  CHECK(fs::exists(team.there(*take.blob)));
}

TEST_CASE("push: one damaged take does not stop the others") {
  Team team;
  const SharedTakes remote = team.remote();
  const Take bad = team.a.shoot("one", "bytes of one");
  const Take good = team.a.shoot("two", "bytes of two");
  replace(team.a.store.blobs.path_of(*bad.blob), "bytez of one");
  const TransferOutcome outcome = team.a.push(remote);
  CHECK(outcome.moved == 1);
  REQUIRE(outcome.failures.size() == 1);
  CHECK(outcome.failures[0].take == bad.uuid);
  CHECK(outcome.failures[0].error.kind == ErrorKind::corrupt);
  CHECK_FALSE(outcome.stopped.has_value());
  CHECK(must(team.a.store.ledger.pushed(remote.place())).size() == 1);
}

TEST_CASE("pull: what the ledger knows comes back; what nobody has is counted") {
  Team team;
  const SharedTakes remote = team.remote();
  const Take shared = team.a.shoot("one", "bytes of one");
  team.a.push(remote);
  const Take own = team.a.shoot("two", "bytes of two");
  must(team.a.store.blobs.remove(*shared.blob));
  must(team.a.store.blobs.remove(*own.blob));
  const TransferOutcome outcome = team.a.pull(remote);
  CHECK(outcome.moved == 1);
  CHECK(outcome.absent == 1);
  CHECK(outcome.adopted == 0);
  CHECK(must(team.a.store.blobs.verify(*shared.blob)));
}

TEST_CASE("pull: a pin brings back what gc dropped, and it counts again") {
  Team team;
  const SharedTakes remote = team.remote();
  const Take take = team.a.shoot("one", "bytes");
  team.a.push(remote);
  must(team.a.store.ledger.forget_blob(*take.blob));
  must(team.a.store.blobs.remove(*take.blob));
  CHECK(team.a.pull(remote).moved == 0);
  CHECK(team.a.pull(remote, {lock_of(take)}).moved == 1);
  CHECK_FALSE(must(team.a.store.ledger.takes()).at(0).collected);
}

TEST_CASE("pull: bytes without a record are brought, and left for a build to take in") {
  Team team;
  const SharedTakes remote = team.remote();
  const Take take = team.a.shoot("one", "bytes");
  team.a.push(remote);
  fs::remove_all(team.root / "takes");
  const TransferOutcome outcome = team.b.pull(remote, {lock_of(take)});
  CHECK(outcome.moved == 1);
  CHECK(outcome.adopted == 0);
  CHECK(outcome.without_record == 1);
  CHECK(must(team.b.store.ledger.takes()).empty());
}

TEST_CASE("pull: killed after the bytes came, the next one adopts") {
  Team team;
  const SharedTakes remote = team.remote();
  const Take take = team.a.shoot("one", "bytes");
  team.a.push(remote);
  must(remote.fetch(*take.blob, take.bytes, team.b.store.blobs, {}));
  SUBCASE("whole") {
    const TransferOutcome outcome = team.b.pull(remote, {lock_of(take)});
    CHECK(outcome.moved == 0);
    CHECK(outcome.adopted == 1);
  }
  SUBCASE("damaged meanwhile") {
    replace(team.b.store.blobs.path_of(*take.blob), "bytez");
    const TransferOutcome outcome = team.b.pull(remote, {lock_of(take)});
    CHECK(outcome.moved == 1);
    CHECK(outcome.adopted == 1);
  }
  CHECK(must(team.b.store.blobs.verify(*take.blob)));
}

TEST_CASE("pull: a damaged copy is not used; the ledger that has the bytes pushes them again") {
  Team team;
  const SharedTakes remote = team.remote();
  const Take take = team.a.shoot("one", "bytes");
  team.a.push(remote);
  replace(team.there(*take.blob), "bytez");
  const TransferOutcome outcome = team.b.pull(remote, {lock_of(take)});
  CHECK(outcome.moved == 0);
  REQUIRE(outcome.failures.size() == 1);
  CHECK(outcome.failures[0].take == "welcome");
  CHECK(outcome.failures[0].error.kind == ErrorKind::corrupt);
  CHECK(team.a.push(remote).moved == 1);
  CHECK(team.b.pull(remote, {lock_of(take)}).adopted == 1);
}

TEST_CASE("push and pull: stopped between blocks, and gone on with") {
  Team team;
  const SharedTakes remote = team.remote();
  team.a.shoot("one", std::string(2'000'000, '1'));
  team.a.shoot("two", std::string(3'000'000, '2'));
  Cancel cancel;
  TransferState seen;
  const TransferWatch watch{&cancel, [&](const TransferState& state) {
                              seen = state;
                              if (state.bytes > 2'500'000) {
                                cancel.request();
                              }
                            }};
  const TransferOutcome stopped = team.a.push(remote, watch);
  CHECK(stopped.moved == 1);
  REQUIRE(stopped.stopped.has_value());
  CHECK(stopped.stopped->kind == ErrorKind::cancelled);
  CHECK(stopped.failures.empty());
  CHECK(seen.total == 2);
  CHECK(seen.total_bytes == 5'000'000);
  const TransferOutcome rest = team.a.push(remote);
  CHECK(rest.already == 1);
  CHECK(rest.moved == 1);
}

TEST_CASE("push and pull: a remote that goes away stops the rest") {
  Team team;
  const SharedTakes remote = team.remote();
  team.a.shoot("zero", "bytes of zero");
  team.a.push(remote);
  team.a.shoot("one", "bytes of one");
  team.a.shoot("two", "bytes of two");
  const TransferWatch watch{nullptr, [&](const TransferState&) {
                              if (fs::exists(team.root)) {
                                fs::rename(team.root, team.folder / "gone");
                              }
                            }};
  const TransferOutcome outcome = team.a.push(remote, watch);
  CHECK(outcome.moved == 0);
  CHECK(outcome.failures.size() == 1);
  REQUIRE(outcome.stopped.has_value());
  CHECK(outcome.stopped->kind == ErrorKind::environment);
}

TEST_CASE("pull: what is missing is not to be had from a remote that nobody has begun") {
  Team team;
  const Take take = team.a.shoot("one", "bytes");
  const SharedTakes remote = team.remote();
  CHECK(team.a.pull(remote).moved == 0);  // nothing is missing
  CHECK(must_fail(pull_takes(team.b.store.ledger, team.b.store.blobs, remote, {lock_of(take)}, {}))
            .kind == ErrorKind::environment);
}

TEST_CASE("push and pull: an empty folder where takes were pushed before is no remote") {
  Team team;
  team.a.shoot("one", "bytes");
  team.a.push(team.remote());
  fs::rename(team.root, team.folder / "unmounted");
  fs::create_directory(team.root);
  const SharedTakes bare = team.remote();
  CHECK(must_fail(push_takes(team.a.store.ledger, team.a.store.blobs, bare, {})).kind ==
        ErrorKind::environment);
  CHECK(must_fail(pull_takes(team.a.store.ledger, team.a.store.blobs, bare, {}, {})).kind ==
        ErrorKind::environment);
  CHECK(fs::is_empty(team.root));
}

}  // namespace reshoot
