// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>

#include "store/remote.h"
#include "support.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;
using test::must;
using test::must_fail;

/// A remote in a folder of its own, and files to put into it.
struct Place {
  Place() { fs::create_directories(root); }

  [[nodiscard]] std::unique_ptr<Remote> open() const { return must(open_folder_remote(root)); }
  [[nodiscard]] fs::path file(std::string_view bytes) const {
    const fs::path path = folder / "source";
    test::write(path, bytes);
    return path;
  }
  /// Another text in the marker, which is read-only.
  void mark(std::string_view text) const {
    fs::remove(root / "reshoot-remote.json");
    test::write(root / "reshoot-remote.json", text);
  }
  /// What a `get` brings.
  [[nodiscard]] std::string got(const Remote& remote, std::string_view name) const {
    const fs::path to = folder / "got";
    fs::remove(to);
    must(remote.get(name, to, {}));
    return test::read(to);
  }
  [[nodiscard]] std::size_t incoming() const {
    return fs::exists(root / "incoming") ? static_cast<std::size_t>(std::distance(
                                               fs::directory_iterator(root / "incoming"), {}))
                                         : 0;
  }

  test::Folder folder;
  fs::path root = folder / "remote";
};

bool says(const Error& error, std::string_view words) {
  return (error.message + "\n" + error.help).find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("FolderRemote: put, get, list, replace, move, remove") {
  const Place place;
  const auto remote = place.open();
  CHECK(remote->place() == place.root.string());
  CHECK_FALSE(must(remote->size("blobs/ab/x")).has_value());
  CHECK(must(remote->list("blobs/ab")).empty());
  must(remote->put("blobs/ab/x", place.file("one"), {}));
  must(remote->put("blobs/ab/b", place.file(""), {}));
  must(remote->put("blobs/ab/sub/file", place.file("f"), {}));
  CHECK(must(remote->size("blobs/ab/x")) == 3);
  CHECK(must(remote->list("blobs/ab")) == std::vector<std::string>{"b", "x"});
  CHECK(place.got(*remote, "blobs/ab/x") == "one");
  CHECK(place.got(*remote, "blobs/ab/b").empty());
  must(remote->put("blobs/ab/x", place.file("another"), {}));
  CHECK(place.got(*remote, "blobs/ab/x") == "another");
  must(remote->move("blobs/ab/x", "damaged/x"));
  must(remote->move("blobs/ab/x", "damaged/x"));
  must(remote->move("nowhere/x", "damaged/x"));
  CHECK_FALSE(must(remote->size("blobs/ab/x")).has_value());
  CHECK(place.got(*remote, "damaged/x") == "another");
  must(remote->move("damaged/x", "blobs/ab/b"));
  CHECK(place.got(*remote, "blobs/ab/b") == "another");
  must(remote->remove("blobs/ab/b"));
  must(remote->remove("blobs/ab/b"));
  must(remote->remove("nowhere/x"));
  CHECK_FALSE(must(remote->size("blobs/ab/x")).has_value());
  CHECK(place.incoming() == 0);
  CHECK(test::read(place.root / "reshoot-remote.json").find("\"schema_version\": 1") !=
        std::string::npos);
}

TEST_CASE("FolderRemote: a file of many blocks, with its progress") {
  const Place place;
  const auto remote = place.open();
  const std::string bytes = std::string(3'000'000, 'x') + "end";
  std::uint64_t told = 0;
  int calls = 0;
  const Transfer watched{nullptr, [&](std::uint64_t more) {
                           told += more;
                           ++calls;
                         }};
  must(remote->put("a", place.file(bytes), watched));
  CHECK(told == bytes.size());
  CHECK(calls >= 3);
  told = 0;
  must(remote->get("a", place.folder / "copy", watched));
  CHECK(told == bytes.size());
  CHECK(test::read(place.folder / "copy") == bytes);
}

TEST_CASE("FolderRemote: stopped between blocks, nothing half there") {
  const Place place;
  const auto remote = place.open();
  const fs::path source = place.file(std::string(3'000'000, 'x'));
  must(remote->put("whole", source, {}));
  Cancel cancel;
  const Transfer stopped{&cancel, [&](std::uint64_t) { cancel.request(); }};
  CHECK(must_fail(remote->put("a", source, stopped)).kind == ErrorKind::cancelled);
  CHECK(must_fail(remote->get("whole", place.folder / "copy", stopped)).kind ==
        ErrorKind::cancelled);
  CHECK_FALSE(must(remote->size("a")).has_value());
  CHECK_FALSE(fs::exists(place.folder / "copy"));
  CHECK(place.incoming() == 0);
}

TEST_CASE("FolderRemote: a folder that is not there is no empty remote") {
  const Place place;
  fs::remove(place.root);
  const Error error = must_fail(open_folder_remote(place.root));
  CHECK(error.kind == ErrorKind::environment);
  CHECK(says(error, "mounted"));
  test::write(place.root, "a file");
  CHECK(must_fail(open_folder_remote(place.root)).kind == ErrorKind::environment);
}

TEST_CASE("FolderRemote: a folder with other things in it is refused, and left alone") {
  const Place place;
  test::write(place.root / "thesis.doc", "years of work");
  const auto remote = place.open();
  const Error error = must_fail(remote->put("a", place.file("x"), {}));
  CHECK(error.kind == ErrorKind::environment);
  CHECK(says(error, "thesis.doc"));
  CHECK(std::distance(fs::directory_iterator(place.root), {}) == 1);
  fs::remove(place.root / "thesis.doc");
  test::write(place.root / ".DS_Store", "");
  fs::create_directory(place.root / "lost+found");
  must(remote->put("a", place.file("x"), {}));
  test::write(place.root / "notes.txt", "welcome to our remote");
  must(place.open()->put("b", place.file("x"), {}));
}

TEST_CASE("FolderRemote: a remote of a later version, or with a damaged marker, is refused") {
  const Place place;
  must(place.open()->put("a", place.file("x"), {}));
  place.mark("{\"schema_version\": 2}");
  CHECK(says(must_fail(open_folder_remote(place.root)), "newer"));
  for (const char* text : {"", "[]", "{}", "{\"schema_version\": \"1\"}"}) {
    place.mark(text);
    CHECK(says(must_fail(open_folder_remote(place.root)), "damaged"));
  }
}

TEST_CASE("FolderRemote: a mount that went away is told from a file that is not there") {
  const Place place;
  const auto remote = place.open();
  must(remote->put("a", place.file("x"), {}));
  CHECK_FALSE(must(remote->size("b")).has_value());
  fs::rename(place.root, place.folder / "unmounted");
  CHECK(says(must_fail(remote->size("a")), "mounted"));
  fs::create_directory(place.root);  // the bare mount point
  CHECK(says(must_fail(remote->size("a")), "mounted"));
  CHECK(says(must_fail(remote->list("blobs")), "mounted"));
  CHECK(says(must_fail(remote->put("b", place.file("x"), {})), "mounted"));
  CHECK(fs::is_empty(place.root));
}

TEST_CASE("FolderRemote: names that are none") {
  const Place place;
  const auto remote = place.open();
  for (const char* name : {"", "../a", "/etc/passwd", "A", "a/"}) {
    CHECK_FALSE(remote->size(name).has_value());
    CHECK_FALSE(remote->get(name, place.folder / "copy", {}).has_value());
    CHECK_FALSE(remote->put(name, place.file("x"), {}).has_value());
    CHECK_FALSE(remote->list(name).has_value());
    CHECK_FALSE(remote->move(name, "x").has_value());
    CHECK_FALSE(remote->move("x", name).has_value());
    CHECK_FALSE(remote->remove(name).has_value());
  }
}

TEST_CASE("FolderRemote: what somebody else put there leads nowhere") {
  const Place place;
  const auto remote = place.open();
  must(remote->put("blobs/ab/x", place.file("x"), {}));
  test::write(place.folder / "secret", "secret");
  fs::create_symlink(place.folder / "secret", place.root / "blobs/ab/link");
  fs::create_directory(place.root / "blobs/ab/folder");
  REQUIRE(::mkfifo((place.root / "blobs/ab/pipe").c_str(), 0600) == 0);
  test::write(place.root / "blobs/ab/UPPER", "");
  for (const char* name : {"blobs/ab/link", "blobs/ab/folder", "blobs/ab/pipe"}) {
    CAPTURE(name);
    CHECK_FALSE(must(remote->size(name)).has_value());
    CHECK_FALSE(remote->get(name, place.folder / "copy", {}).has_value());
    CHECK_FALSE(fs::exists(place.folder / "copy"));
  }
  CHECK(must(remote->list("blobs/ab")) == std::vector<std::string>{"x"});
  // A link is replaced by the file, not written through; a folder stays, and is named.
  must(remote->put("blobs/ab/link", place.file("ours"), {}));
  CHECK(test::read(place.folder / "secret") == "secret");
  CHECK(place.got(*remote, "blobs/ab/link") == "ours");
  CHECK(says(must_fail(remote->put("blobs/ab/folder", place.file("x"), {})), "blobs/ab/folder"));
  CHECK(place.incoming() == 0);
}

TEST_CASE("FolderRemote: a full disk") {
  const Place place;
  const auto remote = place.open();
  must(remote->put("a", place.file("x"), {}));
  const fs::path source = place.file(std::string(100'000, 'x'));
  {
    const test::FileSizeLimit full(50'000);
    const Error error = must_fail(remote->put("b", source, {}));
    CHECK(error.kind == ErrorKind::environment);
    CHECK(says(error, "is kept"));
  }
  CHECK_FALSE(must(remote->size("b")).has_value());
  CHECK(place.incoming() == 0);
}

TEST_CASE("FolderRemote: a folder that may not be written" *
          doctest::skip(::geteuid() == 0 /* whom no permission stops */)) {
  const Place place;
  fs::permissions(place.root, fs::perms::owner_read | fs::perms::owner_exec);
  const Error error = must_fail(place.open()->put("a", place.file("x"), {}));
  fs::permissions(place.root, fs::perms::owner_all);
  CHECK(says(error, "permission denied"));
}

TEST_CASE("FolderRemote: a writer that dies leaves nothing of that name, and is cleaned up") {
  const Place place;
  const auto remote = place.open();
  must(remote->put("a", place.file("old"), {}));
  const fs::path source = place.file("new");
  CHECK(test::was_killed(
      test::crash_at("remote.before_rename", [&] { must(place.open()->put("a", source, {})); })));
  CHECK(place.got(*remote, "a") == "old");
  REQUIRE(place.incoming() == 1);
  must(place.open()->put("b", source, {}));
  CHECK(place.incoming() == 1);  // it may still be written
  const fs::path left = fs::directory_iterator(place.root / "incoming")->path();
  fs::last_write_time(left, fs::file_time_type::clock::now() - std::chrono::hours(25));
  must(place.open()->put("b", source, {}));
  CHECK(place.incoming() == 0);
  CHECK(place.got(*remote, "b") == "new");
}

TEST_CASE("FolderRemote: two writers of one name, and a reader that only sees whole files") {
  const Place place;
  const auto remote = place.open();
  const std::string a(300'000, 'a');
  const std::string b(200'000, 'b');
  test::write(place.folder / "a", a);
  test::write(place.folder / "b", b);
  must(remote->put("name", place.folder / "a", {}));
  const int status = test::in_child_while(
      [&] {
        const auto other = place.open();
        for (int i = 0; i < 50; ++i) {
          must(other->put("name", place.folder / "b", {}));
        }
      },
      [&] {
        for (int i = 0; i < 50; ++i) {
          must(remote->put("name", place.folder / "a", {}));
          const std::string got = place.got(*remote, "name");
          CHECK((got == a || got == b));
        }
      });
  CHECK(status == 0);
  CHECK(place.incoming() == 0);
}

}  // namespace reshoot
