// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether the references of a character are fit to be measured with, before any money is spent.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/identity_model.h"
#include "identity/likeness.h"

namespace reshoot {

struct ReferenceMistake {
  enum class Kind : std::uint8_t {
    disagree,  ///< two references show different people
    no_face,
    small_face,
    several_faces,
    voice_short,
    voice_noisy,
    several_voices,
  };
  Kind kind = Kind::no_face;
  bool is_error = true;                ///< else a warning
  std::uint32_t reference = 0;         ///< index; of no meaning for voices
  std::optional<std::uint32_t> other;  ///< disagree: the other of the pair
  float value = 0, threshold = 0;
  std::string text;  ///< without names of files
};

/// All mistakes of one character. Where one reference disagrees with most others, it is the one
/// that is named, once.
std::vector<ReferenceMistake> reference_mistakes(const Likeness& likeness,
                                                 const IdentityModels& models);

}  // namespace reshoot
