// SPDX-License-Identifier: Apache-2.0
// Statements over `takes` and `money`.

#include "store/take_book.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/check.h"
#include "store/uuid.h"

namespace reshoot {
namespace {

constexpr std::string_view reserve_entry = "reserve";
constexpr std::string_view release_entry = "release";
constexpr std::string_view settle_entry = "settle";

#define TAKE_COLUMNS                                                                \
  "id, uuid, clip_key, number, model, seed, state, campaign, blob, bytes, frames, " \
  "has_sound, collected, rejected, note, created_ns, cost_elsewhere, clip, estimated, answer"

// What one entry adds to the money that its take holds back.
#define HELD "CASE entry WHEN 'reserve' THEN micros WHEN 'release' THEN -micros ELSE 0 END"

Take read_take(const Row& row) {
  Take take;
  take.id = row.integer(0);
  take.uuid = row.text(1);
  take.clip_key = row.digest(2);
  take.number = static_cast<int>(row.integer(3));
  take.model = row.text(4);
  take.seed = static_cast<std::uint32_t>(row.integer(5));
  if (const auto state = take_state(row.text(6))) {
    take.state = *state;
  } else {
    row.mark_damaged();
  }
  take.campaign = row.text(7);
  take.blob = row.maybe_digest(8);
  take.bytes = static_cast<std::uint64_t>(row.integer(9));
  take.frames = row.integer(10);
  take.has_sound = row.flag(11);
  take.collected = row.flag(12);
  take.rejected = row.flag(13);
  take.note = row.text(14);
  take.created = row.wall(15);
  take.cost_elsewhere = row.money(16);
  take.clip = row.text(17);
  take.estimated = row.flag(18);
  if (!row.is_null(19)) {
    take.answer = doubt_answer(row.text(19));
  }
  return take;
}

/// Adds one entry to the take that it belongs to.
void add_entry(Take& take, std::string_view entry, Money amount) {
  if (entry == reserve_entry) {
    take.reserved += amount;
  } else if (entry == settle_entry) {
    take.cost += amount;
  }
}

/// Whether a take in this state still holds what was set aside for it.
bool holds_reserve(TakeState state) {
  switch (state) {
    case TakeState::reserved:
    case TakeState::intent:
    case TakeState::submitted:
    case TakeState::succeeded:
    case TakeState::in_doubt:
      return true;
    case TakeState::fetched:
    case TakeState::refused:
    case TakeState::failed:
    case TakeState::lost:
      return false;
  }
  return false;
}

}  // namespace

TakeBook::Statements::Statements(Db& db)
    : next_number(db, "SELECT coalesce(max(number), 0) + 1 FROM takes WHERE clip_key = ?1"),
      insert_take(
          db,
          "INSERT INTO takes (uuid, clip_key, number, model, seed, state, campaign, created_ns, "
          "blob, bytes, frames, has_sound, note, cost_elsewhere, clip) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"),
      state_of(db, "SELECT state FROM takes WHERE id = ?1"),
      set_state(db, "UPDATE takes SET state = ?2 WHERE id = ?1"),
      set_made(db,
               "UPDATE takes SET blob = ?2, bytes = ?3, frames = ?4, has_sound = ?5, collected = 0 "
               "WHERE id = ?1"),
      set_note(db, "UPDATE takes SET note = ?2 WHERE id = ?1"),
      set_answer(db, "UPDATE takes SET answer = ?2, note = ?3 WHERE id = ?1"),
      set_estimated(db, "UPDATE takes SET estimated = ?2 WHERE id = ?1"),
      reject(db, "UPDATE takes SET rejected = 1, note = ?2 WHERE uuid = ?1"),
      collect(db, "UPDATE takes SET collected = 1 WHERE blob = ?1"),
      insert_entry(db,
                   "INSERT INTO money (take_id, campaign, entry, micros, at_ns) "
                   "SELECT id, campaign, ?2, ?3, ?4 FROM takes WHERE id = ?1"),
      held_by(db, "SELECT coalesce(sum(" HELD "), 0) FROM money WHERE take_id = ?1"),
      money_of_takes(db, "SELECT take_id, entry, micros FROM money ORDER BY take_id"),
      money_of_take(db, "SELECT entry, micros FROM money WHERE take_id = ?1"),
      money_of_campaign(db,
                        "SELECT entry, sum(micros) FROM money WHERE campaign = ?1 GROUP BY entry"),
      doubt_of_campaign(db, "SELECT coalesce(sum(" HELD
                            "), 0) FROM takes JOIN money ON take_id = takes.id "
                            "WHERE takes.campaign = ?1 AND state = 'in_doubt'"),
      all_takes(db, "SELECT " TAKE_COLUMNS " FROM takes ORDER BY id"),
      takes_of_key(db, "SELECT " TAKE_COLUMNS " FROM takes WHERE clip_key = ?1 ORDER BY number"),
      take_of_uuid(db, "SELECT " TAKE_COLUMNS " FROM takes WHERE uuid = ?1") {}

Result<Take> TakeBook::reserve(const NewTake& wanted, Wall now) {
  CHECK(wanted.reserve.micros >= 0);
  TRY_ASSIGN(Db::Transaction transaction, db_->begin());
  TRY_ASSIGN(const int number, next_number(wanted.clip_key));
  Take take;
  take.uuid = new_uuid();
  take.clip_key = wanted.clip_key;
  take.number = number;
  take.model = wanted.model;
  take.seed =
      wanted.same_seed.value_or(seed_of(wanted.clip_key, wanted.declared_seed, take.number));
  take.campaign = wanted.campaign;
  take.clip = wanted.clip;
  take.reserved = wanted.reserve;
  take.created = now;
  TRY_ASSIGN(take.id, insert(take));
  TRY(enter(take.id, reserve_entry, wanted.reserve, now));
  TRY(transaction.commit());
  return take;
}

Result<int> TakeBook::next_number(const Digest& clip_key) {
  TRY_ASSIGN(const std::optional<std::int64_t> number,
             st_.next_number.first([](const Row& row) { return row.integer(0); }, clip_key));
  return static_cast<int>(number.value_or(1));
}

Result<TakeId> TakeBook::insert(const Take& take) {
  TRY(st_.insert_take.run(take.uuid, take.clip_key, take.number, take.model, take.seed,
                          name_of(take.state), take.campaign, take.created, take.blob, take.bytes,
                          take.frames, take.has_sound, take.note, take.cost_elsewhere, take.clip));
  return db_->last_id();
}

Result<void> TakeBook::enter(TakeId id, std::string_view entry, Money amount, Wall now) {
  if (amount.micros == 0) {
    return {};  // nothing moves
  }
  return st_.insert_entry.run(id, entry, amount, now);
}

Result<TakeState> TakeBook::state_of(TakeId id) {
  std::optional<TakeState> state;
  TRY(st_.state_of.each([&](const Row& row) { state = take_state(row.text(0)); }, id));
  if (!state) {
    return fail(ErrorKind::corrupt,
                fmt::format("the ledger '{}' has no take with id {}", db_->file().string(), id));
  }
  return *state;
}

Result<void> TakeBook::set_state(TakeId id, TakeState to, Money cost, Wall now) {
  CHECK(cost.micros >= 0);
  TRY_ASSIGN(Db::Transaction transaction, db_->begin());
  TRY_ASSIGN(const TakeState from, state_of(id));
  if (!may_become(from, to)) {
    return fail(ErrorKind::needs_person,
                fmt::format("take {} in the ledger '{}' is '{}' and cannot become '{}'", id,
                            db_->file().string(), name_of(from), name_of(to)),
                "somebody changed it meanwhile: look at `reshoot take list`, then run again");
  }
  TRY(st_.set_state.run(id, name_of(to)));
  if (!holds_reserve(to)) {
    TRY_ASSIGN(const Money held, held_by(id));
    TRY(enter(id, release_entry, held, now));
  }
  TRY(enter(id, settle_entry, cost, now));
  return transaction.commit();
}

Result<void> TakeBook::set_made(TakeId id, const Artifact& made) {
  return st_.set_made.run(id, made.blob, made.bytes, made.frames, made.has_sound);
}

Result<Money> TakeBook::held_by(TakeId id) {
  TRY_ASSIGN(const std::optional<Money> held,
             st_.held_by.first([](const Row& row) { return row.money(0); }, id));
  return held.value_or(Money{});
}

Result<void> TakeBook::settle_doubt(TakeId id, DoubtAnswer answer, std::string_view note,
                                    Wall now) {
  TRY_ASSIGN(Db::Transaction transaction, db_->begin());
  TRY_ASSIGN(const TakeState state, state_of(id));
  if (state != TakeState::in_doubt) {
    return fail(ErrorKind::needs_person,
                fmt::format("take {} in the ledger '{}' is '{}', not in doubt", id,
                            db_->file().string(), name_of(state)),
                "somebody settled it meanwhile: `reshoot resolve` lists what is left");
  }
  TRY(st_.set_answer.run(id, name_of(answer), note));
  switch (answer) {
    case DoubtAnswer::billed: {
      TRY_ASSIGN(const Money held, held_by(id));
      TRY(st_.set_estimated.run(id, true));
      TRY(set_state(id, TakeState::lost, held, now));
      break;
    }
    case DoubtAnswer::not_billed:
      TRY(set_state(id, TakeState::failed, Money{}, now));
      break;
    case DoubtAnswer::adopted:
      TRY(set_state(id, TakeState::submitted, Money{}, now));
      break;
  }
  return transaction.commit();
}

Result<void> TakeBook::record_fetched(TakeId id, const Artifact& made, const Settlement& settled,
                                      std::string_view note, Wall now) {
  TRY_ASSIGN(Db::Transaction transaction, db_->begin());
  TRY(st_.set_note.run(id, note));
  TRY(set_made(id, made));
  TRY(st_.set_estimated.run(id, settled.estimated));
  TRY(set_state(id, TakeState::fetched, settled.cost, now));
  return transaction.commit();
}

Result<void> TakeBook::end(TakeId id, TakeState to, std::string_view why, Wall now) {
  TRY_ASSIGN(Db::Transaction transaction, db_->begin());
  TRY(st_.set_note.run(id, why));
  TRY(set_state(id, to, Money{}, now));
  return transaction.commit();
}

/// A result that a provider had made was billed; nobody has told the figure.
Result<void> TakeBook::lose(TakeId id, std::string_view why, Wall now) {
  TRY_ASSIGN(Db::Transaction transaction, db_->begin());
  TRY_ASSIGN(const TakeState state, state_of(id));
  TRY(st_.set_note.run(id, why));
  Money billed;
  if (state == TakeState::succeeded) {
    TRY_ASSIGN(billed, held_by(id));
    TRY(st_.set_estimated.run(id, true));
  }
  TRY(set_state(id, TakeState::lost, billed, now));
  return transaction.commit();
}

Result<void> TakeBook::record_remade(TakeId id, const Artifact& made, Wall now) {
  TRY_ASSIGN(Db::Transaction transaction, db_->begin());
  TRY_ASSIGN(const TakeState state, state_of(id));
  TRY(set_made(id, made));
  if (state != TakeState::fetched) {
    TRY(set_state(id, TakeState::fetched, Money{}, now));
  }
  return transaction.commit();
}

Result<Take> TakeBook::adopt(const TakeRecord& record, Wall now) {
  TRY_ASSIGN(Db::Transaction transaction, db_->begin());
  TRY_ASSIGN(const std::optional<Take> known, with_uuid(record.uuid));
  TRY(known ? adopt_known(*known, record, now) : adopt_new(record));
  TRY_ASSIGN(const std::optional<Take> adopted, with_uuid(record.uuid));
  CHECK(adopted.has_value());
  TRY(transaction.commit());
  return *adopted;
}

Result<void> TakeBook::adopt_new(const TakeRecord& record) {
  Take take;
  take.uuid = record.uuid;
  take.clip_key = record.clip_key;
  TRY_ASSIGN(take.number, next_number(record.clip_key));
  take.model = record.model;
  take.seed = record.seed;
  take.state = TakeState::fetched;
  take.campaign = record.campaign;
  take.cost_elsewhere = record.cost;
  take.blob = record.blob;
  take.bytes = record.bytes;
  take.frames = record.frames;
  take.has_sound = record.has_sound;
  take.note = record.note;
  take.created = record.created;
  TRY(insert(take));
  return {};
}

Result<void> TakeBook::adopt_known(const Take& known, const TakeRecord& record, Wall now) {
  const bool other_bytes = known.blob && *known.blob != record.blob;
  if (known.clip_key != record.clip_key || (known.billed() && other_bytes)) {
    return fail(ErrorKind::corrupt,
                fmt::format("the shared record of take {} is not that of the take with this id in "
                            "the ledger '{}'",
                            record.uuid, db_->file().string()),
                "the ledger was left as it is");
  }
  return record_remade(
      known.id, {record.clip_key, record.blob, record.bytes, record.frames, record.has_sound}, now);
}

Result<std::optional<Take>> TakeBook::with_uuid(std::string_view uuid) {
  TRY_ASSIGN(std::optional<Take> take, st_.take_of_uuid.first(read_take, uuid));
  if (take) {
    TRY(add_money(*take));
  }
  return take;
}

Result<void> TakeBook::add_money(Take& take) {
  return st_.money_of_take.each([&](const Row& row) { add_entry(take, row.text(0), row.money(1)); },
                                take.id);
}

Result<void> TakeBook::reject(std::string_view uuid, std::string_view reason) {
  TRY(st_.reject.run(uuid, reason));
  if (db_->changes() == 0) {
    return fail(ErrorKind::usage,
                fmt::format("no take '{}' in the ledger '{}'", uuid, db_->file().string()),
                "`reshoot take list` shows the takes that there are");
  }
  return {};
}

Result<void> TakeBook::mark_collected(const Digest& blob) {
  return st_.collect.run(blob);
}

Result<std::vector<Take>> TakeBook::all() {
  std::vector<Take> takes;
  TRY(st_.all_takes.each([&](const Row& row) { takes.push_back(read_take(row)); }));
  // Both lists are ordered by take: one pass joins them.
  auto at = takes.begin();
  TRY(st_.money_of_takes.each([&](const Row& row) {
    const TakeId id = row.integer(0);
    at = std::find_if(at, takes.end(), [&](const Take& take) { return take.id >= id; });
    if (at != takes.end() && at->id == id) {
      add_entry(*at, row.text(1), row.money(2));
    }
  }));
  return takes;
}

Result<std::vector<Take>> TakeBook::of(const Digest& clip_key) {
  std::vector<Take> takes;
  TRY(st_.takes_of_key.each([&](const Row& row) { takes.push_back(read_take(row)); }, clip_key));
  for (Take& take : takes) {
    TRY(add_money(take));
  }
  return takes;
}

Result<MoneyTotals> TakeBook::money(std::string_view campaign) {
  MoneyTotals totals;
  Money held;
  TRY(st_.money_of_campaign.each(
      [&](const Row& row) {
        const std::string_view entry = row.text(0);
        if (entry == settle_entry) {
          totals.spent = row.money(1);
        } else {
          held += entry == reserve_entry ? row.money(1) : Money{-row.money(1).micros};
        }
      },
      campaign));
  TRY_ASSIGN(const std::optional<Money> doubt,
             st_.doubt_of_campaign.first([](const Row& row) { return row.money(0); }, campaign));
  totals.in_doubt = doubt.value_or(Money{});
  totals.reserved = held - totals.in_doubt;
  return totals;
}

}  // namespace reshoot
