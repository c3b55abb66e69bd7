// SPDX-License-Identifier: Apache-2.0
#include "store/transfer_plan.h"

#include <doctest/doctest.h>

#include <string>

#include "support.h"

namespace reshoot {
namespace {

using test::digest_of;

Take take(TakeId id, std::string_view key, std::string_view bytes) {
  Take out;
  out.id = id;
  out.uuid = "uuid " + std::to_string(id);
  out.clip_key = digest_of(key);
  out.state = TakeState::fetched;
  out.blob = digest_of(bytes);
  out.bytes = bytes.size();
  return out;
}

LockedTake locked(std::string clip, std::string_view key, std::string_view bytes) {
  return {std::move(clip), digest_of(key), digest_of(bytes), bytes.size(), "gmi/m", 1};
}

std::string names(const std::vector<WantedTake>& takes) {
  std::string out;
  for (const WantedTake& one : takes) {
    out += one.name + (one.here ? " here" : "") + (one.known ? " known" : "") +
           (one.revive.empty() ? "" : " revive") + "; ";
  }
  return out;
}

}  // namespace

TEST_CASE("takes_to_share: what has bytes here, once") {
  std::vector<Take> takes{take(1, "a", "x"), take(2, "b", "y"), take(3, "a", "x"),
                          take(4, "c", "x"), take(5, "d", "z"), take(6, "e", "w"),
                          take(7, "f", "v"), take(8, "g", "u")};
  takes[4].collected = true;
  takes[5].state = TakeState::lost;
  takes[6].state = TakeState::failed;
  takes[6].blob.reset();
  takes[7].rejected = true;
  takes[7].cost = Money{1};  // it was paid for, and the reason may change
  const DigestSet here{digest_of("x"), digest_of("z"), digest_of("w"), digest_of("u")};
  const std::vector<Take> share = takes_to_share(takes, here);
  REQUIRE(share.size() == 3);
  CHECK(share[0].id == 1);
  CHECK(share[1].id == 4);
  CHECK(share[2].id == 8);
}

TEST_CASE("takes_to_share: rejected takes of free models stay here") {
  std::vector<Take> takes{take(1, "a", "x"), take(2, "b", "y"), take(3, "b", "y")};
  takes[0].rejected = true;
  takes[1].rejected = true;
  takes[1].cost_elsewhere = Money{1};
  const std::vector<Take> share = takes_to_share(takes, {digest_of("x"), digest_of("y")});
  REQUIRE(share.size() == 1);
  CHECK(share[0].id == 3);
}

TEST_CASE("takes_to_bring: what is missing here, or unknown") {
  std::vector<Take> takes{take(1, "a", "x"), take(2, "b", "y"), take(3, "c", "z"),
                          take(4, "d", "w")};
  takes[2].collected = true;
  takes[3].state = TakeState::lost;
  const auto bring = [&](const std::vector<LockedTake>& locks, const DigestSet& here) {
    return names(takes_to_bring(takes, locks, here));
  };
  const DigestSet x{digest_of("x")};
  CHECK(bring({}, x) == "uuid 2 known; ");
  CHECK(bring({locked("clip", "a", "x")}, x) == "uuid 2 known; ");
  CHECK(bring({locked("clip", "b", "y"), locked("twin", "b", "y")}, x) == "clip known; ");
  CHECK(bring({locked("clip", "n", "new")}, x) == "clip; uuid 2 known; ");
  CHECK(bring({locked("clip", "n", "x")}, x) == "clip here; uuid 2 known; ");
  CHECK(bring({locked("clip", "a", "other")}, x) == "clip; uuid 2 known; ");
  // A pin brings back what was dropped on purpose, or thought lost.
  CHECK(bring({locked("clip", "c", "z"), locked("clip2", "d", "w")}, x) ==
        "clip known revive; clip2 known revive; uuid 2 known; ");
  CHECK(bring({locked("clip", "c", "z")}, {digest_of("z"), digest_of("x"), digest_of("y")}) ==
        "clip here known revive; ");
}

}  // namespace reshoot
