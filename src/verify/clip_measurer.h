// SPDX-License-Identifier: Apache-2.0
#pragma once
// Measures clips and learns references with the models that are installed: pictures by Eyes, sound
// by Ears, both out of ffmpeg.

#include <memory>
#include <optional>

#include "identity/measurer.h"
#include "media/ffmpeg.h"
#include "verify/ears.h"
#include "verify/eyes.h"
#include "verify/frame_reader.h"

namespace reshoot {

/// nullopt: not installed, which makes gaps in what is measured.
struct MeasuringModels {
  EyeModels eyes;
  std::optional<InstalledModel> speaker_embedding;
};

class ClipMeasurer final : public Measurer {
 public:
  ClipMeasurer(Tools tools, MeasuringModels models, Sampling sampling = {});

  Result<Measurement> measure(const std::filesystem::path& clip, MediaType type,
                              const MeasureNeeds& needs, const Cancel& cancel) const override;
  Result<Likeness> learn(const CharacterFiles& files, const Cancel& cancel) const override;

 private:
  Result<void> watch(const std::filesystem::path& clip, MediaType type, const MediaFacts& facts,
                     const Cancel& cancel, Measurement& into) const;
  Result<void> listen(const std::filesystem::path& clip, MediaType type, const MediaFacts& facts,
                      const Cancel& cancel, Measurement& into) const;
  Result<void> learn_voice(const CharacterFiles::File& sample, const Cancel& cancel,
                           Likeness& into) const;
  Result<Ears> ears() const;

  Tools tools_;
  std::optional<InstalledModel> speaker_;
  Sampling sampling_;
  mutable EyesPool eyes_;
  mutable Synced<std::optional<Ears>> ears_;  // loaded when first needed
};

}  // namespace reshoot
