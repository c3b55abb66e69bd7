// SPDX-License-Identifier: Apache-2.0
#include "store/build_lock.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <csignal>
#include <vector>

#include "support.h"

namespace reshoot {

using test::must;
using test::must_fail;

TEST_CASE("BuildLock: one at a time, with the holder's name") {
  const test::Folder folder;
  const auto file = folder / "build.lock";
  ManualClock clock;
  CHECK_FALSE(must(BuildLock::holder(file)).has_value());
  {
    const std::optional<BuildLock> lock = must(BuildLock::try_acquire(file, "acme", clock));
    REQUIRE(lock.has_value());
    const std::optional<LockHolder> holder = must(BuildLock::holder(file));
    REQUIRE(holder.has_value());
    CHECK(holder->pid == ::getpid());
    CHECK_FALSE(holder->host.empty());
    CHECK(holder->since == clock.wall());
    CHECK(holder->campaign == "acme");
    CHECK_FALSE(must(BuildLock::try_acquire(file, "other", clock)).has_value());
    CHECK(must(BuildLock::holder(file)) == holder);
    CHECK(test::in_child([&] {
            if (must(BuildLock::try_acquire(file, "other", clock))) {
              throw std::runtime_error("two hold it");
            }
          }) == 0);
  }
  CHECK_FALSE(must(BuildLock::holder(file)).has_value());
  CHECK(must(BuildLock::try_acquire(file, "other", clock)).has_value());
}

TEST_CASE("BuildLock: freed by the kernel when its holder dies") {
  const test::Folder folder;
  const auto file = folder / "build.lock";
  ManualClock clock;
  CHECK(test::was_killed(test::in_child([&] {
    const std::optional<BuildLock> lock = must(BuildLock::try_acquire(file, "acme", clock));
    std::raise(SIGKILL);
  })));
  CHECK_FALSE(test::read(file).empty());
  CHECK_FALSE(must(BuildLock::holder(file)).has_value());
  CHECK(must(BuildLock::try_acquire(file, "next", clock)).has_value());
}

TEST_CASE("BuildLock: waiting tells of each holder once, and gets it") {
  const test::Folder folder;
  const auto file = folder / "build.lock";
  ManualClock clock;
  const Cancel cancel;
  std::vector<std::string> told;
  std::optional<BuildLock> first;
  std::optional<BuildLock> second;
  first.emplace(*must(BuildLock::try_acquire(file, "first", clock)));
  const BuildLock mine =
      must(BuildLock::acquire(file, "mine", clock, cancel, [&](const LockHolder& holder) {
        told.push_back(holder.campaign);
        if (holder.campaign == "first") {
          first.reset();
          second.emplace(*must(BuildLock::try_acquire(file, "second", clock)));
        } else {
          second.reset();
        }
      }));
  CHECK(told == std::vector<std::string>{"first", "second"});
  CHECK(must(BuildLock::holder(file))->campaign == "mine");
}

TEST_CASE("BuildLock: waiting ends when asked to stop") {
  const test::Folder folder;
  const auto file = folder / "build.lock";
  ManualClock clock;
  Cancel cancel;
  const std::optional<BuildLock> other = must(BuildLock::try_acquire(file, "other", clock));
  const Error error = must_fail(BuildLock::acquire(file, "mine", clock, cancel,
                                                   [&](const LockHolder&) { cancel.request(); }));
  CHECK(error.kind == ErrorKind::cancelled);
}

TEST_CASE("BuildLock: a note that makes no sense says nothing") {
  const test::Folder folder;
  const auto file = folder / "build.lock";
  ManualClock clock;
  const std::optional<BuildLock> lock = must(BuildLock::try_acquire(file, "acme", clock));
  for (const std::string_view note :
       {"", "\n\n", "pid", "pid x\nsince \n", "pid 99999999999999\n"}) {
    test::write(file, note);
    const std::optional<LockHolder> holder = must(BuildLock::holder(file));
    REQUIRE(holder.has_value());
    CHECK(*holder == LockHolder{});
  }
  test::write(file, std::string(1'000'000, 'x'));
  CHECK(must(BuildLock::holder(file)) == LockHolder{});
}

TEST_CASE("BuildLock: a missing folder is said") {
  const test::Folder folder;
  ManualClock clock;
  CHECK_FALSE(BuildLock::try_acquire(folder / "no/build.lock", "acme", clock).has_value());
  CHECK_FALSE(must(BuildLock::holder(folder / "no/build.lock")).has_value());
}

}  // namespace reshoot
