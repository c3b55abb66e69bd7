// SPDX-License-Identifier: Apache-2.0
#pragma once
// Scenes that are judged, and verdicts on their takes as a test wants them.

#include <string>

#include "plan/facts.h"

namespace reshoot::test {

/// The cast of the scene and strangers are held against this policy.
inline void judge_by(Scene& scene, const IdentityPolicy& policy) {
  for (CastMember& member : scene.cast) {
    member.identity = policy;
  }
  scene.strangers = policy;
}

inline Judgement verdict_of(bool ships, OnFail on_fail = OnFail::retake) {
  Judgement judgement;
  judgement.verdict = ships ? Verdict::pass : Verdict::fail;
  judgement.ships = ships;
  judgement.on_fail = on_fail;
  if (!ships) {
    IdentityFinding finding;
    finding.verdict = Verdict::fail;
    finding.text = "that is somebody else";
    judgement.findings.push_back(finding);
  }
  return judgement;
}

/// A take of a scene was measured, compared and judged.
inline void put_verdict(Facts& facts, const Scene& scene, const Take& take,
                        const Judgement& judgement) {
  facts.gate.on = true;
  facts.gate.judged[{scene.name, *take.blob}] = {sha256("comparison"), judgement};
}

}  // namespace reshoot::test
