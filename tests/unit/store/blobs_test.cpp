// SPDX-License-Identifier: Apache-2.0
#include "store/blobs.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <string>
#include <thread>

#include "store/scratch.h"
#include "support.h"

namespace reshoot {
namespace {

using test::must;
using test::must_fail;

mode_t mode_of(const std::filesystem::path& file) {
  struct stat info {};
  REQUIRE(::stat(file.c_str(), &info) == 0);
  return info.st_mode & 07777U;
}

}  // namespace

TEST_CASE("put: the file moves to its digest, read-only") {
  const test::Folder folder;
  const BlobStore blobs(folder / "blobs");
  test::write(folder / "clip.mp4", "bytes");
  const Blob blob = must(blobs.put(folder / "clip.mp4"));
  CHECK(blob.digest == sha256("bytes"));
  CHECK(blob.bytes == 5);
  const std::string hex = blob.digest.hex();
  CHECK(blobs.path_of(blob.digest) == folder / "blobs" / hex.substr(0, 2) / hex);
  CHECK(test::read(blobs.path_of(blob.digest)) == "bytes");
  CHECK(mode_of(blobs.path_of(blob.digest)) == 0444);
  CHECK_FALSE(std::filesystem::exists(folder / "clip.mp4"));
  CHECK(must(blobs.verify(blob.digest)));
  CHECK(must(blobs.list()).contains(blob.digest));
  CHECK(must(blobs.sizes()).at(blob.digest) == 5);
}

TEST_CASE("put: an empty file is a blob too") {
  const test::Folder folder;
  const BlobStore blobs(folder / "blobs");
  test::write(folder / "empty", "");
  CHECK(must(blobs.put(folder / "empty")).digest == sha256(""));
  CHECK(must(blobs.verify(sha256(""))));
}

TEST_CASE("put: what is not a plain file with one name is copied") {
  const test::Folder folder;
  const BlobStore blobs(folder / "blobs");
  test::write(folder / "original", "bytes");
  SUBCASE("a hard link, whose other name could write to it") {
    std::filesystem::create_hard_link(folder / "original", folder / "link");
  }
  SUBCASE("a symbolic link") {
    std::filesystem::create_symlink(folder / "original", folder / "link");
  }
  must(blobs.put(folder / "link"));
  CHECK_FALSE(std::filesystem::exists(std::filesystem::symlink_status(folder / "link")));
  test::write(folder / "original", "other");
  CHECK(must(blobs.verify(sha256("bytes"))));
  CHECK(std::filesystem::is_empty(blobs.scratch()));
}

TEST_CASE("put: heals a damaged blob") {
  const test::Folder folder;
  const BlobStore blobs(folder / "blobs");
  test::write(folder / "a", "bytes");
  const Digest digest = must(blobs.put(folder / "a")).digest;
  std::filesystem::remove(blobs.path_of(digest));
  test::write(blobs.path_of(digest), "bytEs");
  CHECK_FALSE(must(blobs.verify(digest)));
  test::write(folder / "b", "bytes");
  must(blobs.put(folder / "b"));
  CHECK(must(blobs.verify(digest)));
}

TEST_CASE("put: failures leave the file and no blob") {
  const test::Folder folder;
  const BlobStore blobs(folder / "blobs");
  CHECK(must_fail(blobs.put(folder / "missing")).kind == ErrorKind::environment);
  CHECK_FALSE(blobs.put(folder.path()).has_value());
  test::write(folder / "blobs2", "a file in the folder's place");
  test::write(folder / "clip", "bytes");
  CHECK_FALSE(BlobStore(folder / "blobs2").put(folder / "clip").has_value());
  CHECK(test::read(folder / "clip") == "bytes");
  CHECK(must(blobs.list()).empty());
}

TEST_CASE("put: a full disk while copying leaves nothing") {
  const test::Folder folder;
  const BlobStore blobs(folder / "blobs");
  test::write(folder / "clip", std::string(100'000, 'x'));
  std::filesystem::create_hard_link(folder / "clip", folder / "link");
  {
    const test::FileSizeLimit limit(1000);
    CHECK(must_fail(blobs.put(folder / "link")).kind == ErrorKind::environment);
  }
  CHECK(must(blobs.list()).empty());
  CHECK(std::filesystem::is_empty(blobs.scratch()));
  CHECK(std::filesystem::exists(folder / "link"));
}

TEST_CASE("put: killed at each point, the bytes are whole under one name") {
  for (const std::string_view point :
       {"blob.before_sync", "blob.before_rename", "blob.after_rename"}) {
    CAPTURE(point);
    const test::Folder folder;
    const BlobStore blobs(folder / "blobs");
    test::write(folder / "clip", "bytes");
    CHECK(test::was_killed(test::crash_at(point, [&] { must(blobs.put(folder / "clip")); })));
    const bool is_blob = must(blobs.list()).contains(sha256("bytes"));
    CHECK(is_blob == (point == "blob.after_rename"));
    CHECK(std::filesystem::exists(folder / "clip") == !is_blob);
    if (!is_blob) {
      must(blobs.put(folder / "clip"));
    }
    CHECK(must(blobs.verify(sha256("bytes"))));
  }
}

TEST_CASE("put: the same bytes from threads and processes at once") {
  const test::Folder folder;
  const BlobStore blobs(folder / "blobs");
  const std::string bytes(300'000, 'b');
  const auto work = [&](const std::string& name) {
    for (int i = 0; i < 20; ++i) {
      test::write(folder / name, bytes);
      must(blobs.put(folder / name));
    }
  };
  SUBCASE("threads") {
    std::thread other(work, "a");
    work("b");
    other.join();
  }
  SUBCASE("processes") {
    CHECK(test::in_child_while([&] { work("a"); }, [&] { work("b"); }) == 0);
  }
  CHECK(must(blobs.list()).size() == 1);
  CHECK(must(blobs.verify(sha256(bytes))));
}

TEST_CASE("list: only files whose name and folder are a digest") {
  const test::Folder folder;
  const BlobStore blobs(folder / "blobs");
  CHECK(must(blobs.list()).empty());
  test::write(folder / "a", "bytes");
  const Digest digest = must(blobs.put(folder / "a")).digest;
  const auto shard = blobs.path_of(digest).parent_path();
  std::filesystem::create_directories(folder / "blobs/zz");
  test::write(folder / "blobs/zz" / digest.hex(), "wrong folder");
  test::write(shard / ".x.tmp", "unfinished");
  test::write(shard / digest.text(), "another spelling");
  CHECK(must(blobs.list()).size() == 1);
  CHECK(must(blobs.sizes()).size() == 1);
  CHECK(must(blobs.foreign_files()).size() == 3);
}

TEST_CASE("quarantine and remove") {
  const test::Folder folder;
  const BlobStore blobs(folder / "blobs");
  test::write(folder / "a", "bytes");
  const Digest digest = must(blobs.put(folder / "a")).digest;
  SUBCASE("quarantine") {
    must(blobs.quarantine(digest));
    CHECK(test::read(blobs.damaged() / digest.hex()) == "bytes");
    CHECK_FALSE(blobs.quarantine(digest).has_value());
  }
  SUBCASE("remove") {
    CHECK(must(blobs.remove(digest)) == 5);
    CHECK(must(blobs.remove(digest)) == 0);
  }
  CHECK(must(blobs.list()).empty());
  CHECK_FALSE(blobs.verify(digest).has_value());
}

}  // namespace reshoot
