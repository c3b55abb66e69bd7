// SPDX-License-Identifier: Apache-2.0
#include "execute/verdict_rows.h"

#include "plan/gate.h"
#include "plan/identity_keys.h"

namespace reshoot {

CheckJob check_job_of(const Campaign& campaign, const Scene& scene, const Digest& take,
                      const Gate& gate, const IdentityModels& models) {
  CheckJob job;
  job.take = take;
  job.needs = needs_of(campaign, scene);
  job.part = part_of(scene);
  job.measurement = gate.biometric(measure_key(take, job.needs, models));
  return job;
}

Result<void> record_checked(const Campaign& campaign, const Scene& scene, const Digest& take,
                            const CheckedTake& checked, const IdentityModels& models,
                            Ledger& ledger, Facts& facts) {
  Gate& gate = facts.gate;
  if (checked.measured) {
    const Digest key = measure_key(take, needs_of(campaign, scene), models);
    TRY(ledger.record_biometric(
        {key, BiometricKind::measurement, checked.measured->digest, checked.measured->bytes}));
    gate.biometrics[key] = checked.measured->digest;
    facts.blobs.insert(checked.measured->digest);
  }
  const std::optional<Digest> likenesses = likenesses_digest(gate.likenesses);
  if (!likenesses) {
    return fail(ErrorKind::environment, "what was learnt of the characters is not in the store",
                "run the command again: it is learnt anew; nothing is paid for twice");
  }
  const Digest key = compare_key(checked.measurement, *likenesses, part_of(scene));
  TRY(ledger.record_comparison(key, take, to_bytes(checked.comparison)));
  put_judged(checked.comparison, key, take, campaign, scene, models, gate);
  const Judgement& judgement = *gate.judgement(scene, take);
  return ledger.record_verdict(campaign.name,
                               {scene.name, take, key, policy_key(scene, models),
                                std::string(name_of(judgement.verdict)), reason_of(judgement)});
}

Result<void> drop_retake_pin(std::string_view campaign, const ClipAt& at, Ledger& ledger,
                             Facts& facts) {
  TRY_ASSIGN(const std::optional<Selection> now, ledger.drop_retake_pin(campaign, at.clip, at.key));
  Pins& pins = facts.pins;
  const auto own = pins.own.extract(at);
  const auto by_key = pins.by_key.find(at.key);
  if (!own.empty() && by_key != pins.by_key.end() && by_key->second.take == own.mapped()) {
    pins.by_key.erase(by_key);
  }
  pins.accepted.erase(at);
  if (now) {
    pins.own[at] = now->take_uuid;
    pins.by_key.emplace(at.key, KeyPin{at.clip, now->take_uuid});
    if (now->accepted) {
      pins.accepted[at] = now->reason;
    }
  }
  return {};
}

}  // namespace reshoot
