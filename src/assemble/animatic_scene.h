// SPDX-License-Identifier: Apache-2.0
#pragma once
// What an animatic shows of a request: which pictures and texts it needs, and the set built from
// them. Pure.

#include <cstdint>
#include <vector>

#include "assemble/animatic_film.h"
#include "assemble/animatic_material.h"
#include "assemble/camera_move.h"
#include "assemble/scratch_voice.h"
#include "assemble/stage.h"
#include "base/units.h"
#include "graph/request.h"
#include "graph/step_runner.h"

namespace reshoot {

/// The decisions about one animatic, before anything is decoded or spoken.
struct AnimaticScene {
  Size size;
  Rate rate;
  std::int64_t frames = 0;
  CameraMove move;
  Stage stage;
  SlateText text;
  bool large_prompt = false;  ///< there is no picture: the prompt is what is seen

  std::vector<WantedPicture>
      pictures;  ///< first frame, last frame, mains, insets; point into the request
  bool has_first = false;
  bool has_last = false;
  std::size_t mains = 0;   ///< the first reference of each cast member
  std::size_t insets = 0;  ///< the other references
  std::vector<std::size_t>
      main_of_cast;  ///< per cast member: index among the mains; `mains` where it has none

  std::vector<TextPage> pages;  ///< slate, timecode, then each line's captions
  std::vector<std::vector<double>>
      caption_shares;  ///< per spoken line: the share of its time that each of its pages takes
};

/// `work` outlives the answer.
AnimaticScene plan_animatic(const GenerateWork& work);

/// The spoken lines with voice and side of each speaker.
std::vector<ScratchLine> scratch_lines(const GenerateRequest& request, const AnimaticScene& scene);

/// Puts decoded pictures and set text before the camera; captions are shown while their line is
/// spoken.
FilmSet build_set(const AnimaticScene& scene, Material material,
                  const std::vector<LineTime>& times);

}  // namespace reshoot
