// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sys/resource.h>
#include <csignal>

#include "base/io_error.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

TempDirectory new_folder() {
  auto folder = TempDirectory::create(fs::temp_directory_path(), "reshoot-files-");
  REQUIRE(folder);
  return *std::move(folder);
}

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

}  // namespace

TEST_CASE("read_file: whole files up to the cap") {
  const TempDirectory folder = new_folder();
  const fs::path path = folder.path() / "a";
  REQUIRE(write_file_atomically(path, "hello"));
  CHECK(*read_file(path, 5) == "hello");
  CHECK(*read_head(path, 2) == "he");
  CHECK(*read_head(path, 99) == "hello");
  const auto too_large = read_file(path, 4);
  REQUIRE_FALSE(too_large);
  CHECK(too_large.error().message ==
        "cannot read '" + path.string() + "': it is larger than 4 bytes");
}

TEST_CASE("read_file: folders and pipes are refused, and a pipe is not waited for") {
  const TempDirectory folder = new_folder();
  const auto directory = read_file(folder.path(), 10);
  REQUIRE_FALSE(directory);
  CHECK(directory.error().message.ends_with("it is a folder, not a file"));
  const fs::path pipe = folder.path() / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK_FALSE(read_file(pipe, 10));
  CHECK_FALSE(read_head(pipe, 10));
}

TEST_CASE("stat_file: follows links; nothing there is no error") {
  const TempDirectory folder = new_folder();
  REQUIRE(write_file_atomically(folder.path() / "a", "hello"));
  fs::create_symlink("a", folder.path() / "link");
  const auto file = stat_file(folder.path() / "link");
  REQUIRE(file);
  REQUIRE(file->has_value());
  CHECK((*file)->size == 5);
  CHECK((*file)->is_file);
  CHECK(*stat_file(folder.path() / "a") == *file);
  CHECK((*stat_file(folder.path()))->is_directory);
  CHECK_FALSE(stat_file(folder.path() / "b")->has_value());
  CHECK_FALSE(stat_file(folder.path() / "a" / "b")->has_value());
}

TEST_CASE("AtomicFile: nothing appears before commit, nothing stays without") {
  const TempDirectory folder = new_folder();
  const fs::path path = folder.path() / "a";
  {
    auto dropped = AtomicFile::create(path);
    REQUIRE(dropped);
    REQUIRE(dropped->write("half"));
    CHECK_FALSE(fs::exists(path));
  }
  CHECK(entries(folder.path()) == 0);
  auto kept = AtomicFile::create(path);
  REQUIRE(kept);
  AtomicFile moved = std::move(*kept);
  REQUIRE(moved.write("who"));
  REQUIRE(moved.write("le"));
  REQUIRE(moved.commit());
  CHECK(*read_file(path, 100) == "whole");
  CHECK(entries(folder.path()) == 1);
}

TEST_CASE("AtomicFile: a file that exists is replaced, or kept as it was") {
  const TempDirectory folder = new_folder();
  const fs::path path = folder.path() / "a";
  REQUIRE(write_file_atomically(path, "first"));
  {
    auto dropped = AtomicFile::create(path);
    REQUIRE(dropped->write("x"));
  }
  CHECK(*read_file(path, 100) == "first");
  REQUIRE(write_file_atomically(path, "second"));
  CHECK(*read_file(path, 100) == "second");
}

TEST_CASE("AtomicFile: a folder that is missing is named") {
  const auto file = write_file_atomically("/nowhere/at/all/file", "x");
  REQUIRE_FALSE(file);
  CHECK(file.error().kind == ErrorKind::environment);
  CHECK(file.error().message == "cannot write '/nowhere/at/all/file': no such file or folder");
}

TEST_CASE("write_file_atomically: a full disk says so and leaves the old file") {
  // /dev/full cannot be renamed onto, so a file size limit stands in for the full disk.
  const TempDirectory folder = new_folder();
  const fs::path path = folder.path() / "a";
  REQUIRE(write_file_atomically(path, "old"));
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{1000, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  const auto written = write_file_atomically(path, std::string(5000, 'x'));
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  REQUIRE_FALSE(written);
  CHECK(written.error().message ==
        "cannot write '" + path.string() + "': the file would be too large");
  CHECK_FALSE(written.error().help.empty());
  CHECK(*read_file(path, 100) == "old");
  CHECK(entries(folder.path()) == 1);
}

TEST_CASE("copy_file_atomically: equal bytes, another inode") {
  const TempDirectory folder = new_folder();
  const fs::path from = folder.path() / "from";
  const fs::path to = folder.path() / "to";
  for (const std::size_t size : {std::size_t{0}, std::size_t{5}, std::size_t{3'000'000}}) {
    CAPTURE(size);
    const std::string bytes(size, 'z');
    REQUIRE(write_file_atomically(from, bytes));
    REQUIRE(copy_file_atomically(from, to));
    CHECK(*read_file(to, 4'000'000) == bytes);
    CHECK((*stat_file(from))->inode != (*stat_file(to))->inode);
  }
  CHECK_FALSE(copy_file_atomically(folder.path() / "missing", folder.path() / "b"));
  CHECK(entries(folder.path()) == 2);
}

TEST_CASE("copy_file_atomically: across file systems, where the kernel cannot copy") {
  const TempDirectory folder = new_folder();
  const auto memory = TempDirectory::create("/dev/shm", "reshoot-files-");
  if (!memory) {
    return;  // this machine has no second file system at hand
  }
  const std::string bytes(2'500'000, 'y');
  REQUIRE(write_file_atomically(memory->path() / "from", bytes));
  REQUIRE(copy_file_atomically(memory->path() / "from", folder.path() / "to"));
  CHECK(*read_file(folder.path() / "to", 4'000'000) == bytes);
}

TEST_CASE("make_directories: all of a path, again without complaint, not through a file") {
  const TempDirectory folder = new_folder();
  REQUIRE(make_directories(folder.path() / "a" / "b"));
  REQUIRE(make_directories(folder.path() / "a" / "b"));
  CHECK(fs::is_directory(folder.path() / "a" / "b"));
  CHECK(sync_directory(folder.path() / "a"));
  REQUIRE(write_file_atomically(folder.path() / "file", "x"));
  CHECK_FALSE(make_directories(folder.path() / "file" / "b"));
  CHECK_FALSE(sync_directory(folder.path() / "file"));
}

TEST_CASE("TempDirectory: goes with all it holds, but not with what it links to") {
  const TempDirectory outside = new_folder();
  REQUIRE(write_file_atomically(outside.path() / "kept", "x"));
  fs::path gone;
  {
    const TempDirectory folder = new_folder();
    gone = folder.path();
    REQUIRE(make_directories(gone / "a" / "b"));
    fs::create_directory_symlink(outside.path(), gone / "a" / "link");
  }
  CHECK_FALSE(fs::exists(gone));
  CHECK(fs::exists(outside.path() / "kept"));
}

TEST_CASE("io_failure: what happened to which file, and what to do") {
  const Error full = io_failure("write", "out/a.mp4", ENOSPC).value();
  CHECK(full.kind == ErrorKind::environment);
  CHECK(full.message == "cannot write 'out/a.mp4': the disk is full");
  CHECK(full.help == "free some space and run the command again");
  CHECK(io_failure("read", "a\nb", EACCES).value().message ==
        "cannot read 'a\\nb': permission denied");
  CHECK_FALSE(io_failure("read", "a", EILSEQ).value().message.empty());
}

}  // namespace reshoot
