// SPDX-License-Identifier: Apache-2.0
#include "store/scratch.h"

#include <doctest/doctest.h>

#include <csignal>
#include <optional>

#include "support.h"

namespace reshoot {

using test::must;

TEST_CASE("Scratch: removed with all it holds; other folders in use stay") {
  const test::Folder folder;
  const auto parent = folder / "scratch";
  std::optional<Scratch> first = must(Scratch::create(parent));
  const Scratch second = must(Scratch::create(parent));
  CHECK(first->path() != second.path());
  test::write(first->path() / "half", "x");
  const auto gone = first->path();
  first.reset();
  CHECK_FALSE(std::filesystem::exists(gone));
  CHECK(must(clean_scratch(parent)) == 0);
  CHECK(std::filesystem::exists(second.path()));
}

TEST_CASE("clean_scratch: takes away what the dead left") {
  const test::Folder folder;
  const auto parent = folder / "scratch";
  CHECK(must(clean_scratch(parent)) == 0);
  CHECK_FALSE(std::filesystem::exists(parent));
  const int status = test::in_child([&] {
    const Scratch lost = must(Scratch::create(parent));
    test::write(lost.path() / "half", "x");
    std::raise(SIGKILL);
  });
  CHECK(test::was_killed(status));
  test::write(parent / "stray", "x");
  const Scratch mine = must(Scratch::create(parent));
  CHECK(must(clean_scratch(parent)) == 2);
  CHECK(std::distance(std::filesystem::directory_iterator(parent), {}) == 1);
  CHECK(std::filesystem::exists(mine.path()));
}

TEST_CASE("clean_scratch: another process's folder stays while it lives") {
  const test::Folder folder;
  const Scratch mine = must(Scratch::create(folder / "scratch"));
  CHECK(test::in_child([&] { must(clean_scratch(folder / "scratch")); }) == 0);
  CHECK(std::filesystem::exists(mine.path()));
}

}  // namespace reshoot
