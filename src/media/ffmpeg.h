// SPDX-License-Identifier: Apache-2.0
#pragma once
// The one place that builds and runs command lines of ffmpeg and ffprobe: forced demuxers, no
// protocols but file and pipe, no shell, limits.

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/cancel.h"
#include "base/media_type.h"
#include "base/process.h"
#include "base/result.h"

namespace reshoot {

using Arguments = std::vector<std::string>;

/// The programs that media work needs. Paths are absolute.
struct Tools {
  std::filesystem::path ffmpeg;
  std::filesystem::path ffprobe;
  std::filesystem::path espeak;  ///< espeak-ng
  std::string ffmpeg_version;    ///< as ask_ffmpeg_version gives it; empty until asked
  std::string espeak_version;    ///< as ask_espeak_version gives it; empty until asked
  Arguments extra;               ///< first options of every call; tests set `-cpuflags 0` here
};

/// Looks the programs up in PATH and runs none. Errors: `environment`, naming the missing package.
Result<Tools> find_tools();

/// `ffmpeg version 5.1.9-0+deb12u1; libavutil 57.28.100; ...`: what the bytes that ffmpeg writes
/// may depend on. Runs the program; keep the answer by the stat of the binary.
Result<std::string> ask_ffmpeg_version(const std::filesystem::path& ffmpeg, const Cancel& cancel);
/// `eSpeak NG text-to-speech: 1.51`. Runs the program, likewise.
Result<std::string> ask_espeak_version(const std::filesystem::path& espeak, const Cancel& cancel);

/// `file:` and the absolute path: no name can be taken for an option, a protocol or a pattern.
std::string file_argument(const std::filesystem::path& path);

/// Options that open `path` as `type` and as nothing else; they end with `-i file:...`.
/// `type` is not unknown.
Arguments input_arguments(const std::filesystem::path& path, MediaType type);

/// Options of an output whose bytes hold no version, date or random number; metadata is dropped.
Arguments bit_exact_arguments();

/// `text` as the value of a filter's option inside a filtergraph: escaped for both levels.
std::string filter_value(std::string_view text);

/// Joins argument lists.
void append(Arguments& to, Arguments more);

/// One call. `doing` is for messages: "read 'refs/maya.png'".
struct FfmpegCall {
  std::string doing;
  Arguments arguments;              ///< without the program and the options that every call has
  std::filesystem::path directory;  ///< where it starts; empty: here
  std::string input;                ///< stdin, for `-i pipe:0`
  std::function<std::string_view()> more_input;       ///< as in ProcessSpec
  std::function<void(std::string_view)> take_output;  ///< as in ProcessSpec
  std::uint64_t output_cap = 64ULL << 20U;
  std::chrono::milliseconds timeout{std::chrono::minutes(30)};
};

/// Runs to the end. An exit code other than zero, or a full disk, is an error with ffmpeg's last
/// words: `environment` where the disk or memory is to blame, `transient` where somebody else ended
/// it (a person, the system for want of memory), else `corrupt`. Other errors as run_process.
Result<ProcessResult> run_ffmpeg(const Tools& tools, const FfmpegCall& call, const Cancel& cancel);
Result<ProcessResult> run_ffprobe(const Tools& tools, const FfmpegCall& call, const Cancel& cancel);

}  // namespace reshoot
