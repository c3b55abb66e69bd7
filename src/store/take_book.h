// SPDX-License-Identifier: Apache-2.0
#pragma once
// The ledger's pages for takes and their money. The one place where a take changes its state.

#include <optional>
#include <string_view>
#include <vector>

#include "store/ledger.h"
#include "store/sqlite.h"
#include "store/take.h"

namespace reshoot {

/// Over tables `takes` and `money` of an open database, which must outlive it. Each call is one
/// transaction, or part of the one that is open.
class TakeBook {
 public:
  explicit TakeBook(Db& db) : db_(&db), st_(db) {}

  Result<Take> reserve(const NewTake& wanted, Wall now);

  /// Moves a take to another state, and with it the money: a take that ends gives back what it
  /// held, and `cost` settles. Error `needs_person` where the take may not become that, which says
  /// that somebody else changed it; then nothing changes.
  Result<void> set_state(TakeId id, TakeState to, Money cost, Wall now);
  Result<TakeState> state_of(TakeId id);
  /// set_state() with a note that says why, and without a cost.
  Result<void> end(TakeId id, TakeState to, std::string_view why, Wall now);
  Result<void> lose(TakeId id, std::string_view why, Wall now);

  Result<void> record_fetched(TakeId id, const Artifact& made, const Settlement& settled,
                              std::string_view note, Wall now);
  /// A person's answer about a take in doubt. Error `needs_person` where it is not in doubt.
  Result<void> settle_doubt(TakeId id, DoubtAnswer answer, std::string_view note, Wall now);
  Result<void> record_remade(TakeId id, const Artifact& made, Wall now);
  /// As Ledger::adopt(). Errors: `corrupt` where the uuid is known as another take or, of a billed
  /// take, with other bytes; as set_state() where the take can have no bytes.
  Result<Take> adopt(const TakeRecord& record, Wall now);
  Result<void> reject(std::string_view uuid, std::string_view reason);
  Result<void> mark_collected(const Digest& blob);

  Result<std::vector<Take>> all();
  Result<std::vector<Take>> of(const Digest& clip_key);
  Result<MoneyTotals> money(std::string_view campaign);

 private:
  struct Statements {
    explicit Statements(Db& db);
    Stmt next_number, insert_take, state_of, set_state, set_made, set_note, set_answer;
    Stmt set_estimated, reject, collect;
    Stmt insert_entry, held_by, money_of_takes, money_of_take, money_of_campaign, doubt_of_campaign;
    Stmt all_takes, takes_of_key, take_of_uuid;
  };
  Result<int> next_number(const Digest& clip_key);
  Result<TakeId> insert(const Take& take);
  Result<void> add_money(Take& take);
  Result<std::optional<Take>> with_uuid(std::string_view uuid);
  Result<void> adopt_new(const TakeRecord& record);
  Result<void> adopt_known(const Take& known, const TakeRecord& record, Wall now);
  Result<Money> held_by(TakeId id);
  Result<void> enter(TakeId id, std::string_view entry, Money amount, Wall now);
  Result<void> set_made(TakeId id, const Artifact& made);

  Db* db_;
  Statements st_;
};

}  // namespace reshoot
