// SPDX-License-Identifier: Apache-2.0
#pragma once
// Models with the starting thresholds; strict is a step higher, loose a step lower.

#include "catalog/identity_model.h"

namespace reshoot::test {

class MadeModels {
 public:
  MadeModels() {
    faces_.role = IdentityRole::face_embedding;
    pictures_.role = IdentityRole::image_embedding;
    voices_.role = IdentityRole::speaker_embedding;
    for (std::size_t level = 0; level < 3; ++level) {
      const float up = 0.05F * (1 - static_cast<float>(level));
      IdentityThresholds& face = faces_.thresholds[level];
      face.look = {0.45F + up, 0.35F + up, 0.55F + up, 0.40F + up, 0.90F, 0.35F + up, 0.60F, 0.15F};
      face.agree = 0.45F;
      face.drift = 0.15F;
      face.flicker = 0.55F;
      face.across = 0.50F;
      IdentityThresholds& picture = pictures_.thresholds[level];
      picture.look = {0.80F + up, 0.72F + up, 0.84F + up, 0.78F + up,
                      0.90F,      0.72F + up, 0.60F,      0.05F};
      picture.agree = 0.80F;
      picture.drift = 0.15F;
      IdentityThresholds& voice = voices_.thresholds[level];
      voice.agree = 0.40F;
      voice.voice_pass = 0.65F + up;
      voice.voice_warn = 0.50F + up;
      voice.voice_fail = 0.40F + up;
    }
  }

  [[nodiscard]] IdentityModels all() const { return {&detector_, &faces_, &pictures_, &voices_}; }

 private:
  IdentityModel detector_, faces_, pictures_, voices_;
};

}  // namespace reshoot::test
