// SPDX-License-Identifier: Apache-2.0
#pragma once
// Who counts beside a person: somebody of about the same size and sharpness, and not a passer-by or
// a shape in a blurred background, which detectors take for faces of any size.

namespace reshoot {

/// Of the other one's width. A proposal.
constexpr float least_prominent_width = 0.4F;
/// Of the other one's sharpness (FaceSample::sharpness). Shapes in the blurred backgrounds of
/// photos had .03 to .17 of it.
constexpr float least_prominent_focus = 0.2F;

/// Both as shares of the face beside it.
constexpr bool is_prominent(float width, float focus) {
  return width >= least_prominent_width && focus >= least_prominent_focus;
}

}  // namespace reshoot
