// SPDX-License-Identifier: Apache-2.0
// Bytes are looked at once; damage is told and moved aside.

#include "execute/checked_blobs.h"

#include <doctest/doctest.h>

#include <fstream>

#include "support/test_build.h"

using namespace reshoot;
using namespace reshoot::test;

namespace {

struct Setting {
  TestBuild t;
  Store store = t.open();
  CheckedBlobs checked{store};
  std::vector<std::string> notes;

  Digest put(const std::string& bytes) {
    const auto file = t.workspace.path() / "bytes";
    REQUIRE(write_file_atomically(file, bytes));
    return store.blobs.put(file)->digest;
  }
  void damage(const Digest& blob) {
    const auto file = store.blobs.path_of(blob);
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    std::ofstream(file) << "damaged beyond recognition";
  }
  bool check(const Digest& blob) {
    const Result<bool> whole = checked.check(blob, notes);
    REQUIRE(whole);
    return *whole;
  }
};

}  // namespace

TEST_CASE("checked blobs: what is whole is whole, and needs no second look") {
  Setting s;
  const Digest blob = s.put("a clip");
  CHECK(s.check(blob));
  s.damage(blob);
  CHECK(s.check(blob));
  CHECK(s.notes.empty());
}

TEST_CASE("checked blobs: what was just hashed needs no look") {
  Setting s;
  const Digest blob = s.put("a clip");
  s.checked.add(blob);
  s.damage(blob);
  CHECK(s.check(blob));
}

TEST_CASE("checked blobs: damage is moved aside and told") {
  Setting s;
  const Digest blob = s.put("a clip");
  s.damage(blob);
  CHECK_FALSE(s.check(blob));
  REQUIRE(s.notes.size() == 1);
  CHECK(s.notes[0] == "blob " + blob.text() + " was damaged and has been moved aside");
  CHECK_FALSE(std::filesystem::exists(s.store.blobs.path_of(blob)));
  CHECK_FALSE(s.check(blob));  // now it is gone
  CHECK(s.notes[1] == "blob " + blob.text() + " is missing");
}

TEST_CASE("checked blobs: bytes that came back are found") {
  Setting s;
  const Digest blob = sha256("a clip");
  CHECK_FALSE(s.check(blob));
  s.put("a clip");
  CHECK(s.check(blob));
}
