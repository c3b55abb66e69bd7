// SPDX-License-Identifier: Apache-2.0
#include "store/remote_path.h"

#include <doctest/doctest.h>

#include <cerrno>
#include <string>

#include "support.h"

namespace reshoot {

using test::must;

TEST_CASE("is_remote_name: the allowed form, and nothing that leads elsewhere") {
  struct Row {
    std::string name;
    bool good;
  };
  for (const Row& row : {Row{"a", true},
                         Row{"blobs/ab/abcd", true},
                         Row{"takes/0/1.json", true},
                         Row{"reshoot-remote.json", true},
                         Row{"a_b/c-d.e", true},
                         Row{"", false},
                         Row{"/a", false},
                         Row{"a/", false},
                         Row{"a//b", false},
                         Row{".", false},
                         Row{"..", false},
                         Row{"../a", false},
                         Row{"a/../b", false},
                         Row{"a/.b", false},
                         Row{"A", false},
                         Row{"a b", false},
                         Row{"a\\b", false},
                         Row{std::string("a\0b", 3), false},
                         Row{"a\n", false},
                         Row{"ä", false},
                         Row{std::string(201, 'a'), false}}) {
    CAPTURE(row.name);
    CHECK(is_remote_name(row.name) == row.good);
  }
}

TEST_CASE("open_parent and make_parent: part by part, and through no link") {
  const test::Folder folder;
  const std::filesystem::path root = folder / "remote";
  std::filesystem::create_directories(root / "real");
  std::filesystem::create_directories(folder / "elsewhere");
  std::filesystem::create_directory_symlink(folder / "elsewhere", root / "link");
  test::write(root / "file", "x");
  const UniqueFd fd = must(open_remote_root(root));
  CHECK(must(open_parent(fd, root, "a")).has_value());
  CHECK(must(open_parent(fd, root, "real/a")).has_value());
  CHECK_FALSE(must(open_parent(fd, root, "none/a")).has_value());
  CHECK_FALSE(must(open_parent(fd, root, "link/a")).has_value());
  CHECK_FALSE(must(open_parent(fd, root, "file/a")).has_value());
  must(make_parent(fd, root, "new/newer/a"));
  CHECK(std::filesystem::is_directory(root / "new/newer"));
  CHECK_FALSE(make_parent(fd, root, "link/b/a").has_value());
  CHECK_FALSE(make_parent(fd, root, "file/b/a").has_value());
  CHECK_FALSE(std::filesystem::exists(folder / "elsewhere/b"));
}

TEST_CASE("make_parent: whoever may use the root may use the folders in it") {
  const test::Folder folder;
  namespace fs = std::filesystem;
  const fs::path root = folder / "remote";
  fs::create_directories(root);
  fs::permissions(root, fs::perms::all);
  const UniqueFd fd = must(open_remote_root(root));
  must(make_parent(fd, root, "blobs/ab/file"));
  CHECK(fs::status(root / "blobs").permissions() == fs::perms::all);
  CHECK(fs::status(root / "blobs/ab").permissions() == fs::perms::all);
}

TEST_CASE("remote_failure: what happened, where, what is kept") {
  for (const int number : {ENOSPC, EACCES, ESTALE, EHOSTDOWN}) {
    const Error error = remote_failure("write", "/mnt/team", "blobs/ab/x", number).value();
    CHECK(error.kind == ErrorKind::environment);
    CHECK(error.message.find("/mnt/team/blobs/ab/x") != std::string::npos);
    CHECK(error.help.find("is kept") != std::string::npos);
  }
}

}  // namespace reshoot
