// SPDX-License-Identifier: Apache-2.0
#include "cli/pull/part_file.h"

#include <doctest/doctest.h>

#include "base/files.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

struct Case {
  TempDirectory top = *TempDirectory::create("/tmp", "reshoot-part-test");
  fs::path folder = top.path() / "new/models";
  Digest digest = sha256("whole");
};

TEST_CASE("PartFile: what was written stays for the next run") {
  const Case one;
  CHECK(PartFile::left_over(one.folder, one.digest) == 0);
  {
    Result<PartFile> part = PartFile::open(one.folder, one.digest);
    REQUIRE(part);
    CHECK(part->path() == one.folder / (one.digest.hex() + ".part"));
    REQUIRE(part->append("wh"));
  }
  CHECK(PartFile::left_over(one.folder, one.digest) == 2);
  Result<PartFile> part = PartFile::open(one.folder, one.digest);
  REQUIRE(part);
  CHECK(part->size() == 2);
  REQUIRE(part->append("ole"));
  REQUIRE(part->verify());
  REQUIRE(part->publish(one.folder / "final"));
  CHECK(*read_file(one.folder / "final", 100) == "whole");
  CHECK(!fs::exists(one.folder / (one.digest.hex() + ".part")));
}

TEST_CASE("PartFile: other bytes are not kept") {
  const Case one;
  Result<PartFile> part = PartFile::open(one.folder, one.digest);
  REQUIRE(part);
  REQUIRE(part->append("other"));
  const Result<void> checked = part->verify();
  REQUIRE(!checked);
  CHECK(checked.error().kind == ErrorKind::corrupt);
  CHECK(checked.error().message.find(sha256("other").hex()) != std::string::npos);
  CHECK(fs::is_empty(one.folder));
}

TEST_CASE("PartFile: one process at a time") {
  const Case one;
  {
    const Result<PartFile> first = PartFile::open(one.folder, one.digest);
    REQUIRE(first);
    const Result<PartFile> second = PartFile::open(one.folder, one.digest);
    REQUIRE(!second);
    CHECK(second.error().kind == ErrorKind::environment);
    CHECK(PartFile::open(one.folder, sha256("another file")).has_value());
  }
  CHECK(PartFile::open(one.folder, one.digest).has_value());
}

TEST_CASE("PartFile: a folder that cannot be made, a link in its place") {
  const Case one;
  REQUIRE(write_file_atomically(one.top.path() / "new", "a file"));
  const Result<PartFile> in_file = PartFile::open(one.folder, one.digest);
  REQUIRE(!in_file);
  CHECK(in_file.error().kind == ErrorKind::environment);
  const fs::path victim = one.top.path() / "victim";
  REQUIRE(write_file_atomically(victim, "kept"));
  fs::create_symlink(victim, one.top.path() / (one.digest.hex() + ".part"));
  CHECK(!PartFile::open(one.top.path(), one.digest));
  CHECK(*read_file(victim, 100) == "kept");
}

}  // namespace
}  // namespace reshoot
