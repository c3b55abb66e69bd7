// SPDX-License-Identifier: Apache-2.0
#pragma once
// The seam to what decodes and runs networks.

#include <filesystem>
#include <optional>
#include <vector>

#include "base/cancel.h"
#include "base/media_type.h"
#include "base/result.h"
#include "catalog/prompt_words.h"
#include "identity/likeness.h"
#include "identity/measurement.h"

namespace reshoot {

/// Files of one character. Paths are absolute, types are known.
struct CharacterFiles {
  struct File {
    std::filesystem::path path;
    MediaType type = MediaType::unknown;
  };
  CastKind kind = CastKind::person;
  std::vector<File> references;
  std::optional<File> voice;
};

/// Safe from several threads. What cannot be measured for lack of a model, of sound or of a picture
/// is a gap, not an error. Errors: `corrupt` (cannot be decoded), `environment`, `cancelled`.
struct Measurer {
  virtual ~Measurer() = default;
  virtual Result<Measurement> measure(const std::filesystem::path& clip, MediaType type,
                                      const MeasureNeeds& needs, const Cancel& cancel) const = 0;
  virtual Result<Likeness> learn(const CharacterFiles& files, const Cancel& cancel) const = 0;
};

}  // namespace reshoot
