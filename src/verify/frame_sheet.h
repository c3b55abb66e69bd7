// SPDX-License-Identifier: Apache-2.0
#pragma once
// How frames come out of one decode in two sizes: a sheet is one sampled frame and, below it, a row
// of thumbnails of the moments from it to the next sample. All sheets have as many bytes, so that a
// pipe of them needs no container. Pure geometry; runs nothing.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/units.h"
#include "verify/picture.h"

namespace reshoot {

constexpr Size thumb_size{96, 54};

/// A picture of this size made smaller, never larger, until no side is longer than `longest`.
Size fit_within(Size size, std::int32_t longest);

struct FrameSheet {
  Size frame;
  std::int32_t thumbs = 0;  ///< per sheet; 0: stills, the sheet is the frame

  /// Of the whole sheet.
  [[nodiscard]] Size size() const;
  [[nodiscard]] std::size_t bytes() const;

  /// The parts of a sheet; `sheet` has bytes() bytes and `index` is below `thumbs`.
  [[nodiscard]] PictureView frame_in(std::string_view sheet) const;
  [[nodiscard]] PictureView thumb_in(std::string_view sheet, std::int32_t index) const;
  /// The thumbnails that hold a moment: those of the last sheet may lie behind the clip's end.
  [[nodiscard]] std::int32_t thumbs_in(std::string_view sheet) const;

  /// ffmpeg's filtergraph from the input `[0:V:0]` to the output `[sheets]`. Moments are a constant
  /// grid over the shown times, from the first frame on, `samples_per_second` of them with a frame;
  /// stills come one after the other.
  /// `upright`: filters that turn the frame first, or `null`.
  [[nodiscard]] std::string filter(std::int32_t samples_per_second, std::string_view upright) const;
};

}  // namespace reshoot
