// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is heard in a clip or a voice sample: speech, whose voice it is as a vector, and what is
// wrong with the sound. Knows no character and looks at no picture.

#include <filesystem>
#include <memory>

#include "base/cancel.h"
#include "base/media_type.h"
#include "base/result.h"
#include "catalog/identity_model.h"
#include "identity/likeness.h"
#include "identity/measurement.h"
#include "media/ffmpeg.h"

namespace reshoot {

class SpeakerEmbedder;

/// Listens with a speaker model. Immutable, safe from several threads, cheap to copy.
class Ears {
 public:
  /// `weights` is the file that the row's role uses: its digest is the row's `file.result`.
  /// Errors: `environment` (cannot be read, another file than the row says, not finite,
  /// or the row describes another network than the one that is built in).
  static Result<Ears> load(const std::filesystem::path& weights, const IdentityModel& model);

  /// Sets `speech`, `voice_vectors` and of `technical` what `hear_without_model` sets; adds to
  /// `gaps`. Spans too short for a vector have none. Errors: `corrupt` (there is sound that cannot
  /// be decoded), `environment`, `transient` (timed out), `cancelled`.
  Result<void> hear(const std::filesystem::path& clip, MediaType type, const Tools& tools,
                    const Cancel& cancel, Measurement& into) const;

  /// Sets `voice` and `voices` of a character from its sample; adds to `gaps`, as where no speech
  /// is found. Errors as for `hear`.
  Result<void> learn(const std::filesystem::path& sample, MediaType type, const Tools& tools,
                     const Cancel& cancel, Likeness& into) const;

 private:
  explicit Ears(std::shared_ptr<const SpeakerEmbedder> embedder);

  std::shared_ptr<const SpeakerEmbedder> embedder_;  ///< shared by the copies; never changes
};

/// What needs no model: sets `speech` (spans without vectors) and `technical.has_sound`, `silent`
/// and `clipped`; a clip without sound is a gap. Errors as for `Ears::hear`.
Result<void> hear_without_model(const std::filesystem::path& clip, MediaType type,
                                const Tools& tools, const Cancel& cancel, Measurement& into);

}  // namespace reshoot
