// SPDX-License-Identifier: Apache-2.0
#pragma once
// Media made by ffmpeg for tests, and questions to ffmpeg and ffprobe about what came out.

#include <doctest/doctest.h>
#include <fmt/core.h>

#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "assemble/sound.h"
#include "assemble/toolbox.h"
#include "base/files.h"
#include "base/process.h"

namespace reshoot {

inline const Toolbox& toolbox() {
  static const Toolbox box{find_tools().value(), {}};
  return box;
}

/// Runs a program that must succeed; returns what it prints.
inline std::string run_tool(std::vector<std::string> argv) {
  ProcessSpec spec;
  spec.argv = std::move(argv);
  const auto result = run_process(spec, Cancel());
  REQUIRE(result);
  INFO(result->errors);
  REQUIRE(result->exit_code == 0);
  return result->output;
}

inline std::string run_ffmpeg_with(Arguments arguments) {
  Arguments argv{"ffmpeg", "-v", "error", "-nostdin", "-y"};
  append(argv, std::move(arguments));
  return run_tool(std::move(argv));
}

/// What ffprobe prints for `entries`, such as `stream=codec_name`: values in lines.
inline std::string ask_about(const std::filesystem::path& file, const std::string& entries,
                             Arguments more = {}) {
  Arguments argv{"ffprobe", "-v", "error", "-of", "default=nk=1:nw=1", "-show_entries", entries};
  append(argv, std::move(more));
  argv.push_back(file.string());
  std::string text = run_tool(std::move(argv));
  while (!text.empty() && text.back() == '\n') {
    text.pop_back();
  }
  return text;
}

struct Rgb {
  int red = 0, green = 0, blue = 0;
};

/// One frame of a video or a still, as it is shown.
struct Frame {
  std::string bytes;
  std::size_t width = 0;

  [[nodiscard]] Rgb at(std::size_t x, std::size_t y) const {
    const auto channel = [&](std::size_t i) {
      return static_cast<int>(static_cast<unsigned char>(bytes.at((y * width + x) * 3 + i)));
    };
    return {channel(0), channel(1), channel(2)};
  }
};

inline Frame frame_of(const std::filesystem::path& file, std::int64_t number, std::size_t width) {
  return {run_ffmpeg_with({"-i", file.string(), "-vf", fmt::format("select=eq(n\\,{})", number),
                           "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"}),
          width};
}

/// The sound as sound.h has it.
inline std::vector<float> sound_of(const std::filesystem::path& file) {
  const std::string bytes =
      run_ffmpeg_with({"-i", file.string(), "-map", "0:a:0", "-ar", std::to_string(sound_rate),
                       "-ac", std::to_string(sound_channels), "-f", "f32le", "pipe:1"});
  std::vector<float> samples(bytes.size() / sizeof(float));
  std::memcpy(samples.data(), bytes.data(), samples.size() * sizeof(float));
  return samples;
}

/// Whether the index stands before the pictures, so that a player can start while loading.
inline bool starts_fast(const std::filesystem::path& file) {
  const std::string bytes = read_file(file, 64U << 20U).value();
  return bytes.find("moov") < bytes.find("mdat");
}

}  // namespace reshoot
