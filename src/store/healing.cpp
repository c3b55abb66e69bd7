// SPDX-License-Identifier: Apache-2.0
// First what is missing here comes from the remote, then the remote is read and mended from here.

#include "store/healing.h"

#include <algorithm>

#include "store/key_texts.h"

namespace reshoot {
namespace {

bool is_broken_take(const Finding& finding) {
  return finding.kind != FindingKind::stray && finding.role == BlobRole::take &&
         finding.digest.has_value();
}

class Healer {
 public:
  Healer(std::vector<Finding>& findings, Ledger& ledger, const BlobStore& blobs,
         const SharedTakes& remote, const TransferWatch& watch)
      : findings_(findings),
        ledger_(ledger),
        blobs_(blobs),
        remote_(remote),
        watch_(watch),
        texts_(ledger) {}

  Result<void> heal() {
    TRY(look_around());
    TRY(heal_here());
    for (const auto& [digest, take] : takes_) {
      TRY(check_cancel());
      TRY(look_there(take));
      ++state_.done;
      tell();
    }
    std::sort(findings_.begin(), findings_.end(),
              [](const Finding& a, const Finding& b) { return a.file < b.file; });
    return {};
  }

 private:
  /// What the ledger, the store and the remote have.
  Result<void> look_around() {
    TRY_ASSIGN(const std::vector<Take> all, ledger_.takes());
    std::vector<Digest> asked;
    for (const Take& take : all) {
      if (take.state == TakeState::fetched && take.blob && !take.collected &&
          takes_.emplace(*take.blob, take).second) {
        asked.push_back(*take.blob);
      }
    }
    TRY_ASSIGN(there_, remote_.present(asked));
    TRY_ASSIGN(pushed_, ledger_.pushed(remote_.place()));
    state_.total = static_cast<int>(takes_.size());
    for (const Digest& blob : there_) {
      state_.total_bytes += takes_.at(blob).bytes;
    }
    return {};
  }

  Result<void> heal_here() {
    for (Finding& finding : findings_) {
      if (is_broken_take(finding)) {
        TRY(check_cancel());
        broken_here_.insert(*finding.digest);
        if (there_.contains(*finding.digest)) {
          TRY(bring(finding));
        }
      }
    }
    findings_.insert(findings_.end(), damaged_there_.begin(), damaged_there_.end());
    return {};
  }

  Result<void> bring(Finding& finding) {
    const Digest& blob = *finding.digest;
    const Result<Blob> fetched = remote_.fetch(blob, takes_.at(blob).bytes, blobs_, transfer());
    if (fetched) {
      finding.healed = true;
      broken_here_.erase(blob);
      seen_whole_.insert(blob);
      return {};
    }
    if (fetched.error().kind != ErrorKind::corrupt) {
      return give_up_if_gone(fetched.error());
    }
    damaged_there_.push_back(of_remote(FindingKind::damaged, takes_.at(blob)));
    there_.erase(blob);
    pushed_.erase(blob);
    return ledger_.forget_pushed(remote_.place(), blob);
  }

  /// What one blob does wrong does not stop the others, unless there is no remote any more.
  [[nodiscard]] Result<void> give_up_if_gone(const Error& error) const {
    if (error.kind == ErrorKind::cancelled) {
      return tl::unexpected(error);
    }
    TRY(remote_.begun());
    return {};
  }

  Result<void> look_there(const Take& take) {
    const Digest& blob = *take.blob;
    if (seen_whole_.contains(blob)) {
      return {};
    }
    if (!there_.contains(blob)) {
      return pushed_.contains(blob) ? mend_there(FindingKind::missing, take) : Result<void>();
    }
    const Result<bool> whole = remote_.verify(blob, blobs_, transfer());
    if (!whole) {
      TRY(give_up_if_gone(whole.error()));
      return mend_there(FindingKind::missing, take);
    }
    return *whole ? Result<void>() : mend_there(FindingKind::damaged, take);
  }

  Result<void> mend_there(FindingKind kind, const Take& take) {
    Finding finding = of_remote(kind, take);
    if (!broken_here_.contains(*take.blob)) {
      TRY_ASSIGN(std::string text, texts_.of(take));
      const Result<void> sent =
          remote_.replace(record_of(take, std::move(text)), blobs_, {watch_.cancel, {}});
      finding.healed = sent.has_value();
      if (!sent) {
        TRY(give_up_if_gone(sent.error()));
      }
    }
    if (!finding.healed) {
      TRY(ledger_.forget_pushed(remote_.place(), *take.blob));
    }
    findings_.push_back(std::move(finding));
    return {};
  }

  [[nodiscard]] Finding of_remote(FindingKind kind, const Take& take) const {
    Finding finding;
    finding.kind = kind;
    finding.digest = take.blob;
    finding.bytes = take.bytes;
    finding.role = BlobRole::take;
    finding.takes = {take.uuid};
    finding.file = std::filesystem::path(remote_.place()) / SharedTakes::name_of(*take.blob);
    finding.in_remote = true;
    return finding;
  }

  [[nodiscard]] Result<void> check_cancel() const {
    if (watch_.cancel != nullptr && watch_.cancel->requested()) {
      return fail(ErrorKind::cancelled, "stopped while the remote was verified");
    }
    return {};
  }

  Transfer transfer() {
    return {watch_.cancel, [this](std::uint64_t more) {
              state_.bytes += more;
              tell();
            }};
  }

  void tell() const {
    if (watch_.progress) {
      watch_.progress(state_);
    }
  }

  std::vector<Finding>& findings_;
  Ledger& ledger_;
  const BlobStore& blobs_;
  const SharedTakes& remote_;
  const TransferWatch& watch_;
  KeyTexts texts_;
  TransferState state_;
  std::unordered_map<Digest, Take, DigestHash> takes_;  ///< that should be here, one per blob
  DigestSet there_, pushed_;                            ///< in the remote now; sent there before
  DigestSet broken_here_, seen_whole_;
  std::vector<Finding> damaged_there_;
};

}  // namespace

Result<void> heal_store(std::vector<Finding>& findings, Ledger& ledger, const BlobStore& blobs,
                        const SharedTakes& remote, const TransferWatch& watch) {
  TRY(check_remote(ledger, remote));
  return Healer(findings, ledger, blobs, remote, watch).heal();
}

}  // namespace reshoot
