// SPDX-License-Identifier: Apache-2.0
#include "cli/lock_roots.h"

#include <doctest/doctest.h>

#include "store/lock_file.h"

namespace reshoot {
namespace {

std::string lock_of(const std::string& clip, const std::string& bytes) {
  Lock lock;
  lock.clips = {{clip, sha256(clip), sha256(bytes), 5, "gmi/wan2.7-r2v", 7}};
  return lock_text(lock);
}

}  // namespace

TEST_CASE("is_lock: ours among those of other tools") {
  struct Row {
    const char* why;
    LockCandidate candidate;
    bool ours;
  };
  const Row rows[] = {
      {"by name", {"", "films/campaign.lock", "", ""}, true},
      {"at the top", {"", "campaign.lock", "garbage", ""}, true},
      {"by what it says", {"", "spring.lock", lock_of("a", "b"), ""}, true},
      {"by its campaign, however damaged", {"", "spring.lock", "", "# x\nreshoot: 1\n"}, true},
      {"of a chart", {"", "Chart.lock", "dependencies: []\n", "apiVersion: v2\n"}, false},
      {"of Python", {"", "poetry.lock", "[[package]]\n", ""}, false},
      {"of a file that only mentions us", {"", "x.lock", "", "uses: 'reshoot: 1'\n"}, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.why);
    CHECK(is_lock(row.candidate) == row.ours);
  }
}

TEST_CASE("add_lock: pins of a lock; the first that has them is named") {
  LockRoots roots;
  const Console quiet;
  REQUIRE(add_lock({"branch main", "campaign.lock", lock_of("a", "one"), ""}, quiet, roots));
  REQUIRE(add_lock({"branch side", "campaign.lock", lock_of("b", "one"), ""}, quiet, roots));
  REQUIRE(add_lock({"branch side", "x.lock", "of another tool", ""}, quiet, roots));
  CHECK(roots == LockRoots{{sha256("one"), "branch main"}});
}

TEST_CASE("add_lock: of a merge that is not settled, both sides") {
  LockReading reading;
  const auto take = [](const char* bytes) {
    return LockedTake{"a", sha256("a"), sha256(bytes), 5, "gmi/wan2.7-r2v", 7};
  };
  reading.disputes = {{"a", take("ours"), take("theirs"), take("base"), {}}};
  LockRoots roots;
  REQUIRE(add_lock({"work tree /x", "campaign.lock", lock_text(reading), ""}, {}, roots));
  CHECK(roots.size() == 3);
  CHECK(roots.contains(sha256("ours")));
  CHECK(roots.contains(sha256("theirs")));
}

TEST_CASE("add_lock: one that cannot be read stops everything") {
  for (const std::string& text :
       {std::string(), std::string("garbage\n"), lock_of("a", "b").substr(0, 300)}) {
    LockRoots roots;
    const auto added = add_lock({"branch side", "films/campaign.lock", text, ""}, {}, roots);
    REQUIRE_FALSE(added);
    CHECK(added.error().kind == ErrorKind::campaign);
    CHECK(added.error().message.find("films/campaign.lock of branch side") != std::string::npos);
    CHECK(roots.empty());
  }
}

}  // namespace reshoot
