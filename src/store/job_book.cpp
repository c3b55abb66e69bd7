// SPDX-License-Identifier: Apache-2.0
// Statements over `jobs` and `uploads`.

#include "store/job_book.h"

#include <fmt/core.h>

#include <unordered_map>

namespace reshoot {
JobBook::Statements::Statements(Db& db)
    : put_job(db,
              "INSERT INTO jobs (take_id, provider, base_url, model, request, sent_ns) "
              "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET "
              "provider = excluded.provider, base_url = excluded.base_url, model = excluded.model, "
              "request = excluded.request, sent_ns = excluded.sent_ns"),
      set_job(db, "UPDATE jobs SET job = ?2 WHERE take_id = ?1"),
      set_expiry(db, "UPDATE jobs SET expires_ns = ?2 WHERE take_id = ?1"),
      all_jobs(db,
               "SELECT take_id, provider, base_url, jobs.model, sent_ns, job, expires_ns "
               "FROM jobs JOIN takes ON takes.id = take_id "
               "WHERE state IN ('intent', 'submitted', 'succeeded', 'in_doubt') ORDER BY take_id"),
      request(db, "SELECT request FROM jobs WHERE take_id = ?1"),
      job(db, "SELECT job FROM jobs WHERE take_id = ?1"),
      known(db, "SELECT 1 FROM jobs WHERE provider = ?1 AND base_url = ?2 AND job = ?3"),
      known_beside(db,
                   "SELECT 1 FROM jobs AS other JOIN jobs AS own ON own.take_id = ?1 "
                   "WHERE other.provider = own.provider AND other.base_url = own.base_url "
                   "AND other.job = ?2 AND other.take_id <> ?1"),
      put_upload(db,
                 "INSERT INTO uploads (provider, base_url, model, content, place, expires_ns, "
                 "is_public) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET "
                 "place = excluded.place, expires_ns = excluded.expires_ns, "
                 "is_public = excluded.is_public"),
      drop_upload(db,
                  "DELETE FROM uploads WHERE provider = ?1 AND base_url = ?2 AND model = ?3 "
                  "AND content = ?4"),
      find_upload(db,
                  "SELECT place, expires_ns, is_public FROM uploads WHERE provider = ?1 "
                  "AND base_url = ?2 AND model = ?3 AND content = ?4") {}

Result<void> JobBook::record_intent(const Take& take, const Sending& sending, Wall now) {
  TRY_ASSIGN(Db::Transaction transaction, db_->begin());
  if (take.state != TakeState::intent) {
    TRY(takes_->set_state(take.id, TakeState::intent, Money{}, now));
  }
  TRY(st_.put_job.run(take.id, sending.provider, sending.base_url, sending.model, sending.request,
                      now));
  return transaction.commit();
}

Result<void> JobBook::record_submitted(TakeId take, std::string_view job, Wall now) {
  TRY_ASSIGN(Db::Transaction transaction, db_->begin());
  TRY(takes_->set_state(take, TakeState::submitted, Money{}, now));
  TRY(st_.set_job.run(take, job));
  return transaction.commit();
}

Result<void> JobBook::record_succeeded(TakeId take, std::optional<Wall> expires, Wall now) {
  TRY_ASSIGN(Db::Transaction transaction, db_->begin());
  TRY_ASSIGN(const TakeState state, takes_->state_of(take));
  if (state != TakeState::succeeded) {
    TRY(takes_->set_state(take, TakeState::succeeded, Money{}, now));
  }
  TRY(st_.set_expiry.run(take, expires));
  return transaction.commit();
}

Result<void> JobBook::settle_doubt(TakeId take, const DoubtSettled& said, Wall now) {
  TRY_ASSIGN(Db::Transaction transaction, db_->begin());
  TRY(takes_->settle_doubt(take, said.answer, said.note, now));
  if (said.answer == DoubtAnswer::adopted) {
    TRY(set_found_job(take, said.job));
  }
  return transaction.commit();
}

Result<void> JobBook::set_found_job(TakeId take, const std::string& job) {
  TRY_ASSIGN(const std::optional<std::int64_t> other,
             st_.known_beside.first([](const Row& row) { return row.integer(0); }, take, job));
  if (other) {
    return fail(ErrorKind::usage, fmt::format("job '{}' is another take of this ledger", job),
                "nothing was changed; a job is one take: look for another one there");
  }
  TRY(st_.set_job.run(take, job));
  if (db_->changes() == 0) {
    return fail(ErrorKind::corrupt,
                fmt::format("the ledger '{}' does not say where take {} was sent",
                            db_->file().string(), take));
  }
  return {};
}

Result<std::string> JobBook::job_of(TakeId take) {
  TRY_ASSIGN(const std::optional<std::string> job,
             st_.job.first([](const Row& row) { return row.string(0); }, take));
  return job.value_or(std::string());
}

Result<std::vector<OpenJob>> JobBook::open_jobs() {
  std::vector<OpenJob> jobs;
  TRY(st_.all_jobs.each([&](const Row& row) {
    OpenJob& job = jobs.emplace_back();
    job.take.id = row.integer(0);
    job.provider = row.text(1);
    job.base_url = row.text(2);
    job.model = row.text(3);
    job.sent = row.wall(4);
    job.job = row.text(5);
    job.expires = row.maybe_wall(6);
  }));
  if (jobs.empty()) {
    return jobs;
  }
  TRY_ASSIGN(std::vector<Take> takes, takes_->all());
  std::unordered_map<TakeId, Take*> by_id;
  for (Take& take : takes) {
    by_id.emplace(take.id, &take);
  }
  for (OpenJob& job : jobs) {
    job.take = *by_id.at(job.take.id);
  }
  return jobs;
}

Result<std::string> JobBook::request_of(TakeId take) {
  TRY_ASSIGN(const std::optional<std::string> text,
             st_.request.first([](const Row& row) { return row.string(0); }, take));
  if (!text) {
    return fail(ErrorKind::corrupt, fmt::format("the ledger '{}' has no request of take {}",
                                                db_->file().string(), take));
  }
  return *text;
}

Result<bool> JobBook::knows(std::string_view provider, std::string_view base_url,
                            std::string_view job) {
  TRY_ASSIGN(
      const std::optional<std::int64_t> one,
      st_.known.first([](const Row& row) { return row.integer(0); }, provider, base_url, job));
  return one.has_value();
}

Result<void> JobBook::record_upload(const UploadScope& scope, const KnownUpload& upload) {
  return st_.put_upload.run(scope.provider, scope.base_url, scope.model, upload.content,
                            upload.place, upload.expires, upload.is_public);
}

Result<void> JobBook::forget_upload(const UploadScope& scope, const Digest& content) {
  return st_.drop_upload.run(scope.provider, scope.base_url, scope.model, content);
}

Result<std::optional<KnownUpload>> JobBook::find_upload(const UploadScope& scope,
                                                        const Digest& content, Wall now) {
  TRY_ASSIGN(std::optional<KnownUpload> found,
             st_.find_upload.first(
                 [&](const Row& row) {
                   return KnownUpload{content, row.string(0), row.maybe_wall(1), row.flag(2)};
                 },
                 scope.provider, scope.base_url, scope.model, content));
  if (found && found->expires && *found->expires <= now) {
    return std::nullopt;
  }
  return found;
}

}  // namespace reshoot
