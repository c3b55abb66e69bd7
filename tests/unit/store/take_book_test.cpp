// SPDX-License-Identifier: Apache-2.0
#include "store/take_book.h"

#include <doctest/doctest.h>

#include <map>
#include <string>

#include "store/migrations.h"
#include "support.h"

namespace reshoot {
namespace {

using test::artifact;
using test::digest_of;
using test::must;
using test::must_fail;
using test::new_take;

constexpr Wall noon{1'700'000'000'000'000'000};

Db fresh() {
  Db db = must(Db::open("ledger", "ledger", Db::Mode::memory, Db::Durability::none));
  must(migrate(db, ledger_migrations(), Backup::none));
  return db;
}

/// The shortest way from `reserved` to every state.
const std::map<TakeState, std::vector<TakeState>> ways{
    {TakeState::reserved, {}},
    {TakeState::intent, {TakeState::intent}},
    {TakeState::submitted, {TakeState::intent, TakeState::submitted}},
    {TakeState::succeeded, {TakeState::intent, TakeState::submitted, TakeState::succeeded}},
    {TakeState::fetched, {TakeState::intent, TakeState::fetched}},
    {TakeState::in_doubt, {TakeState::intent, TakeState::in_doubt}},
    {TakeState::refused, {TakeState::intent, TakeState::refused}},
    {TakeState::failed, {TakeState::failed}},
    {TakeState::lost, {TakeState::intent, TakeState::in_doubt, TakeState::lost}}};

/// A take in some state, with bytes once it is past `intent`, so that only the table decides.
TakeId take_in(Db& db, TakeBook& book, TakeState state) {
  const Take take = must(book.reserve(new_take("key", Money{600'000}), noon));
  must(db.execute("UPDATE takes SET blob = zeroblob(32) WHERE id = " + std::to_string(take.id)));
  for (const TakeState next : ways.at(state)) {
    must(book.set_state(take.id, next, Money{}, noon));
  }
  return take.id;
}

Take get(TakeBook& book, TakeId id) {
  for (Take& take : must(book.all())) {
    if (take.id == id) {
      return take;
    }
  }
  throw std::runtime_error("no such take");
}

}  // namespace

TEST_CASE("set_state: exactly what may_become allows, over all pairs") {
  Db db = fresh();
  TakeBook book(db);
  for (const TakeState from : take_states) {
    for (const TakeState to : take_states) {
      CAPTURE(name_of(from));
      CAPTURE(name_of(to));
      const TakeId id = take_in(db, book, from);
      const MoneyTotals before = must(book.money("acme"));
      const Result<void> changed = book.set_state(id, to, Money{}, noon);
      CHECK(changed.has_value() == may_become(from, to));
      CHECK(get(book, id).state == (may_become(from, to) ? to : from));
      if (!changed) {
        CHECK(changed.error().kind == ErrorKind::needs_person);
        const MoneyTotals after = must(book.money("acme"));
        CHECK(after.reserved == before.reserved);
        CHECK(after.in_doubt == before.in_doubt);
      }
    }
  }
}

TEST_CASE("set_state: money follows the state") {
  struct Case {
    TakeState state;
    std::int64_t spent, reserved, in_doubt;
  };
  for (const Case& row :
       {Case{TakeState::reserved, 0, 600'000, 0}, Case{TakeState::intent, 0, 600'000, 0},
        Case{TakeState::submitted, 0, 600'000, 0}, Case{TakeState::succeeded, 0, 600'000, 0},
        Case{TakeState::fetched, 0, 0, 0}, Case{TakeState::in_doubt, 0, 0, 600'000},
        Case{TakeState::refused, 0, 0, 0}, Case{TakeState::failed, 0, 0, 0},
        Case{TakeState::lost, 0, 0, 0}}) {
    CAPTURE(name_of(row.state));
    Db db = fresh();
    TakeBook book(db);
    const TakeId id = take_in(db, book, row.state);
    const MoneyTotals totals = must(book.money("acme"));
    CHECK(totals.spent.micros == row.spent);
    CHECK(totals.reserved.micros == row.reserved);
    CHECK(totals.in_doubt.micros == row.in_doubt);
    CHECK(get(book, id).reserved.micros == 600'000);
  }
}

TEST_CASE("record_fetched: the reserve goes back, the cost is spent, the bytes are indexed") {
  Db db = fresh();
  TakeBook book(db);
  const Take take = must(book.reserve(new_take("key", Money{600'000}), noon));
  must(book.set_state(take.id, TakeState::intent, Money{}, noon));
  must(book.record_fetched(take.id, artifact("key", "bytes"), Money{550'000},
                           "the last line was cut", noon));
  const MoneyTotals totals = must(book.money("acme"));
  CHECK(totals.spent.micros == 550'000);
  CHECK(totals.reserved.micros == 0);
  const Take now = get(book, take.id);
  CHECK(now.cost.micros == 550'000);
  CHECK(now.note == "the last line was cut");
  CHECK(now.blob == sha256("bytes"));
  CHECK(now.bytes == 5);
  CHECK(now.frames == 30);
  CHECK(now.has_sound);
  CHECK(must(book.money("other")).spent.micros == 0);
}

TEST_CASE("record_fetched: a cost that nobody reported is marked, whatever it is") {
  struct Case {
    Settlement settled;
    std::int64_t cost;
    bool estimated, billed;
  };
  for (const Case& row :
       {Case{Money{550'000}, 550'000, false, true}, Case{Money{}, 0, false, false},
        Case{Settlement::of(Money{550'000}, Money{600'000}), 550'000, false, true},
        Case{Settlement::of(std::nullopt, Money{600'000}), 600'000, true, true},
        Case{Settlement::of(std::nullopt, Money{}), 0, true, true}}) {
    CAPTURE(row.cost);
    Db db = fresh();
    TakeBook book(db);
    const TakeId id = take_in(db, book, TakeState::intent);
    must(book.record_fetched(id, artifact("key", "bytes"), row.settled, "", noon));
    const Take now = get(book, id);
    CHECK(now.cost.micros == row.cost);
    CHECK(now.estimated == row.estimated);
    CHECK(now.billed() == row.billed);
  }
}

TEST_CASE("reserve: the clip's name is kept") {
  Db db = fresh();
  TakeBook book(db);
  NewTake wanted = new_take("a");
  wanted.clip = "welcome";
  CHECK(get(book, must(book.reserve(wanted, noon)).id).clip == "welcome");
}

TEST_CASE("record_fetched: not from `reserved`, and then nothing of it stays") {
  Db db = fresh();
  TakeBook book(db);
  const Take take = must(book.reserve(new_take("key", Money{600'000}), noon));
  CHECK_FALSE(
      book.record_fetched(take.id, artifact("key", "bytes"), Money{1}, "", noon).has_value());
  const Take now = get(book, take.id);
  CHECK(now.state == TakeState::reserved);
  CHECK_FALSE(now.blob.has_value());
  CHECK(now.cost.micros == 0);
}

TEST_CASE("reserve: numbers and seeds count per clip key") {
  Db db = fresh();
  TakeBook book(db);
  NewTake wanted = new_take("a");
  wanted.declared_seed = 42;
  const Take first = must(book.reserve(wanted, noon));
  const Take second = must(book.reserve(wanted, noon));
  const Take other = must(book.reserve(new_take("b"), noon));
  CHECK(first.number == 1);
  CHECK(first.seed == 42);
  CHECK(second.number == 2);
  CHECK(second.seed == seed_of(digest_of("a"), 42, 2));
  CHECK(other.number == 1);
  CHECK(first.uuid != second.uuid);
  const std::vector<Take> of_a = must(book.of(digest_of("a")));
  REQUIRE(of_a.size() == 2);
  CHECK(of_a[1].uuid == second.uuid);
  CHECK(must(book.all()).size() == 3);
}

TEST_CASE("money: receipts are never changed or deleted") {
  Db db = fresh();
  TakeBook book(db);
  must(book.reserve(new_take("a", Money{5}), noon));
  CHECK_FALSE(db.execute("UPDATE money SET micros = 1").has_value());
  CHECK_FALSE(db.execute("DELETE FROM money").has_value());
  CHECK_FALSE(db.execute("DELETE FROM takes").has_value());
  CHECK(must(book.money("acme")).reserved.micros == 5);
}

TEST_CASE("all: money of many takes is joined to the right ones") {
  Db db = fresh();
  TakeBook book(db);
  for (int i = 0; i < 50; ++i) {
    const Take take = must(book.reserve(new_take("key", Money{i % 3 == 0 ? 0 : i}), noon));
    if (i % 2 == 0) {
      must(book.set_state(take.id, TakeState::intent, Money{}, noon));
      must(book.record_fetched(take.id, artifact("key", "x"), Money{2 * i}, "", noon));
    }
  }
  const std::vector<Take> all = must(book.all());
  const std::vector<Take> of_key = must(book.of(digest_of("key")));
  REQUIRE(all.size() == 50);
  REQUIRE(of_key.size() == 50);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto n = static_cast<std::int64_t>(i);
    CHECK(all[i].reserved.micros == (n % 3 == 0 ? 0 : n));
    CHECK(all[i].cost.micros == (n % 2 == 0 ? 2 * n : 0));
    CHECK(of_key[i].reserved == all[i].reserved);
    CHECK(of_key[i].cost == all[i].cost);
  }
}

TEST_CASE("takes that are not there, rows that cannot be") {
  Db db = fresh();
  TakeBook book(db);
  CHECK_FALSE(book.set_state(99, TakeState::intent, Money{}, noon).has_value());
  CHECK(must_fail(book.reject("no-such-uuid", "why")).kind == ErrorKind::usage);
  must(book.reserve(new_take("a"), noon));
  must(db.execute("PRAGMA ignore_check_constraints = ON; UPDATE takes SET state = 'shot'"));
  CHECK(must_fail(book.all()).kind == ErrorKind::corrupt);
}

namespace {

TakeRecord record(std::string_view key, std::string_view bytes) {
  return {.uuid = "6f1c2a7e-0b1d-4c3e-9f00-1234567890ab",
          .clip_key = digest_of(key),
          .key_text = {},
          .model = "gmi/wan2.7-r2v",
          .seed = 9,
          .campaign = "elsewhere",
          .cost = Money{600'000},
          .created = Wall{5},
          .blob = sha256(bytes),
          .bytes = bytes.size(),
          .frames = 30,
          .has_sound = true,
          .note = "from a colleague"};
}

/// The record of a take that this ledger has.
TakeRecord record_with(const std::string& uuid, std::string_view key, std::string_view bytes) {
  TakeRecord out = record(key, bytes);
  out.uuid = uuid;
  return out;
}

}  // namespace

TEST_CASE("adopt: a take from elsewhere gets the next number, and no money moves") {
  Db db = fresh();
  TakeBook book(db);
  must(book.reserve(new_take("key", Money{1'000}), noon));
  const Take take = must(book.adopt(record("key", "bytes"), noon));
  CHECK(take.uuid == record("key", "bytes").uuid);
  CHECK(take.number == 2);
  CHECK(take.state == TakeState::fetched);
  CHECK(take.blob == sha256("bytes"));
  CHECK(take.bytes == 5);
  CHECK(take.frames == 30);
  CHECK(take.has_sound);
  CHECK(take.seed == 9);
  CHECK(take.created == Wall{5});
  CHECK(take.note == "from a colleague");
  CHECK(take.cost.micros == 0);
  CHECK(take.reserved.micros == 0);
  CHECK(take.cost_elsewhere.micros == 600'000);
  CHECK(take.billed());
  CHECK(must(book.money("elsewhere")).spent.micros == 0);
  const Take read = get(book, take.id);
  CHECK(read.cost_elsewhere.micros == 600'000);
  CHECK(read.campaign == "elsewhere");
  CHECK(must(book.reserve(new_take("key"), noon)).number == 3);
}

TEST_CASE("adopt: a known take only gets its bytes again") {
  Db db = fresh();
  TakeBook book(db);
  const Take mine = must(book.reserve(new_take("key", Money{600'000}), noon));
  must(book.set_state(mine.id, TakeState::intent, Money{}, noon));
  must(book.record_fetched(mine.id, artifact("key", "bytes"), Money{500'000}, "mine", noon));
  const TakeRecord shared = record_with(mine.uuid, "key", "bytes");
  const auto unchanged_but_here = [&](const Take& take) {
    CHECK(take.id == mine.id);
    CHECK(take.number == 1);
    CHECK(take.state == TakeState::fetched);
    CHECK_FALSE(take.collected);
    CHECK(take.blob == sha256("bytes"));
    CHECK(take.cost.micros == 500'000);
    CHECK(take.cost_elsewhere.micros == 0);
    CHECK(take.campaign == "acme");
    CHECK(must(book.money("acme")).spent.micros == 500'000);
  };
  unchanged_but_here(must(book.adopt(shared, noon)));
  must(book.mark_collected(sha256("bytes")));
  unchanged_but_here(must(book.adopt(shared, noon)));
  must(book.end(mine.id, TakeState::lost, "nobody has it", noon));
  unchanged_but_here(must(book.adopt(shared, noon)));
  CHECK(must(book.all()).size() == 1);

  SUBCASE("a record of another take under its uuid is refused") {
    CHECK(must_fail(book.adopt(record_with(mine.uuid, "other", "bytes"), noon)).kind ==
          ErrorKind::corrupt);
    CHECK(must_fail(book.adopt(record_with(mine.uuid, "key", "others"), noon)).kind ==
          ErrorKind::corrupt);
    unchanged_but_here(get(book, mine.id));
  }
  SUBCASE("a take that ended without bytes stays as it is") {
    const Take failed = must(book.reserve(new_take("key"), noon));
    must(book.end(failed.id, TakeState::failed, "refused", noon));
    CHECK(must_fail(book.adopt(record_with(failed.uuid, "key", "bytes"), noon)).kind ==
          ErrorKind::needs_person);
    CHECK(get(book, failed.id).state == TakeState::failed);
    CHECK_FALSE(get(book, failed.id).blob.has_value());
  }
}

TEST_CASE("adopt: a free take may have been made again with other bytes") {
  Db db = fresh();
  TakeBook book(db);
  const Take mine = must(book.reserve(new_take("key"), noon));
  must(book.set_state(mine.id, TakeState::intent, Money{}, noon));
  must(book.record_fetched(mine.id, artifact("key", "bytes"), Money{}, "", noon));
  CHECK(must(book.adopt(record_with(mine.uuid, "key", "others"), noon)).blob == sha256("others"));
}

TEST_CASE("end: of a lost take the reason is kept, and what was paid stays paid") {
  Db db = fresh();
  TakeBook book(db);
  const Take take = must(book.reserve(new_take("key", Money{600'000}), noon));
  must(book.set_state(take.id, TakeState::intent, Money{}, noon));
  CHECK_FALSE(book.end(take.id, TakeState::lost, "too early", noon).has_value());
  CHECK(get(book, take.id).note.empty());
  must(book.record_fetched(take.id, artifact("key", "bytes"), Money{500'000}, "", noon));
  must(book.end(take.id, TakeState::lost, "the disk died", noon));
  const Take lost = get(book, take.id);
  CHECK(lost.state == TakeState::lost);
  CHECK(lost.note == "the disk died");
  CHECK(lost.cost.micros == 500'000);
  CHECK(must(book.money("acme")).spent.micros == 500'000);
  CHECK(must(book.money("acme")).reserved.micros == 0);
}

TEST_CASE("lose: a result that was never brought home is settled as an estimate") {
  Db db = fresh();
  TakeBook book(db);
  const TakeId id = take_in(db, book, TakeState::succeeded);
  must(book.lose(id, "it ran out", noon));
  const Take lost = get(book, id);
  CHECK(lost.state == TakeState::lost);
  CHECK(lost.note == "it ran out");
  CHECK(lost.billed());
  CHECK(lost.estimated);
  CHECK(lost.cost.micros == 600'000);
  CHECK(must(book.money("acme")).spent.micros == 600'000);
  CHECK(must(book.money("acme")).reserved.micros == 0);
}

TEST_CASE("lose: bytes that were fetched once and are gone cost nothing more") {
  Db db = fresh();
  TakeBook book(db);
  const Take take = must(book.reserve(new_take("key", Money{600'000}), noon));
  must(book.set_state(take.id, TakeState::intent, Money{}, noon));
  must(book.record_fetched(take.id, artifact("key", "bytes"), Money{500'000}, "", noon));
  must(book.lose(take.id, "the disk died", noon));
  CHECK(get(book, take.id).cost.micros == 500'000);
  CHECK_FALSE(get(book, take.id).estimated);
  CHECK(must(book.money("acme")).spent.micros == 500'000);
}

TEST_CASE("lose: not of a take that may still come") {
  for (const TakeState state : {TakeState::reserved, TakeState::intent, TakeState::submitted}) {
    Db db = fresh();
    TakeBook book(db);
    const TakeId id = take_in(db, book, state);
    CHECK_FALSE(book.lose(id, "too early", noon).has_value());
    CHECK(get(book, id).state == state);
    CHECK(get(book, id).note.empty());
    CHECK(must(book.money("acme")).reserved.micros == 600'000);
  }
}

}  // namespace reshoot
