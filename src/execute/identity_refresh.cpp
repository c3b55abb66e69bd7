// SPDX-License-Identifier: Apache-2.0
// Threads do the work by value; the caller's thread owns the ledger and the facts.

#include "execute/identity_refresh.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <unordered_set>
#include <utility>

#include "execute/verdict_rows.h"
#include "plan/select.h"

namespace reshoot {
namespace {

/// Takes between two commits: at most this much is measured again after a crash.
constexpr std::size_t measured_at_once = 16;
constexpr std::size_t compared_at_once = 512;

CharacterFiles files_of(CastKind kind, const CharacterInputs& inputs) {
  CharacterFiles files;
  files.kind = kind;
  for (const InputFile& reference : inputs.references) {
    files.references.push_back({reference.path, reference.type});
  }
  if (inputs.voice) {
    files.voice = CharacterFiles::File{inputs.voice->path, inputs.voice->type};
  }
  return files;
}

/// What was learnt of other bytes would be remembered under the wrong key.
Result<void> check_unchanged(const CharacterInputs& inputs) {
  std::vector<InputFile> files = inputs.references;
  if (inputs.voice) {
    files.push_back(*inputs.voice);
  }
  for (const InputFile& file : files) {
    TRY_ASSIGN(const std::optional<FileStat> now, stat_file(file.path));
    if (now.value_or(FileStat{}) != file.stat) {
      return fail(ErrorKind::transient,
                  fmt::format("'{}' changed while it was being looked at", file.path.string()),
                  "run this again: it takes the file as it is then");
    }
  }
  return {};
}

/// nullopt: it has to be learnt.
std::optional<Likeness> known_likeness(const Digest& key, const RefreshPlace& place,
                                       const Facts& facts) {
  if (const std::optional<Digest> known = facts.gate.biometric(key)) {
    if (const Result<std::string> bytes = read_blob(*known, place.store.blobs)) {
      if (Result<Likeness> likeness = likeness_from(*bytes)) {
        return *std::move(likeness);
      }
    }
  }
  return std::nullopt;
}

/// What has gaps is kept as well: nothing fills them but other inputs or another model, which is
/// another key.
Result<Likeness> learn(const Digest& key, CastKind kind, const CharacterInputs& inputs,
                       const RefreshPlace& place, const IdentityAccess& identity) {
  Likeness likeness;
  likeness.kind = kind;
  if (!inputs.references.empty() || inputs.voice) {
    TRY_ASSIGN(likeness, identity.measurer->learn(files_of(kind, inputs), place.cancel));
    TRY(check_unchanged(inputs));
  }
  if (place.keep) {
    TRY_ASSIGN(const Blob blob, put_bytes(to_bytes(likeness), place.store.blobs));
    TRY(place.store.ledger.record_biometric(
        {key, BiometricKind::likeness, blob.digest, blob.bytes}));
  }
  return likeness;
}

/// One take that has to be looked at, and for which scene.
struct Pending {
  StepIndex step = 0;
  CheckJob job;
};

/// Takes that clips would use and that are not judged yet. Clips of equal key and cast share one
/// measurement: of these, the first comes, the others in the next round.
std::vector<Pending> pending_checks(const RefreshPlace& place, const std::vector<bool>& wanted,
                                    const IdentityAccess& identity, const Facts& facts,
                                    const std::unordered_set<StepIndex>& given_up) {
  std::vector<Pending> pending;
  std::unordered_set<Digest, DigestHash> measuring;
  for (StepIndex i = 0; i < place.graph.steps.size(); ++i) {
    const auto* clip = std::get_if<GenerateStep>(&place.graph.steps[i].what);
    if (clip == nullptr || !wanted[i] || given_up.contains(i) ||
        !place.campaign.scenes[clip->scene].judged()) {
      continue;
    }
    const std::optional<Choice> choice = select_take(facts, question_of(place.campaign, *clip));
    const bool open =
        choice && choice->take != nullptr && facts.blobs.contains(choice->blob) &&
        facts.gate.standing(place.campaign.scenes[clip->scene], choice->blob) == Standing::unjudged;
    if (!open) {
      continue;
    }
    Pending one{i, check_job_of(place.campaign, place.campaign.scenes[clip->scene], choice->blob,
                                facts.gate, identity.models)};
    if (one.job.measurement || measuring.insert(choice->blob).second) {
      pending.push_back(std::move(one));
    }
  }
  // What only has to be compared comes first, in batches of its own.
  std::stable_partition(pending.begin(), pending.end(),
                        [](const Pending& one) { return one.job.measurement.has_value(); });
  return pending;
}

/// Retakes become pins once they may ship. One whose verdict a crash or Ctrl-C had hidden became
/// the pin before it was known: where it falls short it is let go of, as a build does that sees
/// it. What stands in the lock stays: it was chosen.
Result<void> unpin_retakes(const RefreshPlace& place, const std::vector<bool>& wanted,
                           Facts& facts) {
  for (StepIndex i = 0; i < place.graph.steps.size(); ++i) {
    const auto* clip = std::get_if<GenerateStep>(&place.graph.steps[i].what);
    if (clip == nullptr || !wanted[i]) {
      continue;
    }
    const ClipAt at{place.campaign.scenes[clip->scene].name, clip->key};
    const std::optional<Choice> choice = select_take(facts, question_of(place.campaign, *clip));
    const bool falls_short = choice && choice->pinned && choice->standing == Standing::falls_short;
    const auto own = facts.pins.own.find(at);
    if (!falls_short || own == facts.pins.own.end() || facts.lock.own(at.clip, at.key) != nullptr) {
      continue;
    }
    TRY(drop_retake_pin(place.campaign.name, at, place.store.ledger, facts));
  }
  return {};
}

using Results = std::vector<std::optional<Result<CheckedTake>>>;

/// Does the jobs of one batch on several threads.
Results run_batch(const std::vector<Pending>& all, std::size_t begin, std::size_t end,
                  const RefreshPlace& place, const IdentityAccess& identity) {
  Results results(end - begin);
  std::atomic<std::size_t> next{begin};
  const auto work = [&] {
    for (std::size_t i = next++; i < end; i = next++) {
      results[i - begin] = place.cancel.requested()
                               ? fail(ErrorKind::cancelled, "stopped")
                               : check_take(all[i].job, identity, place.store.blobs, place.cancel);
    }
  };
  const std::size_t threads =
      std::min(end - begin, static_cast<std::size_t>(std::max(1, place.jobs)));
  std::vector<std::thread> others;
  for (std::size_t i = 1; i < threads; ++i) {
    others.emplace_back(work);
  }
  work();
  for (std::thread& other : others) {
    other.join();
  }
  return results;
}

/// A fault of this take or of this moment: others can be measured all the same.
bool concerns_one_take(const Error& error) {
  return error.kind == ErrorKind::corrupt || error.kind == ErrorKind::transient;
}

/// What was done is kept. Takes that could not be measured are given up for now; any other error is
/// the answer.
Result<void> record_batch(const std::vector<Pending>& all, std::size_t begin, Results& results,
                          const RefreshPlace& place, const IdentityAccess& identity, Facts& facts,
                          RefreshCounts& counts, std::unordered_set<StepIndex>& given_up) {
  Result<void> answer;
  TRY_ASSIGN(Ledger::Transaction transaction, place.store.ledger.begin());
  for (std::size_t i = 0; i < results.size(); ++i) {
    const Pending& one = all[begin + i];
    const Result<CheckedTake>& checked = *results[i];
    if (!checked && concerns_one_take(checked.error())) {
      counts.failures.push_back(checked.error());
      given_up.insert(one.step);
      continue;
    }
    if (!checked) {
      answer = answer ? tl::unexpected(checked.error()) : answer;
      continue;
    }
    const auto& clip = std::get<GenerateStep>(place.graph.steps[one.step].what);
    TRY(record_checked(place.campaign, place.campaign.scenes[clip.scene], one.job.take, *checked,
                       identity.models, place.store.ledger, facts));
    ++(checked->measured ? counts.measured : counts.compared);
  }
  TRY(transaction.commit());
  return answer;
}

Result<void> check_round(const std::vector<Pending>& all, const RefreshPlace& place,
                         const IdentityAccess& identity, Facts& facts, RefreshCounts& counts,
                         std::unordered_set<StepIndex>& given_up) {
  for (std::size_t begin = 0; begin < all.size();) {
    const bool compares = all[begin].job.measurement.has_value();
    const std::size_t most = compares ? compared_at_once : measured_at_once;
    std::size_t end = begin;
    while (end < all.size() && end - begin < most &&
           all[end].job.measurement.has_value() == compares) {
      ++end;
    }
    Results results = run_batch(all, begin, end, place, identity);
    TRY(record_batch(all, begin, results, place, identity, facts, counts, given_up));
    begin = end;
    if (place.progress) {
      place.progress(compares ? "compared" : "measured", begin, all.size());
    }
  }
  return {};
}

}  // namespace

Result<void> learn_characters(const RefreshPlace& place, IdentityAccess& identity, Facts& facts) {
  identity.likenesses.clear();
  bool is_current = facts.gate.on;
  const MeasureNeeds needs = needs_of(place.campaign);
  const std::vector<Digest> keys = likeness_keys(place.graph, place.campaign, identity.models);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    std::optional<Likeness>& likeness = identity.likenesses.emplace_back();
    likeness = known_likeness(keys[i], place, facts);
    if (!likeness) {
      const CastKind kind = place.campaign.characters[i].kind;
      const CharacterInputs inputs = learnt_of(place.graph.characters[i], kind, needs);
      TRY_ASSIGN(likeness, learn(keys[i], kind, inputs, place, identity));
      is_current = false;
    }
  }
  if (!place.keep || is_current) {
    return {};
  }
  TRY_ASSIGN(facts.blobs, place.store.blobs.list());
  return load_gate(place.graph, place.campaign, identity.models, place.store.ledger, facts);
}

Result<RefreshCounts> check_choices(const RefreshPlace& place, const std::vector<bool>& wanted,
                                    const IdentityAccess& identity, Facts& facts) {
  RefreshCounts counts;
  std::unordered_set<StepIndex> given_up;
  while (true) {
    TRY(unpin_retakes(place, wanted, facts));
    const std::vector<Pending> pending = pending_checks(place, wanted, identity, facts, given_up);
    if (pending.empty()) {
      return counts;
    }
    TRY(check_round(pending, place, identity, facts, counts, given_up));
  }
}

}  // namespace reshoot
