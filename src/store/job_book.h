// SPDX-License-Identifier: Apache-2.0
#pragma once
// The ledger's pages for jobs at providers and for uploads. States and money of takes are the take
// book's.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/job.h"
#include "store/sqlite.h"
#include "store/take_book.h"

namespace reshoot {

/// Over tables `jobs` and `uploads` of an open database. Each call is one transaction, or part of
/// the one that is open. The references outlive it.
class JobBook {
 public:
  JobBook(Db& db, TakeBook& takes) : db_(&db), takes_(&takes), st_(db) {}

  /// `reserved` -> `intent`, with what is about to be sent. Of a take that is in `intent` already,
  /// which was surely not accepted or is sent again under the same name: the new time.
  Result<void> record_intent(const Take& take, const Sending& sending, Wall now);
  /// `intent` or `in_doubt` -> `submitted`.
  Result<void> record_submitted(TakeId take, std::string_view job, Wall now);
  /// `submitted` -> `succeeded`; a take that has succeeded already gets the new expiry.
  Result<void> record_succeeded(TakeId take, std::optional<Wall> expires, Wall now);

  /// As Ledger::settle_doubt().
  Result<void> settle_doubt(TakeId take, const DoubtSettled& said, Wall now);

  /// Jobs of takes that are open, in order of take.
  Result<std::vector<OpenJob>> open_jobs();
  /// The provider's id of a take's job; empty: not known.
  Result<std::string> job_of(TakeId take);
  /// The body that was sent for a take. Error `corrupt` where there is none.
  Result<std::string> request_of(TakeId take);
  /// Whether a job is the take of this ledger.
  Result<bool> knows(std::string_view provider, std::string_view base_url, std::string_view job);

  Result<void> record_upload(const UploadScope& scope, const KnownUpload& upload);
  Result<void> forget_upload(const UploadScope& scope, const Digest& content);
  /// nullopt: not there, or gone by `now`.
  Result<std::optional<KnownUpload>> find_upload(const UploadScope& scope, const Digest& content,
                                                 Wall now);

 private:
  struct Statements {
    explicit Statements(Db& db);
    Stmt put_job, set_job, set_expiry, all_jobs, request, job, known, known_beside;
    Stmt put_upload, drop_upload, find_upload;
  };
  Result<void> set_found_job(TakeId take, const std::string& job);

  Db* db_;
  TakeBook* takes_;
  Statements st_;
};

}  // namespace reshoot
