// SPDX-License-Identifier: Apache-2.0
#include "verify/frame_sheet.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/check.h"

namespace reshoot {
namespace {

constexpr std::size_t pixel_bytes = 3;
/// What thumbnails behind the end are filled with: blue, green, red. No frame is of this colour
/// only.
constexpr std::array<std::uint8_t, pixel_bytes> no_thumb{0x02, 0xFE, 0x01};

PictureView part_of(std::string_view sheet, Size whole, std::int32_t x, std::int32_t y, Size size) {
  const std::size_t stride = static_cast<std::size_t>(whole.width) * pixel_bytes;
  CHECK(sheet.size() == stride * static_cast<std::size_t>(whole.height));
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(sheet.data());
  return {bytes + static_cast<std::size_t>(y) * stride + static_cast<std::size_t>(x) * pixel_bytes,
          size, stride};
}

bool is_blank(const PictureView& thumb) {
  for (std::int32_t y = 0; y < thumb.size.height; ++y) {
    const std::uint8_t* pixel = thumb.bgr + static_cast<std::size_t>(y) * thumb.stride;
    for (std::int32_t x = 0; x < thumb.size.width; ++x, pixel += pixel_bytes) {
      if (!std::equal(no_thumb.begin(), no_thumb.end(), pixel)) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace

Size fit_within(Size size, std::int32_t longest) {
  const std::int64_t side = std::max({size.width, size.height, 1});
  if (side <= longest) {
    return {std::max(size.width, 1), std::max(size.height, 1)};
  }
  const auto scaled = [&](std::int64_t length) {
    return static_cast<std::int32_t>(
        std::max<std::int64_t>((length * longest + side / 2) / side, 1));
  };
  return {scaled(size.width), scaled(size.height)};
}

Size FrameSheet::size() const {
  if (thumbs == 0) {
    return frame;
  }
  return {std::max(frame.width, thumbs * thumb_size.width), frame.height + thumb_size.height};
}

std::size_t FrameSheet::bytes() const {
  const Size whole = size();
  return static_cast<std::size_t>(whole.width) * static_cast<std::size_t>(whole.height) *
         pixel_bytes;
}

PictureView FrameSheet::frame_in(std::string_view sheet) const {
  return part_of(sheet, size(), 0, 0, frame);
}

PictureView FrameSheet::thumb_in(std::string_view sheet, std::int32_t index) const {
  CHECK(index >= 0 && index < thumbs);
  return part_of(sheet, size(), index * thumb_size.width, frame.height, thumb_size);
}

std::int32_t FrameSheet::thumbs_in(std::string_view sheet) const {
  std::int32_t count = thumbs;
  while (count > 0 && is_blank(thumb_in(sheet, count - 1))) {
    --count;
  }
  return count;
}

std::string FrameSheet::filter(std::int32_t samples_per_second, std::string_view upright) const {
  const Size whole = size();
  const std::string scale =
      fmt::format("scale={}:{}:flags=bilinear,setsar=1,format=bgr24", frame.width, frame.height);
  if (thumbs == 0) {
    return fmt::format("[0:V:0]{},{}[sheets]", upright, scale);
  }
  return fmt::format(
      "[0:V:0]fps={0},{1},split[every][all];"
      "[every]select='not(mod(n\\,{2}))',{3},pad={4}:{5}[frame];"
      "[all]scale={6}:{7}:flags=area,setsar=1,format=bgr24,tile={2}x1:color=0x{8:02X}{9:02X}{10:"
      "02X},"
      "pad={4}:{7}[thumbs];[frame][thumbs]vstack[sheets]",
      samples_per_second * thumbs, upright, thumbs, scale, whole.width, frame.height,
      thumb_size.width, thumb_size.height, no_thumb[2], no_thumb[1], no_thumb[0]);
}

}  // namespace reshoot
