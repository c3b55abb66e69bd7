// SPDX-License-Identifier: Apache-2.0
// Opening the ledger, its transactions, and what it says of takes and money.

#include "store/ledger.h"

#include "base/check.h"
#include "store/ledger_impl.h"
#include "store/migrations.h"
#include "store/network_fs.h"

namespace reshoot {
namespace {

constexpr std::string_view noun = "ledger";

Result<Db> open_for_writing(const std::filesystem::path& file) {
  TRY(refuse_network_file_system(file.parent_path()));
  TRY_ASSIGN(Db db, Db::open(file, noun, Db::Mode::create, Db::Durability::full));
  TRY(migrate(db, ledger_migrations(), Backup::before_change));
  return db;
}

/// A ledger that is not there, or of an older version, is read as a copy in memory that is brought
/// to this version: reading changes no file.
Result<Db> open_for_reading(const std::filesystem::path& file) {
  TRY_ASSIGN(Db memory, Db::open(file, noun, Db::Mode::memory, Db::Durability::none));
  TRY_ASSIGN(const std::optional<FileStat> there, stat_file(file));
  if (there) {
    TRY(refuse_network_file_system(file.parent_path()));
    TRY_ASSIGN(Db db, Db::open(file, noun, Db::Mode::read, Db::Durability::full));
    TRY_ASSIGN(const Age age, age_of(db, ledger_version));
    if (age == Age::current) {
      return db;
    }
    TRY(db.copy_to(memory));
  }
  TRY(migrate(memory, ledger_migrations(), Backup::none));
  TRY(memory.execute("PRAGMA query_only = ON"));
  return memory;
}

}  // namespace

Result<Ledger> Ledger::open(const std::filesystem::path& file, Access access, const Clock& clock) {
  CHECK(ledger_migrations().size() == ledger_version);
  TRY_ASSIGN(Db db, access == Access::read_write ? open_for_writing(file) : open_for_reading(file));
  Ledger ledger(std::make_unique<Impl>(std::move(db), clock));
  TRY(ledger.changed_elsewhere());  // from here on
  return ledger;
}

Ledger::Ledger(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

Result<Ledger::Transaction> Ledger::begin() {
  CHECK(!impl_->open.has_value());
  TRY_ASSIGN(Db::Transaction opened, impl_->db.begin());
  impl_->open.emplace(std::move(opened));
  return Transaction(impl_.get());
}

Ledger::Transaction::Transaction(Impl* impl) : impl_(impl) {}

Ledger::Transaction::Transaction(Transaction&& other) noexcept
    : impl_(std::exchange(other.impl_, nullptr)) {}

Ledger::Transaction::~Transaction() {
  if (impl_ != nullptr) {
    impl_->open.reset();
  }
}

Result<void> Ledger::Transaction::commit() {
  CHECK(impl_ != nullptr);
  TRY(impl_->open->commit());
  impl_->open.reset();
  impl_ = nullptr;
  return {};
}

Result<Take> Ledger::reserve(const NewTake& take) {
  return impl_->takes.reserve(take, impl_->clock->wall());
}

Result<void> Ledger::record_intent(TakeId take) {
  return impl_->takes.set_state(take, TakeState::intent, Money{}, impl_->clock->wall());
}

Result<void> Ledger::record_fetched(TakeId take, const Artifact& made, const Settlement& settled,
                                    std::string_view note) {
  return impl_->takes.record_fetched(take, made, settled, note, impl_->clock->wall());
}

Result<void> Ledger::record_failed(TakeId take, std::string_view why) {
  return impl_->takes.end(take, TakeState::failed, why, impl_->clock->wall());
}

Result<void> Ledger::record_remade(TakeId take, const Artifact& made) {
  return impl_->takes.record_remade(take, made, impl_->clock->wall());
}

Result<void> Ledger::record_lost(TakeId take, std::string_view why) {
  return impl_->takes.lose(take, why, impl_->clock->wall());
}

Result<Take> Ledger::adopt(const TakeRecord& record) {
  return impl_->takes.adopt(record, impl_->clock->wall());
}

Result<void> Ledger::reject(std::string_view take_uuid, std::string_view reason) {
  return impl_->takes.reject(take_uuid, reason);
}

Result<std::vector<Take>> Ledger::takes() const {
  return impl_->takes.all();
}

Result<std::vector<Take>> Ledger::takes_of(const Digest& clip_key) const {
  return impl_->takes.of(clip_key);
}

Result<bool> Ledger::changed_elsewhere() {
  TRY_ASSIGN(const std::optional<std::int64_t> version,
             impl_->st.data_version.first([](const Row& row) { return row.integer(0); }));
  return std::exchange(impl_->seen_version, version.value_or(0)) != impl_->seen_version;
}

Result<MoneyTotals> Ledger::money(std::string_view campaign) const {
  return impl_->takes.money(campaign);
}

}  // namespace reshoot
