// SPDX-License-Identifier: Apache-2.0
#include "cli/dotenv.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/process.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

void git(const fs::path& folder, std::vector<std::string> arguments) {
  ProcessSpec spec;
  spec.argv = std::move(arguments);
  spec.argv.insert(spec.argv.begin(), "git");
  spec.directory = folder;
  const Result<ProcessResult> result = run_process(spec, Cancel());
  REQUIRE(result);
  REQUIRE(result->exit_code == 0);
}

}  // namespace

TEST_CASE("parse_dotenv: values") {
  struct Row {
    std::string line;
    std::string value;
  };
  for (const Row& row : std::vector<Row>{
           {"A=b", "b"},
           {"  A=b  ", "b"},
           {"A=b\r", "b"},
           {"A= b", "b"},
           {"export A=b", "b"},
           {"export   A=b", "b"},
           {"A=", ""},
           {"A=b # comment", "b"},
           {"A=b\t# comment", "b"},
           {"A=b#c", "b#c"},
           {"A=#c", ""},
           {"A=\"b c\"", "b c"},
           {"A='b # c' # d", "b # c"},
           {"A=\"it's\"", "it's"},
           {"A=''", ""},
           {"A=a=b=", "a=b="},
           {"A=$B", "$B"},
           {"A=\"${B} $(c) \\n\"", "${B} $(c) \\n"},
           {"A=\xc3\xa9", "\xc3\xa9"},
       }) {
    CAPTURE(row.line);
    const Result<Variables> read = parse_dotenv("# first\n\n" + row.line + "\n");
    REQUIRE(read);
    REQUIRE(read->size() == 1);
    CHECK(read->at("A").reveal() == row.value);
  }
}

TEST_CASE("parse_dotenv: many lines, with and without an end, and a byte order mark") {
  const Result<Variables> read = parse_dotenv(
      "\xef\xbb\xbf"
      "A=1\r\nB_2=2\n\n_c=3");
  REQUIRE(read);
  CHECK(read->size() == 3);
  CHECK(read->at("A").reveal() == "1");
  CHECK(read->at("B_2").reveal() == "2");
  CHECK(read->at("_c").reveal() == "3");
  CHECK(parse_dotenv("")->empty());
}

TEST_CASE("parse_dotenv: mistakes name the line and repeat nothing of it") {
  for (const std::string& line : std::vector<std::string>{
           "hunter2", "=hunter2", "A B=hunter2", "1A=hunter2", "A =hunter2", "A-B=hunter2",
           "hunter2 A=b", "export hunter2", "A=hunter2 more", "A=\"hunter2", "A='hunter2\"",
           "A=\"hunter2\" more", "A=hun\"ter2\"", "A=hunter2\x01", "A=hunter2\x1b[0m",
           std::string("A=hunter2\0", 10), "FIRST=hunter2", "\xc3\xa9=hunter2"}) {
    CAPTURE(line);
    const Result<Variables> read = parse_dotenv("FIRST=1\n" + line + "\n");
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == ErrorKind::environment);
    CHECK(read.error().message.starts_with(".env:2: "));
    CHECK((read.error().message + read.error().help).find("hunter2") == std::string::npos);
  }
}

TEST_CASE("read_dotenv: one that git tracks is an error, and none is none") {
  const TempDirectory directory = *TempDirectory::create(fs::temp_directory_path(), "reshoot-env-");
  const fs::path& root = directory.path();
  const fs::path workspace = root / "films";
  REQUIRE(make_directories(workspace));
  CHECK(read_dotenv(workspace, Cancel())->empty());

  std::ofstream(workspace / ".env") << "GMI_API_KEY=hunter2\n";
  std::ofstream(root / ".env") << "A=b\n";
  CHECK(read_dotenv(workspace, Cancel())->at("GMI_API_KEY").reveal() == "hunter2");

  git(root, {"init", "-q"});
  git(root, {"add", "-f", ".env"});  // another one than the workspace's
  CHECK(read_dotenv(workspace, Cancel())->size() == 1);
  git(root, {"add", "-f", "films/.env"});
  const Result<Variables> tracked = read_dotenv(workspace, Cancel());
  REQUIRE_FALSE(tracked);
  CHECK(tracked.error().kind == ErrorKind::environment);
  CHECK(tracked.error().message.find("hunter2") == std::string::npos);
}

}  // namespace reshoot
