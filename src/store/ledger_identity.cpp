// SPDX-License-Identifier: Apache-2.0
// What the ledger says of who is seen and heard in takes.

#include "store/ledger_impl.h"

namespace reshoot {

Result<void> Ledger::record_biometric(const Biometric& row) {
  return impl_->identity.record(row);
}

Result<std::vector<Biometric>> Ledger::biometrics() const {
  return impl_->identity.biometrics();
}

Result<void> Ledger::forget_comparisons() {
  return impl_->identity.forget_comparisons();
}

Result<void> Ledger::record_comparison(const Digest& key, const Digest& take_blob,
                                       std::string_view body) {
  return impl_->identity.record_comparison(key, take_blob, body);
}

Result<std::optional<std::string>> Ledger::comparison(const Digest& key) const {
  return impl_->identity.comparison(key);
}

Result<void> Ledger::record_verdict(std::string_view campaign, const VerdictRow& row) {
  return impl_->identity.record(campaign, row, impl_->clock->wall());
}

Result<void> Ledger::record_verdict_counts(std::string_view campaign, const VerdictCounts& counts) {
  return impl_->identity.record(campaign, counts);
}

Result<std::vector<VerdictCounts>> Ledger::verdict_counts(std::string_view campaign,
                                                          int most) const {
  return impl_->identity.counts(campaign, most);
}

}  // namespace reshoot
