// SPDX-License-Identifier: Apache-2.0
// The ledger's calls about jobs at providers: the clock's time and the page that keeps them.

#include "store/ledger_impl.h"

namespace reshoot {

Result<void> Ledger::record_intent(const Take& take, const Sending& sending) {
  return impl_->jobs.record_intent(take, sending, impl_->clock->wall());
}

Result<void> Ledger::record_not_accepted(TakeId take) {
  return impl_->takes.set_state(take, TakeState::reserved, Money{}, impl_->clock->wall());
}

Result<void> Ledger::record_submitted(TakeId take, std::string_view job) {
  return impl_->jobs.record_submitted(take, job, impl_->clock->wall());
}

Result<void> Ledger::record_succeeded(TakeId take, std::optional<Wall> expires) {
  return impl_->jobs.record_succeeded(take, expires, impl_->clock->wall());
}

Result<void> Ledger::record_in_doubt(TakeId take, std::string_view why) {
  return impl_->takes.end(take, TakeState::in_doubt, why, impl_->clock->wall());
}

Result<void> Ledger::record_refused(TakeId take, std::string_view why) {
  return impl_->takes.end(take, TakeState::refused, why, impl_->clock->wall());
}

Result<void> Ledger::settle_doubt(TakeId take, const DoubtSettled& said) {
  return impl_->jobs.settle_doubt(take, said, impl_->clock->wall());
}

Result<std::string> Ledger::job_of(TakeId take) const {
  return impl_->jobs.job_of(take);
}

Result<std::vector<OpenJob>> Ledger::open_jobs() const {
  return impl_->jobs.open_jobs();
}

Result<std::string> Ledger::request_of(TakeId take) const {
  return impl_->jobs.request_of(take);
}

Result<bool> Ledger::knows_job(std::string_view provider, std::string_view base_url,
                               std::string_view job) const {
  return impl_->jobs.knows(provider, base_url, job);
}

Result<void> Ledger::record_upload(const UploadScope& scope, const KnownUpload& upload) {
  return impl_->jobs.record_upload(scope, upload);
}

Result<void> Ledger::forget_upload(const UploadScope& scope, const Digest& content) {
  return impl_->jobs.forget_upload(scope, content);
}

Result<std::optional<KnownUpload>> Ledger::find_upload(const UploadScope& scope,
                                                       const Digest& content) const {
  return impl_->jobs.find_upload(scope, content, impl_->clock->wall());
}

}  // namespace reshoot
