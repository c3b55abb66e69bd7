// SPDX-License-Identifier: Apache-2.0
#include "media/still.h"

#include <fmt/format.h>

#include <algorithm>

namespace reshoot {
namespace {

constexpr std::uint64_t largest_jpeg = 4ULL << 20U;

/// The crop is held inside the frame by ffmpeg itself, which knows its size.
std::string filter_of(const StillRequest& request) {
  std::string filter;
  if (request.width > 0 && request.height > 0) {
    const int x = std::max(0, request.x);
    const int y = std::max(0, request.y);
    filter = fmt::format(
        "crop=w='min({0},iw-min({2},iw-2))':h='min({1},ih-min({3},ih-2))':x='min({2},iw-2)':"
        "y='min({3},ih-2)',",
        std::max(2, request.width), std::max(2, request.height), x, y);
  }
  return filter + fmt::format("scale=-2:{},format=yuvj420p", request.lines);
}

}  // namespace

Result<std::string> still_jpeg(const StillRequest& request, const Tools& tools,
                               const Cancel& cancel) {
  FfmpegCall call;
  call.doing = fmt::format("read '{}'", request.file.string());
  if (is_video(request.type)) {
    append(call.arguments,
           {"-ss", fmt::format("{}.{:03}", request.time_ms / 1000, request.time_ms % 1000)});
  }
  append(call.arguments, input_arguments(request.file, request.type));
  append(call.arguments, {"-frames:v", "1", "-vf", filter_of(request), "-q:v", "4", "-f",
                          "image2pipe", "-c:v", "mjpeg"});
  append(call.arguments, bit_exact_arguments());
  append(call.arguments, {"pipe:1"});
  call.output_cap = largest_jpeg;
  call.timeout = std::chrono::minutes(1);
  TRY_ASSIGN(ProcessResult result, run_ffmpeg(tools, call, cancel));
  if (result.output.empty()) {
    return fail(ErrorKind::corrupt,
                fmt::format("'{}' has no frame at {} ms", request.file.string(), request.time_ms));
  }
  return std::move(result.output);
}

}  // namespace reshoot
