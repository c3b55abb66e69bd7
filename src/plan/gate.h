// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is known of who is seen in takes: which of them may ship. Values; judged anew whenever facts
// are gathered.

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "campaign/model.h"
#include "catalog/identity_model.h"
#include "graph/step.h"
#include "identity/judge.h"
#include "plan/identity_keys.h"
#include "store/ledger.h"

namespace reshoot {

/// How a take stands with one clip.
enum class Standing : std::uint8_t {
  ships,        ///< by its verdict, or because the clip is not judged
  unjudged,     ///< it has not been measured and compared as things are now
  falls_short,  ///< its verdict does not ship
};

/// A take's bytes as one clip sees them: clips of equal key may have other policies.
struct ClipTake {
  std::string clip;
  Digest blob;
  friend bool operator==(const ClipTake&, const ClipTake&) = default;
};
struct ClipTakeHash {
  std::size_t operator()(const ClipTake& at) const noexcept {
    return std::hash<std::string>()(at.clip) ^ DigestHash()(at.blob);
  }
};

/// One take of a judged clip, as it was compared and judged.
struct JudgedTake {
  Digest comparison;  ///< key of its row
  Judgement judgement;
};

struct Gate {
  bool on = false;  ///< nothing is judged otherwise: drafts, campaigns without a judged scene
  std::unordered_map<ClipTake, JudgedTake, ClipTakeHash> judged;
  std::unordered_map<Digest, Digest, DigestHash> biometrics;  ///< by key: blobs that are here
  /// Of the characters, as they are now; nullopt: has to be learnt, and nothing is judged before.
  std::vector<std::optional<Digest>> likenesses;

  [[nodiscard]] Standing standing(const Scene& scene, const Digest& blob) const;
  /// nullptr: unjudged.
  [[nodiscard]] const Judgement* judgement(const Scene& scene, const Digest& blob) const;
  [[nodiscard]] std::optional<Digest> biometric(const Digest& key) const;
};

/// What is measured in a clip of this scene.
MeasureNeeds needs_of(const Campaign& campaign, const Scene& scene);
/// In clips of all judged scenes together: what is learnt of characters.
MeasureNeeds needs_of(const Campaign& campaign);
/// Of all characters, as they are now.
std::vector<Digest> likeness_keys(const Graph& graph, const Campaign& campaign,
                                  const IdentityModels& models);
ScenePart part_of(const Scene& scene);
/// As the campaign's policy is now.
Judgement judge_clip(const Comparison& comparison, const Campaign& campaign, const Scene& scene,
                     const IdentityModels& models);
/// Of all that judge_clip() reads beside the comparison.
Digest policy_key(const Scene& scene, const IdentityModels& models);
/// The worst finding; empty: there is none.
std::string reason_of(const Judgement& judgement);

struct Facts;

/// Judges all takes of judged clips whose comparisons are known. Reads blobs' names, no blobs.
Result<void> load_gate(const Graph& graph, const Campaign& campaign, const IdentityModels& models,
                       const Ledger& ledger, Facts& facts);

/// Keys of all that is measured of this campaign as it is now.
std::vector<Digest> biometric_keys(const Graph& graph, const Campaign& campaign,
                                   const IdentityModels& models, const Facts& facts);

/// One more take was compared.
void put_judged(const Comparison& comparison, const Digest& key, const Digest& blob,
                const Campaign& campaign, const Scene& scene, const IdentityModels& models,
                Gate& gate);

}  // namespace reshoot
