// SPDX-License-Identifier: Apache-2.0
// What is measured in takes becomes rows, and verdicts in the facts.

#include "base/check.h"
#include "execute/bookkeeper.h"
#include "execute/verdict_rows.h"
#include "plan/gate.h"

namespace reshoot {

CheckJob Bookkeeper::check_job(const GenerateStep& step, const Digest& blob) const {
  return check_job_of(campaign_, scene_of(step), blob, facts_.gate, rules_.identity);
}

Result<void> Bookkeeper::record_check(const GenerateStep& step, const Digest& blob,
                                      const CheckedTake& checked) {
  TRY_ASSIGN(Ledger::Transaction transaction, store_.ledger.begin());
  TRY(record_checked(campaign_, scene_of(step), blob, checked, rules_.identity, store_.ledger,
                     facts_));
  return transaction.commit();
}

TakeFellShort Bookkeeper::shortfall(const GenerateStep& step, const Digest& blob) const {
  const Judgement* const judgement = facts_.gate.judgement(scene_of(step), blob);
  CHECK(judgement != nullptr);
  TakeFellShort news;
  news.number = take_of(step.key, blob)->number;
  news.verdict = judgement->verdict;
  news.reason = reason_of(*judgement);
  return news;
}

Result<void> Bookkeeper::unpin(const GenerateStep& step, const Digest& blob) {
  const ClipAt at{clip_name(step), step.key};
  const auto own = facts_.pins.own.find(at);
  const bool is_pin = own != facts_.pins.own.end() && own->second == take_of(step.key, blob)->uuid;
  return is_pin ? drop_retake_pin(campaign_.name, at, store_.ledger, facts_) : Result<void>();
}

}  // namespace reshoot
