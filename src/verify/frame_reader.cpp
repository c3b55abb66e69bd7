// SPDX-License-Identifier: Apache-2.0
#include "verify/frame_reader.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "media/limits.h"
#include "media/orientation.h"
#include "verify/frame_sheet.h"

namespace reshoot {
namespace {

constexpr std::int64_t second = 1000;

/// Bytes of sheets that are gathered before they are looked at: decoder and networks take turns
/// less often, and each finds its caches as it left them. The decoder is an eighth cheaper so.
constexpr std::size_t most_gathered = 32U << 20U;

/// Cuts the sheets of one clip out of the pipe and hands them on with their times. When it is
/// cancelled, it hands on no more.
class SheetReader {
 public:
  SheetReader(const FrameSheet& sheet, const Sampling& sampling,
              const std::function<void(const SampledFrame&)>& take, const Cancel& cancel)
      : sheet_(sheet), sampling_(sampling), take_(take), cancel_(cancel) {
    const std::int64_t whole = static_cast<std::int64_t>(most_gathered / sheet.bytes());
    const std::int64_t sheets = std::clamp<std::int64_t>(whole, 1, sampling.max_samples);
    enough_ = static_cast<std::size_t>(sheets) * sheet.bytes();
    gathered_.reserve(enough_ + sheet.bytes());
  }

  void feed(std::string_view block) {
    gathered_ += block;
    if (gathered_.size() >= enough_) {
      hand_on_gathered();
    }
  }

  /// To be called when the pipe has ended.
  FramesRead finish() {
    hand_on_gathered();
    return {std::min(count_, sampling_.max_samples), count_ > sampling_.max_samples};
  }

 private:
  /// All whole sheets; what is left waits for more.
  void hand_on_gathered() {
    std::string_view rest = gathered_;
    while (rest.size() >= sheet_.bytes() && !cancel_.requested()) {
      hand_on(rest.substr(0, sheet_.bytes()));
      rest.remove_prefix(sheet_.bytes());
    }
    gathered_.erase(0, gathered_.size() - rest.size());
  }

  void hand_on(std::string_view sheet) {
    const std::int64_t index = count_++;
    if (index >= sampling_.max_samples) {
      return;
    }
    SampledFrame frame;
    frame.time_ms = index * second / sampling_.per_second;
    frame.picture = sheet_.frame_in(sheet);
    const std::int32_t thumbs = sheet_.thumbs_in(sheet);
    for (std::int32_t i = 0; i < thumbs; ++i) {
      const std::int64_t moment = index * sheet_.thumbs + i;
      frame.thumbs.push_back(
          {moment * second / (sampling_.per_second * sheet_.thumbs), sheet_.thumb_in(sheet, i)});
    }
    take_(frame);
  }

  const FrameSheet& sheet_;
  const Sampling& sampling_;
  const std::function<void(const SampledFrame&)>& take_;
  const Cancel& cancel_;
  std::size_t enough_ = 0;  // bytes
  std::string gathered_;
  std::int64_t count_ = 0;
};

}  // namespace

Result<FramesRead> read_frames(const std::filesystem::path& path, MediaType type,
                               const PictureFacts& picture, const Sampling& sampling,
                               const Tools& tools, const Cancel& cancel,
                               const std::function<void(const SampledFrame&)>& take) {
  TRY(check_pixels(path, static_cast<std::uint64_t>(picture.coded.width),
                   static_cast<std::uint64_t>(picture.coded.height)));
  const FrameSheet sheet{fit_within(picture.shown, sampling.longest_side), sampling.thumbs};
  SheetReader reader(sheet, sampling, take, cancel);
  FfmpegCall call;
  call.doing = fmt::format("look at '{}'", printable(path.string()));
  call.arguments = {"-threads", "1", "-filter_complex_threads", "1"};
  std::string_view upright = "null";
  if (is_image(type)) {
    TRY_ASSIGN(const int orientation, picture_orientation(path, type));
    upright = upright_filter(orientation);
    call.arguments.emplace_back("-noautorotate");
  }
  append(call.arguments, input_arguments(path, type));
  const std::int64_t sheets = sampling.max_samples + 1;
  append(call.arguments,
         {"-filter_complex", sheet.filter(sampling.per_second, upright), "-map", "[sheets]",
          "-frames:v", std::to_string(sheets), "-fps_mode", "passthrough", "-c:v", "rawvideo",
          "-threads", "1", "-f", "rawvideo", "pipe:1"});
  call.output_cap = sheet.bytes() * static_cast<std::uint64_t>(sheets);
  call.take_output = [&](std::string_view block) { reader.feed(block); };
  TRY(run_ffmpeg(tools, call, cancel));
  const FramesRead read = reader.finish();
  if (cancel.requested()) {
    return fail(ErrorKind::cancelled,
                fmt::format("looking at '{}' was stopped", printable(path.string())));
  }
  return read;
}

Result<RgbPicture> read_picture(const std::filesystem::path& path, MediaType type,
                                std::int32_t longest_side, const Tools& tools,
                                const Cancel& cancel) {
  TRY_ASSIGN(const MediaFacts facts, probe_headers(path, type, tools, cancel));
  if (!facts.picture) {
    return damaged(path, type, "it holds no picture");
  }
  RgbPicture out;
  const Sampling once{.per_second = 1, .thumbs = 0, .longest_side = longest_side, .max_samples = 1};
  const auto keep = [&](const SampledFrame& frame) {
    out.size = frame.picture.size;
    const std::size_t row = 3 * static_cast<std::size_t>(out.size.width);
    out.bgr.assign(frame.picture.bgr,
                   frame.picture.bgr + row * static_cast<std::size_t>(out.size.height));
  };
  TRY(read_frames(path, type, *facts.picture, once, tools, cancel, keep));
  if (out.bgr.empty()) {
    return damaged(path, type, "it holds no picture");
  }
  return out;
}

}  // namespace reshoot
