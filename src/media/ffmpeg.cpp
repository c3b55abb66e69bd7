// SPDX-License-Identifier: Apache-2.0
// Command lines as lists of arguments; what ffmpeg says on stderr becomes one line for people.

#include "media/ffmpeg.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <iterator>
#include <optional>

#include "base/check.h"
#include "base/text.h"
#include "media/limits.h"

namespace reshoot {
namespace {

// Address space of a decoder of the largest picture, with its libraries and threads.
constexpr std::uint64_t memory_cap = 6ULL << 30U;

std::string_view demuxer_of(MediaType type) {
  switch (type) {
    case MediaType::png:
      return "png_pipe";
    case MediaType::jpeg:
      return "jpeg_pipe";
    case MediaType::webp_lossy:
    case MediaType::webp_lossless:
      return "webp_pipe";
    case MediaType::wav:
      return "wav";
    case MediaType::flac:
      return "flac";
    case MediaType::mp3:
      return "mp3";
    case MediaType::mp4:
    case MediaType::mov:
      return "mov";
    case MediaType::unknown:
      break;
  }
  return {};
}

/// `[png @ 0x55d0c0ffee] bad header` without its changing address.
std::string_view without_prefix(std::string_view line) {
  const std::size_t end = line.find("] ");
  return line.starts_with('[') && end != std::string_view::npos ? line.substr(end + 2) : line;
}

/// The last line that says why; lines that only say that it failed are passed over.
std::string last_words(std::string_view errors) {
  constexpr std::array empty_words{"Conversion failed", "Error opening input file",
                                   "Nothing was written"};
  std::string_view found = "it gave no reason";
  while (!errors.empty()) {
    const std::size_t end = std::min(errors.find('\n'), errors.size());
    const std::string_view line = without_prefix(errors.substr(0, end));
    errors.remove_prefix(std::min(end + 1, errors.size()));
    const bool says_nothing =
        std::any_of(empty_words.begin(), empty_words.end(),
                    [&](const char* words) { return line.starts_with(words); });
    if (!line.empty() && !says_nothing) {
      found = line;
    }
  }
  constexpr std::size_t longest = 200;
  return ellipsize(printable(found), longest);
}

/// The signal that ended it; 0: none. Exit codes of ffmpeg's own errors, which newer versions give
/// as the low byte of AVERROR codes, lie above these but for errors of networks.
int signal_of(const ProcessResult& result) {
  constexpr int signal_base = 128;
  constexpr int last_signal = 31;
  const int signal = result.exit_code - signal_base;
  return signal > 0 && signal <= last_signal ? signal : 0;
}

/// ffmpeg was asked to stop, did so, and says this by nothing else.
bool was_asked_to_stop(const ProcessResult& result) {
  constexpr int stopped = 255;
  return result.exit_code == stopped && result.errors.empty();
}

/// Whether somebody else ended it: a person, the system for want of memory. It may succeed another
/// time. A program that crashes, or writes more than it may, does so by the bytes that it was
/// given.
bool was_stopped(const ProcessResult& result) {
  constexpr std::array own_doing{SIGSEGV, SIGABRT, SIGFPE, SIGXFSZ};
  const int signal = signal_of(result);
  const bool is_own = std::find(own_doing.begin(), own_doing.end(), signal) != own_doing.end();
  return (signal != 0 && !is_own) || was_asked_to_stop(result);
}

/// Why a call failed, for people.
std::string reason_of(const ProcessResult& result) {
  if (was_asked_to_stop(result)) {
    return "it was asked to stop";
  }
  const int signal = signal_of(result);
  return signal != 0 ? fmt::format("it was ended by signal {}", signal) : last_words(result.errors);
}

bool is_machines_fault(std::string_view errors) {
  constexpr std::array words{"No space left on device", "Cannot allocate memory",
                             "Permission denied", "Read-only file system", "Disk quota exceeded"};
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return errors.find(word) != std::string_view::npos; });
}

/// nullopt: it did what it was asked to.
std::optional<Error> error_of(const ProcessResult& result, std::string_view doing) {
  // A full disk at the last write leaves some versions with exit code 0.
  const bool machine = is_machines_fault(result.errors);
  if (result.exit_code == 0 && !machine) {
    return std::nullopt;
  }
  std::string message = fmt::format("cannot {}: {}", doing, reason_of(result));
  if (machine) {
    return Error{ErrorKind::environment, std::move(message),
                 "free space or memory, check permissions, and run the command again"};
  }
  if (was_stopped(result)) {
    return Error{ErrorKind::transient, std::move(message),
                 "run the command again; where memory is short, with a lower `-j`"};
  }
  return Error{ErrorKind::corrupt, std::move(message), ""};
}

Result<ProcessResult> run_tool(const std::filesystem::path& program, Arguments arguments,
                               const FfmpegCall& call, const Cancel& cancel) {
  ProcessSpec spec;
  spec.argv = {program.string()};
  append(spec.argv, std::move(arguments));
  append(spec.argv, call.arguments);
  spec.directory = call.directory;
  spec.input = call.input;
  spec.more_input = call.more_input;
  spec.take_output = call.take_output;
  spec.output_cap = call.output_cap;
  spec.timeout = call.timeout;
  spec.memory_cap = memory_cap;
  TRY_ASSIGN(ProcessResult result, run_process(spec, cancel));
  if (std::optional<Error> error = error_of(result, call.doing)) {
    return tl::unexpected<Error>(*std::move(error));
  }
  return result;
}

/// Runs `program` with one option and returns what it prints.
Result<std::string> ask(const std::filesystem::path& program, std::string option,
                        const Cancel& cancel) {
  ProcessSpec spec;
  spec.argv = {program.string(), std::move(option)};
  spec.timeout = std::chrono::minutes(1);
  TRY_ASSIGN(ProcessResult result, run_process(spec, cancel));
  if (result.exit_code != 0 || result.output.empty()) {
    return fail(ErrorKind::environment,
                fmt::format("'{}' does not tell its version", program.string()),
                "install the package again");
  }
  return std::move(result.output);
}

/// Without spaces at both ends.
std::string_view trimmed(std::string_view text) {
  constexpr std::string_view spaces = " \t\r\n";
  const std::size_t begin = std::min(text.find_first_not_of(spaces), text.size());
  const std::size_t end = text.find_last_not_of(spaces) + 1;
  return text.substr(begin, end > begin ? end - begin : 0);
}

/// One line that every file can hold: control characters and broken UTF-8 escaped, single blanks.
std::string one_line(std::string_view text) {
  std::string line = printable(text);
  const auto both_blank = [](char a, char b) { return a == ' ' && b == ' '; };
  line.erase(std::unique(line.begin(), line.end(), both_blank), line.end());
  return std::string(trimmed(line));
}

/// `libavutil      57. 28.100 / 57. 28.100` as `libavutil 57.28.100`: the version that runs.
std::string library_version(std::string_view line) {
  const std::string_view name = line.substr(0, line.find(' '));
  std::string version(line.substr(std::min(line.rfind('/') + 1, line.size())));
  version.erase(std::remove(version.begin(), version.end(), ' '), version.end());
  return fmt::format("{} {}", name, version);
}

std::string escape(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) {
      out += '\\';
    }
    out += c;
  }
  return out;
}

}  // namespace

Result<Tools> find_tools() {
  Tools tools;
  TRY_ASSIGN(tools.ffmpeg, find_program("ffmpeg"));
  TRY_ASSIGN(tools.ffprobe, find_program("ffprobe"));
  TRY_ASSIGN(tools.espeak, find_program("espeak-ng"));
  return tools;
}

Result<std::string> ask_ffmpeg_version(const std::filesystem::path& ffmpeg, const Cancel& cancel) {
  TRY_ASSIGN(const std::string printed, ask(ffmpeg, "-version", cancel));
  std::string version;
  for (std::string_view rest = printed; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (version.empty()) {
      version = trimmed(line.substr(0, line.find(" Copyright")));
    } else if (line.starts_with("lib")) {
      version += "; " + library_version(line);
    }
  }
  return one_line(version);
}

Result<std::string> ask_espeak_version(const std::filesystem::path& espeak, const Cancel& cancel) {
  TRY_ASSIGN(const std::string printed, ask(espeak, "--version", cancel));
  const std::string_view line = std::string_view(printed).substr(0, printed.find('\n'));
  return std::string(trimmed(line.substr(0, line.find("Data at"))));
}

std::string file_argument(const std::filesystem::path& path) {
  return "file:" + std::filesystem::absolute(path).string();
}

Arguments input_arguments(const std::filesystem::path& path, MediaType type) {
  CHECK(type != MediaType::unknown);
  return {"-protocol_whitelist",
          "file,pipe",
          "-max_pixels",
          std::to_string(max_picture_pixels),
          "-f",
          std::string(demuxer_of(type)),
          "-i",
          file_argument(path)};
}

Arguments bit_exact_arguments() {
  return {"-map_metadata", "-1",       "-map_chapters", "-1",       "-fflags",
          "+bitexact",     "-flags:v", "+bitexact",     "-flags:a", "+bitexact"};
}

std::string filter_value(std::string_view text) {
  return escape(escape(text, "\\':"), "\\'[],;");
}

void append(Arguments& to, Arguments more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

Result<ProcessResult> run_ffmpeg(const Tools& tools, const FfmpegCall& call, const Cancel& cancel) {
  Arguments arguments{"-hide_banner", "-nostdin", "-loglevel", "error", "-y"};
  append(arguments, tools.extra);
  return run_tool(tools.ffmpeg, std::move(arguments), call, cancel);
}

Result<ProcessResult> run_ffprobe(const Tools& tools, const FfmpegCall& call,
                                  const Cancel& cancel) {
  Arguments arguments{"-hide_banner", "-loglevel", "error"};
  append(arguments, tools.extra);
  return run_tool(tools.ffprobe, std::move(arguments), call, cancel);
}

}  // namespace reshoot
