// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where one shot ends and the next begins, by how much the colours change from frame to frame.

#include <array>
#include <cstdint>
#include <vector>

#include "identity/measurement.h"
#include "verify/picture.h"

namespace reshoot {

/// Hue and saturation (and brightness where there is hardly any) of a picture as shares that sum to
/// 1; all zero for an empty picture.
struct ColourHistogram {
  static constexpr std::size_t hues = 16, saturations = 4, values = 8;
  std::array<float, hues * saturations * values> shares{};
};
ColourHistogram colours_of(const PictureView& picture);

/// Bhattacharyya distance: 0 the same, 1 nothing in common.
float distance(const ColourHistogram& a, const ColourHistogram& b);

/// Above it the picture was cut (the project's measurements: exactly the cuts of a hard clip).
constexpr float cut_distance = 0.4F;

/// Feed it the thumbnails of a clip in order.
class ShotCuts {
 public:
  /// True where this one begins a new shot; the first one does not.
  bool add(std::int64_t time_ms, const PictureView& thumb);
  /// Of the thumbnails so far: index of the shot that the last one belongs to.
  [[nodiscard]] std::uint32_t shot() const { return static_cast<std::uint32_t>(cuts_.size()); }
  /// All shots of a clip that ends at `end_ms`; none where there was no thumbnail.
  [[nodiscard]] std::vector<ShotSpan> shots(std::int64_t end_ms) const;

 private:
  ColourHistogram last_;
  bool any_ = false;
  std::vector<std::int64_t> cuts_;  // times
};

}  // namespace reshoot
