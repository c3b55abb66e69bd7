// SPDX-License-Identifier: Apache-2.0
#include "catalog/identity_figures.h"

namespace reshoot {

bool has_figure(IdentityRole role, const IdentityFigure& figure) {
  switch (role) {
    case IdentityRole::face_detector:
      return false;
    case IdentityRole::face_embedding:
    case IdentityRole::image_embedding:
      return figure.looks;
    case IdentityRole::speaker_embedding:
      return figure.voices;
  }
  return false;
}

float value_of(const IdentityFigure& figure, const IdentityThresholds& thresholds) {
  IdentityThresholds copy = thresholds;
  return figure.in(copy);
}

}  // namespace reshoot
