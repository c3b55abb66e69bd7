// SPDX-License-Identifier: Apache-2.0
#pragma once
// Keys of what is measured in takes and learnt of characters. No version of ffmpeg is in them: an
// upgrade measures nothing anew.

#include <optional>
#include <vector>

#include "base/digest.h"
#include "catalog/identity_model.h"
#include "graph/step.h"
#include "identity/compare.h"
#include "identity/measurement.h"

namespace reshoot {

/// Which models measure for these needs and what their rows say they are fed with, beside the
/// revision of all other preprocessing.
Digest measure_key(const Digest& take_blob, const MeasureNeeds& needs,
                   const IdentityModels& models);

/// What is learnt of a character where clips are measured for `needs`. What no clip is held against
/// is left out, so that no model is asked for that no clip needs: it may not be installed.
CharacterInputs learnt_of(const CharacterInputs& inputs, CastKind kind, const MeasureNeeds& needs);
/// Of all that is learnt of a character, by content.
Digest likeness_key(const CharacterInputs& learnt, CastKind kind, const IdentityModels& models);

/// What one scene asks of a clip: compare() takes it in with the likenesses.
struct ScenePart {
  std::vector<std::uint32_t> cast;   ///< indices into the campaign's characters
  std::vector<std::uint32_t> lines;  ///< who speaks: indices into `cast`
};

/// `likenesses`: blobs of all characters in the campaign's order. nullopt: one of them is not
/// known, so that nothing can be said to have been held against them.
std::optional<Digest> likenesses_digest(const std::vector<std::optional<Digest>>& likenesses);
Digest compare_key(const Digest& measurement, const Digest& likenesses, const ScenePart& scene);

}  // namespace reshoot
