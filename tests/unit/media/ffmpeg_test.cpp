// SPDX-License-Identifier: Apache-2.0
#include "media/ffmpeg.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "media_files.h"

namespace reshoot {

TEST_CASE("input_arguments: the demuxer is forced and only files and pipes may be read") {
  const Arguments arguments = input_arguments("/a/-x.png", MediaType::png);
  const auto after = [&](const char* option) {
    const auto found = std::find(arguments.begin(), arguments.end(), option);
    REQUIRE(found != arguments.end());
    return *std::next(found);
  };
  CHECK(after("-f") == "png_pipe");
  CHECK(after("-protocol_whitelist") == "file,pipe");
  CHECK(after("-i") == "file:/a/-x.png");
  CHECK(arguments.back() == "file:/a/-x.png");
}

TEST_CASE("file_argument: names that look like options or protocols stay names") {
  CHECK(file_argument("/tmp/http:x").starts_with("file:/"));
  CHECK(file_argument("-y").starts_with("file:/"));
}

TEST_CASE("filter_value: text survives both levels of a filtergraph") {
  CHECK(filter_value("plain") == "plain");
  CHECK(filter_value("a:b") == "a\\\\:b");
  CHECK(filter_value("a,b;[c]") == "a\\,b\\;\\[c\\]");
  const TempDirectory folder = test::new_folder();
  const std::string name = "it's a:b,c;[d]\\e%.cube";
  std::string table = "LUT_3D_SIZE 2\n";
  for (const char* row : {"0 0 0", "1 0 0", "0 1 0", "1 1 0", "0 0 1", "1 0 1", "0 1 1", "1 1 1"}) {
    table += row + std::string("\n");
  }
  test::write(folder, name, table);
  FfmpegCall call;
  call.doing = "read a file through a filter";
  call.directory = folder.path();
  call.arguments = {
      "-f", "lavfi", "-i", "color=s=64x64:d=0.1", "-vf", "lut3d=file=" + filter_value(name),
      "-f", "null",  "-"};
  const auto result = run_ffmpeg(test::tools(), call, Cancel());
  CHECK_MESSAGE(result.has_value(), (result ? "" : result.error().message));
}

TEST_CASE("run_ffmpeg: input by a pipe, output by a pipe") {
  FfmpegCall call;
  call.doing = "turn grey pixels round";
  call.arguments = {"-f",     "rawvideo", "-pixel_format", "gray", "-video_size", "2x1",   "-i",
                    "pipe:0", "-vf",      "hflip",         "-f",   "rawvideo",    "pipe:1"};
  call.input = "ab";
  const auto result = run_ffmpeg(test::tools(), call, Cancel());
  REQUIRE(result);
  CHECK(result->output == "ba");
}

TEST_CASE("run_ffmpeg: a failure says what was done and ffmpeg's reason, without addresses") {
  const TempDirectory folder = test::new_folder();
  FfmpegCall call;
  call.doing = "read 'a.png'";
  call.arguments = input_arguments(test::write(folder, "a.png", "garbage"), MediaType::png);
  append(call.arguments, {"-f", "null", "-"});
  const auto result = run_ffmpeg(test::tools(), call, Cancel());
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == ErrorKind::corrupt);
  CHECK(result.error().message.starts_with("cannot read 'a.png': "));
  CHECK(result.error().message.find("0x") == std::string::npos);
  CHECK(result.error().message.find("gave no reason") == std::string::npos);
}

TEST_CASE("run_ffmpeg: what the machine is to blame for is an environment error") {
  FfmpegCall call;
  call.doing = "write a file";
  call.arguments = {"-f", "lavfi", "-i", "color=s=64x64:d=1", "-f", "rawvideo", "file:/dev/full"};
  const auto result = run_ffmpeg(test::tools(), call, Cancel());
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == ErrorKind::environment);
  CHECK(result.error().message.find("No space left on device") != std::string::npos);
}

TEST_CASE("run_ffmpeg: what was ended from outside may succeed later, a crash will not") {
  struct Row {
    std::string script;
    ErrorKind kind;
    std::string words;
  };
  const Row rows[] = {
      {"kill -KILL $$", ErrorKind::transient, "ended by signal 9"},
      {"kill -TERM $$", ErrorKind::transient, "ended by signal 15"},
      {"kill -HUP $$", ErrorKind::transient, "ended by signal 1"},
      {"kill -BUS $$", ErrorKind::transient, "ended by signal 7"},
      {"exit 255", ErrorKind::transient, "asked to stop"},
      {"kill -SEGV $$", ErrorKind::corrupt, "ended by signal 11"},
      {"kill -ABRT $$", ErrorKind::corrupt, "ended by signal 6"},
      {"kill -FPE $$", ErrorKind::corrupt, "ended by signal 8"},
      {"kill -XFSZ $$", ErrorKind::corrupt, "ended by signal 25"},
      {"echo 'bad header' >&2; exit 1", ErrorKind::corrupt, "bad header"},
      {"echo 'bad header' >&2; exit 183", ErrorKind::corrupt, "bad header"},
      {"echo 'bad header' >&2; exit 234", ErrorKind::corrupt, "bad header"},
      {"echo 'bad header' >&2; exit 255", ErrorKind::corrupt, "bad header"},
      {"echo 'No space left on device' >&2; kill -KILL $$", ErrorKind::environment, "signal 9"},
      {"echo 'Cannot allocate memory' >&2; exit 1", ErrorKind::environment, "allocate memory"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.script);
    const TempDirectory folder = test::new_folder();
    Tools tools;
    tools.ffmpeg = test::write(folder, "ffmpeg", fmt::format("#!/bin/sh\n{}\n", row.script));
    std::filesystem::permissions(tools.ffmpeg, std::filesystem::perms::owner_all);
    FfmpegCall call;
    call.doing = "read 'a.mp4'";
    const auto result = run_ffmpeg(tools, call, Cancel());
    REQUIRE_FALSE(result);
    CHECK(result.error().kind == row.kind);
    CHECK(result.error().message.starts_with("cannot read 'a.mp4': "));
    CHECK(result.error().message.find(row.words) != std::string::npos);
    CHECK(result.error().help.empty() == (row.kind == ErrorKind::corrupt));
  }
}

TEST_CASE("versions: one line each, without dates and folders") {
  const auto ffmpeg = ask_ffmpeg_version(test::tools().ffmpeg, Cancel());
  REQUIRE(ffmpeg);
  CHECK(ffmpeg->starts_with("ffmpeg version "));
  CHECK(ffmpeg->find("; libavcodec ") != std::string::npos);
  CHECK(ffmpeg->find("; libswscale ") != std::string::npos);
  CHECK(ffmpeg->find("Copyright") == std::string::npos);
  CHECK(ffmpeg->find('\n') == std::string::npos);
  CHECK(ffmpeg->find("  ") == std::string::npos);
  const auto espeak = ask_espeak_version(test::tools().espeak, Cancel());
  REQUIRE(espeak);
  CHECK(espeak->starts_with("eSpeak NG"));
  CHECK(espeak->find('/') == std::string::npos);
  CHECK_FALSE(ask_ffmpeg_version("/bin/false", Cancel()));
}

TEST_CASE("ask_ffmpeg_version: whatever a program prints becomes one line of text") {
  const TempDirectory folder = test::new_folder();
  const std::filesystem::path program = test::write(
      folder, "ffmpeg", "#!/bin/sh\nprintf 'ffmpeg version  \\377x\\033[2J   9\\t \\n'\n");
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  const auto version = ask_ffmpeg_version(program, Cancel());
  REQUIRE(version);
  CHECK(*version == "ffmpeg version \\xffx\\x1b[2J 9");
}

}  // namespace reshoot
