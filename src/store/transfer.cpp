// SPDX-License-Identifier: Apache-2.0
// One take after the other; after a failure the remote is asked whether it is still there.

#include "store/transfer.h"

#include <fmt/core.h>

#include <algorithm>

#include "store/key_texts.h"

namespace reshoot {
namespace {

/// Counts and tells; decides when to stop.
class Mover {
 public:
  Mover(const SharedTakes& remote, const TransferWatch& watch) : remote_(remote), watch_(watch) {}

  void expect(int takes, std::uint64_t bytes) {
    state_.total = takes;
    state_.total_bytes = bytes;
    tell();
  }

  /// Whether the next take may be begun.
  bool go_on() {
    if (!outcome.stopped && watch_.cancel != nullptr && watch_.cancel->requested()) {
      outcome.stopped = Error{ErrorKind::cancelled, "stopped", {}};
    }
    return !outcome.stopped;
  }

  /// For one take: its bytes count as they move.
  Transfer transfer() {
    return {watch_.cancel, [this](std::uint64_t more) {
              state_.bytes += more;
              tell();
            }};
  }

  void fail(const std::string& take, const Error& error) {
    if (error.kind == ErrorKind::cancelled) {
      outcome.stopped = error;
      return;
    }
    outcome.failures.push_back({take, error});
    if (const Result<bool> there = remote_.begun(); !there) {
      outcome.stopped = there.error();
    }
  }

  void finish_take() {
    ++state_.done;
    tell();
  }

  TransferOutcome outcome;

 private:
  void tell() const {
    if (watch_.progress) {
      watch_.progress(state_);
    }
  }

  const SharedTakes& remote_;
  const TransferWatch& watch_;
  TransferState state_;
};

std::vector<Digest> blobs_of(const std::vector<Take>& takes) {
  std::vector<Digest> out;
  for (const Take& take : takes) {
    out.push_back(*take.blob);
  }
  return out;
}

std::vector<Digest> missing_blobs(const std::vector<WantedTake>& takes) {
  std::vector<Digest> out;
  for (const WantedTake& take : takes) {
    if (!take.here) {
      out.push_back(take.blob);
    }
  }
  return out;
}

class Puller {
 public:
  Puller(Ledger& ledger, const BlobStore& blobs, const SharedTakes& remote, Mover& mover)
      : ledger_(ledger), blobs_(blobs), remote_(remote), mover_(mover) {}

  /// Error: the ledger fails.
  Result<void> pull(const WantedTake& take) {
    if (const Result<void> brought = bring(take); !brought) {
      if (brought.error().kind == ErrorKind::corrupt) {
        TRY(ledger_.forget_pushed(remote_.place(), take.blob));
      }
      mover_.fail(take.name, brought.error());
      return {};
    }
    if (!take.known) {
      return adopt(take);
    }
    return revive(take);
  }

 private:
  /// Bytes that came here for another take of this run need not come again.
  Result<void> bring(const WantedTake& take) {
    TRY_ASSIGN(const bool here, is_here(take));
    if (here) {
      ++mover_.outcome.already;
      return {};
    }
    TRY_ASSIGN(const Blob blob, remote_.fetch(take.blob, take.bytes, blobs_, mover_.transfer()));
    arrived_.insert(take.blob);
    ++mover_.outcome.moved;
    mover_.outcome.bytes += blob.bytes;
    return ledger_.record_pushed(remote_.place(), take.blob);
  }

  /// Bytes that the ledger does not vouch for are read first; damaged ones go out of the way.
  Result<bool> is_here(const WantedTake& take) {
    if (!take.here) {
      return arrived_.contains(take.blob);
    }
    if (take.known) {
      return true;
    }
    const Result<bool> whole = blobs_.verify(take.blob);
    if (!whole) {
      return false;  // gone meanwhile
    }
    if (!*whole) {
      TRY(blobs_.quarantine(take.blob));
    }
    return *whole;
  }

  Result<void> adopt(const WantedTake& take) {
    const Result<std::optional<TakeRecord>> record = remote_.find(take.clip_key, take.blob);
    if (!record) {
      mover_.fail(take.name, record.error());
      return {};
    }
    if (!record->has_value()) {
      ++mover_.outcome.without_record;
      return {};
    }
    if (const Result<Take> adopted = ledger_.adopt(**record); !adopted) {
      mover_.fail(take.name, adopted.error());
      return {};
    }
    ++mover_.outcome.adopted;
    return {};
  }

  Result<void> revive(const WantedTake& take) {
    if (take.revive.empty()) {
      return {};
    }
    TRY_ASSIGN(const std::vector<Take> takes, ledger_.takes_of(take.clip_key));
    for (const Take& row : takes) {
      if (std::find(take.revive.begin(), take.revive.end(), row.id) != take.revive.end()) {
        TRY(ledger_.record_remade(
            row.id, {take.clip_key, take.blob, row.bytes, row.frames, row.has_sound}));
      }
    }
    return {};
  }

  Ledger& ledger_;
  const BlobStore& blobs_;
  const SharedTakes& remote_;
  Mover& mover_;
  DigestSet arrived_;
};

}  // namespace

Result<void> check_begun(const SharedTakes& remote) {
  TRY_ASSIGN(const bool begun, remote.begun());
  if (begun) {
    return {};
  }
  return fail(
      ErrorKind::environment,
      fmt::format("the remote '{}' is empty: nothing was ever pushed there", remote.place()),
      "is the drive mounted? If it is, whoever has the takes begins with `reshoot cache "
      "push`");
}

Result<void> check_remote(const Ledger& ledger, const SharedTakes& remote) {
  TRY_ASSIGN(const bool begun, remote.begun());
  if (begun) {
    return {};
  }
  TRY_ASSIGN(const DigestSet pushed, ledger.pushed(remote.place()));
  if (pushed.empty()) {
    return {};
  }
  return fail(ErrorKind::environment,
              fmt::format("the remote '{}' is empty, and takes were pushed there from here",
                          remote.place()),
              "is the drive mounted? Nothing was changed; if the remote was emptied on purpose, "
              "name another folder as `remote: dir:` in reshoot.yaml");
}

Result<TransferOutcome> push_takes(Ledger& ledger, const BlobStore& blobs,
                                   const SharedTakes& remote, const TransferWatch& watch) {
  TRY_ASSIGN(const std::vector<Take> all, ledger.takes());
  TRY_ASSIGN(const DigestSet here, blobs.list());
  return push_takes(takes_to_share(all, here), ledger, blobs, remote, watch);
}

Result<TransferOutcome> push_takes(const std::vector<Take>& takes, Ledger& ledger,
                                   const BlobStore& blobs, const SharedTakes& remote,
                                   const TransferWatch& watch) {
  TRY(check_remote(ledger, remote));
  TRY_ASSIGN(const DigestSet there, remote.present(blobs_of(takes)));
  TRY_ASSIGN(const DigestSet pushed, ledger.pushed(remote.place()));
  Mover mover(remote, watch);
  std::vector<Take> send;
  std::uint64_t bytes = 0;
  for (const Take& take : takes) {
    // Of a rejected take the remote may not know yet that it is.
    if (there.contains(*take.blob) && pushed.contains(*take.blob) && !take.rejected) {
      ++mover.outcome.already;
    } else {
      send.push_back(take);
      bytes += there.contains(*take.blob) ? 0 : take.bytes;
    }
  }
  mover.expect(static_cast<int>(send.size()), bytes);
  KeyTexts texts(ledger);
  for (const Take& take : send) {
    if (!mover.go_on()) {
      break;
    }
    TRY_ASSIGN(std::string text, texts.of(take));
    const Result<std::uint64_t> sent =
        remote.push(record_of(take, std::move(text)), blobs, mover.transfer());
    if (!sent) {
      TRY(ledger.forget_pushed(remote.place(), *take.blob));
      mover.fail(take.uuid, sent.error());
    } else {
      TRY(ledger.record_pushed(remote.place(), *take.blob));
      ++(*sent > 0 ? mover.outcome.moved : mover.outcome.already);
      mover.outcome.bytes += *sent;
    }
    mover.finish_take();
  }
  return std::move(mover.outcome);
}

Result<TransferOutcome> pull_takes(Ledger& ledger, const BlobStore& blobs,
                                   const SharedTakes& remote, const std::vector<LockedTake>& locked,
                                   const TransferWatch& watch) {
  TRY(check_remote(ledger, remote));
  TRY_ASSIGN(const std::vector<Take> all, ledger.takes());
  TRY_ASSIGN(const DigestSet here, blobs.list());
  const std::vector<WantedTake> takes = takes_to_bring(all, locked, here);
  const std::vector<Digest> missing = missing_blobs(takes);
  if (!missing.empty()) {
    TRY(check_begun(remote));
  }
  TRY_ASSIGN(const DigestSet there, remote.present(missing));
  Mover mover(remote, watch);
  std::vector<WantedTake> bring;
  std::uint64_t bytes = 0;
  for (const WantedTake& take : takes) {
    if (!take.here && !there.contains(take.blob)) {
      ++mover.outcome.absent;
      continue;
    }
    bring.push_back(take);
    bytes += take.here ? 0 : take.bytes;
  }
  mover.expect(static_cast<int>(bring.size()), bytes);
  Puller puller(ledger, blobs, remote, mover);
  for (const WantedTake& take : bring) {
    if (!mover.go_on()) {
      break;
    }
    TRY(puller.pull(take));
    mover.finish_take();
  }
  return std::move(mover.outcome);
}

}  // namespace reshoot
