// SPDX-License-Identifier: Apache-2.0
#pragma once
// The ledger: takes, money, made things, selections, builds. Rows are receipts: none is ever thrown
// away silently.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "base/files.h"
#include "base/result.h"
#include "base/units.h"
#include "store/identity_rows.h"
#include "store/job.h"
#include "store/take.h"
#include "store/take_record.h"

namespace reshoot {

/// The output of a free step (conform, cut), found by its step key.
struct Artifact {
  Digest key;
  Digest blob;
  std::uint64_t bytes = 0;
  std::int64_t frames = 0;
  bool has_sound = false;  ///< as in StepOutput
};

/// Which take a clip of a campaign uses. `pinned`: a person chose it, for this clip as its key is;
/// else the last build used it.
struct Selection {
  std::string clip;  ///< scene name (with its cell, where there is a matrix)
  Digest clip_key;
  std::string take_uuid;
  bool pinned = false;
  std::string reason;
  Wall when;
  bool accepted = false;  ///< pinned, with a person's reason: it ships whatever its verdict
};

/// A person asked for one more take of a clip.
struct RetakeRequest {
  std::int64_t id = 0;
  std::string clip;
  Digest clip_key;
  std::string reason;
  Wall asked = {};  ///< when, by the ledger's clock
};

/// A finished video as it was last put under out/.
struct Published {
  std::string path;  ///< relative to the workspace
  Digest blob;
  FileStat stat;
};

struct MoneyTotals {
  Money spent, reserved, in_doubt;
};

struct NewTake {
  Digest clip_key;
  std::string model;
  std::optional<std::uint32_t> declared_seed;
  std::string campaign;
  Money reserve;
  std::optional<std::uint32_t> same_seed =
      {};                 ///< of a take that is made again: wins over all rules
  std::string clip = {};  ///< what its clip is called now, for people
};

struct BuildRow {
  std::int64_t id = 0;
  Wall started;
  std::optional<Wall> ended;  ///< nullopt: it was killed, or is running
  std::string outcome;        ///< `done`, `failed`, `interrupted`
};

/// One SQLite connection (WAL, synchronous=FULL). Used by one thread.
class Ledger {
  struct Impl;

 public:
  enum class Access { read_write, read_only };

  /// Opens or makes the database; runs pending migrations after a backup; refuses a newer database
  /// and a network file system. read_only on a missing file answers as an empty ledger and makes
  /// nothing.
  static Result<Ledger> open(const std::filesystem::path& file, Access access, const Clock& clock);
  Ledger(Ledger&&) noexcept;
  Ledger& operator=(Ledger&&) noexcept;
  ~Ledger();

  // Takes. Each call is one transaction with the money that it moves.
  /// A new take with the next number of its key and that number's seed, in state `reserved`.
  Result<Take> reserve(const NewTake& take);
  Result<void> record_intent(TakeId take);
  /// The same for a take that goes to a provider, with what is about to be sent: durable before it
  /// leaves. Of a take that is in `intent` already, the new time.
  Result<void> record_intent(const Take& take, const Sending& sending);
  /// What was sent was surely not accepted: the take is `reserved` again.
  Result<void> record_not_accepted(TakeId take);
  /// The provider has it under this id; also of a take that was in doubt.
  Result<void> record_submitted(TakeId take, std::string_view job);
  Result<void> record_succeeded(TakeId take, std::optional<Wall> expires);
  Result<void> record_in_doubt(TakeId take, std::string_view why);
  Result<void> record_refused(TakeId take, std::string_view why);
  /// What a person says of a take in doubt, with its money: `billed` settles what was set aside as
  /// an estimate. Errors: `needs_person` where it is not in doubt (any more), `usage` where the job
  /// is known as another take; then nothing changes.
  Result<void> settle_doubt(TakeId take, const DoubtSettled& said);
  /// Jobs of takes that are open, in order of take.
  [[nodiscard]] Result<std::vector<OpenJob>> open_jobs() const;
  /// The provider's id of a take's job; empty: it is not known, or there is no job.
  [[nodiscard]] Result<std::string> job_of(TakeId take) const;
  /// The body that was sent for a take.
  [[nodiscard]] Result<std::string> request_of(TakeId take) const;
  /// Whether a provider's job is a take of this ledger.
  [[nodiscard]] Result<bool> knows_job(std::string_view provider, std::string_view base_url,
                                       std::string_view job) const;

  // Inputs that lie at providers.
  Result<void> record_upload(const UploadScope& scope, const KnownUpload& upload);
  Result<void> forget_upload(const UploadScope& scope, const Digest& content);
  /// nullopt: it has to be uploaded.
  [[nodiscard]] Result<std::optional<KnownUpload>> find_upload(const UploadScope& scope,
                                                               const Digest& content) const;

  /// Indexes the bytes (`made.key` is not looked at) and settles the money: what was reserved is
  /// returned, the cost is spent. `note` is for whoever looks at the take later.
  Result<void> record_fetched(TakeId take, const Artifact& made, const Settlement& settled,
                              std::string_view note = {});
  /// Ends a take without a result; its reserve is returned.
  Result<void> record_failed(TakeId take, std::string_view why);
  /// Bytes of a free take were made again after they had gone missing.
  Result<void> record_remade(TakeId take, const Artifact& made);
  /// The bytes of a take exist nowhere any more: a person has said so of a fetched one, or the
  /// provider's result ran out before it was brought home, which is settled as an estimate. It is
  /// never used again.
  Result<void> record_lost(TakeId take, std::string_view why);
  /// A take that another ledger has made and shared: `fetched`, with the next number of its key,
  /// and no money moves here. Where its uuid is known already, only its bytes are recorded again.
  Result<Take> adopt(const TakeRecord& record);
  /// Error `usage` where there is no such take.
  Result<void> reject(std::string_view take_uuid, std::string_view reason);
  [[nodiscard]] Result<std::vector<Take>> takes() const;
  [[nodiscard]] Result<std::vector<Take>> takes_of(const Digest& clip_key) const;

  // What remotes have, as far as this ledger has sent it there or seen it.
  Result<void> record_pushed(std::string_view remote, const Digest& blob);
  Result<void> forget_pushed(std::string_view remote, const Digest& blob);
  [[nodiscard]] Result<std::unordered_set<Digest, DigestHash>> pushed(
      std::string_view remote) const;

  // Made things.
  Result<void> record_artifact(const Artifact& artifact);
  [[nodiscard]] Result<std::vector<Artifact>> artifacts() const;
  /// Before a blob is dropped on purpose: artifacts with these bytes are forgotten, takes marked
  /// `collected`.
  Result<void> forget_blob(const Digest& blob);

  // Choices. A pin stays until the same clip with the same key gets another one; of the others, a
  // clip has one.
  Result<void> select(std::string_view campaign, const Selection& selection);
  /// A retake is here: it is the pin, until drop_retake_pin() puts back what it has displaced.
  Result<void> pin_retake(std::string_view campaign, const Selection& retake);
  /// Where a retake is the pin, it is so no longer. Answers with the pin as it is now; nullopt: the
  /// clip has none.
  Result<std::optional<Selection>> drop_retake_pin(std::string_view campaign, std::string_view clip,
                                                   const Digest& clip_key);
  [[nodiscard]] Result<std::vector<Selection>> selections(std::string_view campaign) const;
  /// Of all campaigns that ever used this ledger.
  [[nodiscard]] Result<std::vector<Selection>> all_selections() const;
  /// Takes the place of open requests for the same clip, and for the same key in this campaign.
  Result<void> request_retake(std::string_view campaign, const RetakeRequest& request);
  /// `take_uuid`: the take that answered it; empty: nothing did, and nothing will.
  Result<void> close_retake(std::int64_t request, std::string_view take_uuid);
  [[nodiscard]] Result<std::vector<RetakeRequest>> open_retakes(std::string_view campaign) const;

  // Who is seen and heard in takes.
  Result<void> record_biometric(const Biometric& row);
  [[nodiscard]] Result<std::vector<Biometric>> biometrics() const;
  /// All comparisons are forgotten; forget_blob() forgets a biometric blob.
  Result<void> forget_comparisons();
  Result<void> record_comparison(const Digest& key, const Digest& take_blob, std::string_view body);
  [[nodiscard]] Result<std::optional<std::string>> comparison(const Digest& key) const;
  /// A verdict that is known already is left as it is.
  Result<void> record_verdict(std::string_view campaign, const VerdictRow& row);
  Result<void> record_verdict_counts(std::string_view campaign, const VerdictCounts& counts);
  /// The last `most` of them, oldest first.
  [[nodiscard]] Result<std::vector<VerdictCounts>> verdict_counts(std::string_view campaign,
                                                                  int most) const;

  // What the last successful build saw: key text per step, for `why`.
  Result<void> record_step_text(std::string_view campaign, std::string_view step, const Digest& key,
                                std::string_view text);
  [[nodiscard]] Result<std::unordered_map<std::string, Digest>> step_keys(
      std::string_view campaign) const;
  [[nodiscard]] Result<std::optional<std::string>> step_text(std::string_view campaign,
                                                             std::string_view step) const;

  // Finished videos under out/ of a workspace (an absolute path): workspaces may share a store.
  Result<void> record_published(std::string_view workspace, const Published& published);
  [[nodiscard]] Result<std::vector<Published>> published(std::string_view workspace) const;

  // Builds.
  Result<std::int64_t> begin_build(std::string_view campaign, bool draft);
  Result<void> end_build(std::int64_t build, std::string_view outcome);
  /// Drafts are not counted.
  [[nodiscard]] Result<std::optional<BuildRow>> last_build(std::string_view campaign) const;

  [[nodiscard]] Result<MoneyTotals> money(std::string_view campaign) const;

  /// Whether another connection has changed anything since the last call, or since this was opened.
  Result<bool> changed_elsewhere();

  /// Several writes in one transaction: rolled back unless commit() is called.
  class Transaction {
   public:
    Transaction(Transaction&&) noexcept;
    ~Transaction();
    Result<void> commit();

   private:
    friend class Ledger;
    explicit Transaction(Impl* impl);
    Impl* impl_;
  };
  /// One at a time. The ledger may move while it is open.
  Result<Transaction> begin();

 private:
  explicit Ledger(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace reshoot
