// SPDX-License-Identifier: Apache-2.0
#pragma once
// The pictures of one clip, frame by frame, written down as a Measurement: shots, faces and their
// tracks, parts of pictures, what is black and what does not move. Hears nothing.

#include "base/result.h"
#include "identity/measurement.h"
#include "verify/eyes.h"
#include "verify/frame_reader.h"
#include "verify/shot_cuts.h"
#include "verify/still_watch.h"

namespace reshoot {

/// One use: watch() for every frame, then finish().
class ClipWatcher {
 public:
  /// `into.needs` says what to look for; what `eyes` have no model for is left out.
  ClipWatcher(Eyes& eyes, const EyeModels& models, Measurement& into);

  /// After an error, frames are passed over.
  void watch(const SampledFrame& frame);
  /// Completes tracks, shots and shares, or gives the first error. The clip was watched up to here.
  Result<std::int64_t> finish();

 private:
  Result<void> look(const SampledFrame& frame);
  Result<void> look_for_faces(const PictureView& picture, std::uint32_t sample);
  Result<void> look_at_parts(const PictureView& picture, std::uint32_t sample);

  Eyes& eyes_;
  bool faces_;
  bool pictures_;
  Measurement& into_;
  ShotCuts cuts_;
  StillWatch stills_;
  std::int64_t end_ms_ = 0;
  Result<void> outcome_;
};

}  // namespace reshoot
