// SPDX-License-Identifier: Apache-2.0
#include "store/ledger.h"

#include <doctest/doctest.h>

#include <string>

#include "store/ledger_impl.h"
#include "store/migrations.h"
#include "store/sqlite.h"
#include "support.h"

namespace reshoot {
namespace {

using test::artifact;
using test::digest_of;
using test::must;
using test::must_fail;
using test::new_take;
using test::open_ledger;

std::size_t entries(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

}  // namespace

TEST_CASE("Ledger: a take's life, reopened after each step") {
  const test::Folder folder;
  const auto file = folder / "reshoot.db";
  ManualClock clock;
  const Take take = must(open_ledger(file, clock).reserve(new_take("key", Money{600'000})));
  const auto now = [&] { return must(open_ledger(file, clock).takes()).at(0); };
  CHECK(now().state == TakeState::reserved);
  CHECK(now().uuid == take.uuid);
  CHECK(now().model == "gmi/wan2.7-r2v");
  CHECK(now().campaign == "acme");
  CHECK(now().seed == take.seed);
  CHECK(now().created == clock.wall_time);
  must(open_ledger(file, clock).record_intent(take.id));
  CHECK(now().state == TakeState::intent);
  must(open_ledger(file, clock).record_fetched(take.id, artifact("key", "bytes"), Money{500'000}));
  CHECK(now().state == TakeState::fetched);
  must(open_ledger(file, clock).reject(take.uuid, "eyes closed"));
  CHECK(now().rejected);
  CHECK(now().note == "eyes closed");
  must(open_ledger(file, clock).forget_blob(sha256("bytes")));
  CHECK(now().collected);
  must(open_ledger(file, clock).record_remade(take.id, artifact("key", "again")));
  CHECK_FALSE(now().collected);
  CHECK(now().blob == sha256("again"));
  CHECK(must(open_ledger(file, clock).money("acme")).spent.micros == 500'000);
  CHECK(must(open_ledger(file, clock).takes_of(digest_of("key"))).size() == 1);
}

TEST_CASE("Ledger: a take that failed says why and holds no money") {
  const test::Folder folder;
  ManualClock clock;
  Ledger ledger = open_ledger(folder / "reshoot.db", clock);
  const Take take = must(ledger.reserve(new_take("key", Money{600'000})));
  must(ledger.record_intent(take.id));
  must(ledger.record_failed(take.id, "the encoder stopped"));
  CHECK(must(ledger.takes()).at(0).note == "the encoder stopped");
  CHECK(must(ledger.money("acme")).reserved.micros == 0);
}

TEST_CASE("Ledger: artifacts, selections, retakes, step texts, published, builds") {
  const test::Folder folder;
  const auto file = folder / "reshoot.db";
  ManualClock clock;
  const Take take = must(open_ledger(file, clock).reserve(new_take("key")));

  SUBCASE("artifacts") {
    must(open_ledger(file, clock).record_artifact(artifact("a", "old")));
    must(open_ledger(file, clock).record_artifact(artifact("a", "newer")));
    must(open_ledger(file, clock).record_artifact(artifact("b", "x")));
    CHECK(must(open_ledger(file, clock).artifacts()).size() == 2);
    must(open_ledger(file, clock).forget_blob(sha256("x")));
    const std::vector<Artifact> left = must(open_ledger(file, clock).artifacts());
    REQUIRE(left.size() == 1);
    CHECK(left[0].key == digest_of("a"));
    CHECK(left[0].blob == sha256("newer"));
    CHECK(left[0].bytes == 5);
    CHECK(left[0].frames == 30);
    CHECK(left[0].has_sound);
  }
  SUBCASE("selections") {
    Selection used{"welcome", digest_of("key"), take.uuid, false, "", clock.wall()};
    must(open_ledger(file, clock).select("acme", used));
    Selection pin = used;
    pin.pinned = true;
    pin.reason = "better smile";
    must(open_ledger(file, clock).select("acme", pin));
    pin.clip_key = digest_of("as it was edited");
    must(open_ledger(file, clock).select("acme", pin));
    used.clip_key = pin.clip_key;
    must(open_ledger(file, clock).select("acme", used));
    const std::vector<Selection> got = must(open_ledger(file, clock).selections("acme"));
    REQUIRE(got.size() == 3);  // one that the last build used, and a pin for each key
    CHECK(got[0].clip_key == used.clip_key);
    CHECK_FALSE(got[0].pinned);
    for (const Selection& one : {got[1], got[2]}) {
      CHECK(one.clip == "welcome");
      CHECK(one.take_uuid == take.uuid);
      CHECK(one.pinned);
      CHECK(one.reason == "better smile");
      CHECK(one.when == clock.wall());
    }
    CHECK(must(open_ledger(file, clock).selections("other")).empty());
    must(open_ledger(file, clock).select("other", used));
    CHECK(must(open_ledger(file, clock).all_selections()).size() == 4);
    pin.take_uuid = "no such take";
    CHECK_FALSE(open_ledger(file, clock).select("acme", pin).has_value());
  }
  SUBCASE("retakes") {
    must(open_ledger(file, clock)
             .request_retake("acme", {0, "welcome", digest_of("key"), "blinks"}));
    const std::vector<RetakeRequest> open = must(open_ledger(file, clock).open_retakes("acme"));
    REQUIRE(open.size() == 1);
    CHECK(open[0].clip == "welcome");
    CHECK(open[0].clip_key == digest_of("key"));
    CHECK(open[0].reason == "blinks");
    CHECK(must(open_ledger(file, clock).open_retakes("other")).empty());
    must(open_ledger(file, clock)
             .request_retake("acme", {0, "welcome", digest_of("edited"), "again"}));
    must(open_ledger(file, clock).request_retake("acme", {0, "twin", digest_of("edited"), "too"}));
    const std::vector<RetakeRequest> newest = must(open_ledger(file, clock).open_retakes("acme"));
    REQUIRE(newest.size() ==
            1);  // the newest of a clip, and of a key, takes the place of the others
    CHECK(newest[0].clip == "twin");
    must(open_ledger(file, clock).close_retake(newest[0].id, take.uuid));
    CHECK(must(open_ledger(file, clock).open_retakes("acme")).empty());
  }
  SUBCASE("step texts") {
    must(open_ledger(file, clock).record_step_text("acme", "generate:a", digest_of("1"), "one"));
    must(open_ledger(file, clock).record_step_text("acme", "generate:a", digest_of("2"), "two"));
    must(open_ledger(file, clock).record_step_text("acme", "cut:v", digest_of("3"), "three"));
    const auto keys = must(open_ledger(file, clock).step_keys("acme"));
    CHECK(keys.size() == 2);
    CHECK(keys.at("generate:a") == digest_of("2"));
    CHECK(must(open_ledger(file, clock).step_text("acme", "generate:a")) == "two");
    CHECK_FALSE(must(open_ledger(file, clock).step_text("acme", "generate:b")).has_value());
    CHECK(must(open_ledger(file, clock).step_keys("other")).empty());
  }
  SUBCASE("published") {
    const FileStat stat{1, 0xffffffffffffffffULL, 3, -4, 5, true, false};
    must(open_ledger(file, clock)
             .record_published("/w", {"out/acme/launch.mp4", digest_of("old"), {}}));
    must(open_ledger(file, clock)
             .record_published("/w", {"out/acme/launch.mp4", digest_of("v"), stat}));
    must(open_ledger(file, clock)
             .record_published("/v", {"out/acme/launch.mp4", digest_of("w"), {}}));
    const std::vector<Published> got = must(open_ledger(file, clock).published("/w"));
    REQUIRE(got.size() == 1);
    CHECK(got[0].path == "out/acme/launch.mp4");
    CHECK(got[0].blob == digest_of("v"));
    CHECK(got[0].stat == stat);
  }
  SUBCASE("pushed") {
    must(open_ledger(file, clock).record_pushed("/mnt/team", digest_of("a")));
    must(open_ledger(file, clock).record_pushed("/mnt/team", digest_of("a")));
    must(open_ledger(file, clock).record_pushed("/mnt/team", digest_of("b")));
    must(open_ledger(file, clock).record_pushed("/mnt/other", digest_of("c")));
    must(open_ledger(file, clock).forget_pushed("/mnt/team", digest_of("a")));
    must(open_ledger(file, clock).forget_pushed("/mnt/team", digest_of("c")));
    const auto there = must(open_ledger(file, clock).pushed("/mnt/team"));
    CHECK(there.size() == 1);
    CHECK(there.contains(digest_of("b")));
    CHECK(must(open_ledger(file, clock).pushed("/mnt/other")).size() == 1);
  }
  SUBCASE("builds") {
    CHECK_FALSE(must(open_ledger(file, clock).last_build("acme")).has_value());
    const std::int64_t first = must(open_ledger(file, clock).begin_build("acme", false));
    CHECK_FALSE(must(open_ledger(file, clock).last_build("acme"))->ended.has_value());
    clock.advance(Millis(1500));
    must(open_ledger(file, clock).end_build(first, "done"));
    CHECK_FALSE(open_ledger(file, clock)
                    .end_build(must(open_ledger(file, clock).begin_build("other", false)), "magic")
                    .has_value());
    const BuildRow row = must(open_ledger(file, clock).last_build("acme")).value();
    CHECK(row.id == first);
    CHECK(row.outcome == "done");
    must(
        open_ledger(file, clock).begin_build("acme", true));  // a draft is no build of the campaign
    CHECK(must(open_ledger(file, clock).last_build("acme"))->id == first);
    CHECK(row.ended == clock.wall());
  }
}

TEST_CASE("Ledger: several writes in one transaction, rolled back unless committed") {
  const test::Folder folder;
  ManualClock clock;
  Ledger ledger = open_ledger(folder / "reshoot.db", clock);
  {
    const Ledger::Transaction dropped = must(ledger.begin());
    must(ledger.record_artifact(artifact("a", "x")));
    must(ledger.reserve(new_take("key")));
  }
  CHECK(must(ledger.artifacts()).empty());
  CHECK(must(ledger.takes()).empty());
  Ledger::Transaction kept = must(ledger.begin());
  must(ledger.record_artifact(artifact("a", "x")));
  const Take take = must(ledger.reserve(new_take("key")));
  CHECK_FALSE(ledger.record_fetched(take.id, artifact("key", "x"), Money{}).has_value());
  Ledger moved = std::move(ledger);
  must(kept.commit());
  CHECK(must(moved.artifacts()).size() == 1);
  CHECK(must(moved.takes()).at(0).state == TakeState::reserved);
  CHECK_FALSE(must(moved.takes()).at(0).blob.has_value());
}

TEST_CASE("Ledger: reading makes nothing and changes nothing") {
  const test::Folder folder;
  ManualClock clock;
  const auto file = folder / "reshoot.db";
  SUBCASE("no file") {
    Ledger ledger = open_ledger(file, clock, Ledger::Access::read_only);
    CHECK(must(ledger.takes()).empty());
    CHECK(must(ledger.artifacts()).empty());
    CHECK(must(ledger.money("acme")).spent.micros == 0);
    CHECK_FALSE(must(ledger.last_build("acme")).has_value());
    CHECK(must_fail(ledger.reserve(new_take("key"))).kind == ErrorKind::environment);
    CHECK(entries(folder.path()) == 0);
  }
  SUBCASE("no folder") {
    Ledger ledger = open_ledger(folder / "no/reshoot.db", clock, Ledger::Access::read_only);
    CHECK(must(ledger.takes()).empty());
    CHECK(entries(folder.path()) == 0);
  }
  SUBCASE("an empty file, as a crash while it was made leaves it") {
    test::write(file, "");
    CHECK(must(open_ledger(file, clock, Ledger::Access::read_only).takes()).empty());
    CHECK(test::read(file).empty());
    must(open_ledger(file, clock).reserve(new_take("key")));
  }
  SUBCASE("a ledger with rows") {
    must(open_ledger(file, clock).reserve(new_take("key")));
    Ledger ledger = open_ledger(file, clock, Ledger::Access::read_only);
    CHECK(must(ledger.takes()).size() == 1);
    CHECK_FALSE(ledger.record_artifact(artifact("a", "x")).has_value());
    CHECK_FALSE(ledger.begin_build("acme", false).has_value());
  }
}

TEST_CASE("Ledger: damaged, newer and foreign files are refused and kept") {
  const test::Folder folder;
  ManualClock clock;
  const auto file = folder / "reshoot.db";
  must(open_ledger(file, clock).reserve(new_take("key")));
  for (const Ledger::Access access : {Ledger::Access::read_write, Ledger::Access::read_only}) {
    SUBCASE("damaged head") {
      std::string bytes = test::read(file);
      bytes.replace(0, 16, "no database here");
      test::write(file, bytes);
      CHECK(must_fail(Ledger::open(file, access, clock)).kind == ErrorKind::corrupt);
      CHECK(test::read(file) == bytes);
    }
    SUBCASE("newer") {
      must(must(Db::open(file, "ledger", Db::Mode::create, Db::Durability::full))
               .execute("PRAGMA user_version = 1000"));
      const Error error = must_fail(Ledger::open(file, access, clock));
      CHECK(error.kind == ErrorKind::environment);
      CHECK(error.message.find("version 1000") != std::string::npos);
      CHECK(error.message.find("up to " + std::to_string(ledger_version)) != std::string::npos);
    }
  }
  SUBCASE("damaged pages: an answer or `corrupt`, never a crash") {
    Ledger full = open_ledger(file, clock);
    for (int i = 0; i < 300; ++i) {
      must(full.record_artifact(artifact("a" + std::to_string(i), "x")));
    }
    { const Ledger closed = std::move(full); }
    const std::string whole = test::read(file);
    std::size_t refused = 0;
    for (std::size_t at = 100; at < whole.size(); at += 1361) {
      std::string bytes = whole;
      bytes.replace(at, 64, std::string(std::min<std::size_t>(64, bytes.size() - at), '\xa5'));
      test::write(file, bytes);
      for (const char* const side : {"-wal", "-shm"}) {
        std::filesystem::remove(file.string() + side);
      }
      const Result<Ledger> opened = Ledger::open(file, Ledger::Access::read_only, clock);
      const bool fine = opened && opened->takes() && opened->artifacts() && opened->money("acme");
      refused += fine ? 0 : 1;
      CHECK(test::read(file) == bytes);
    }
    CHECK(refused > 0);
  }
}

TEST_CASE("Ledger: two open at once see each other's commits") {
  const test::Folder folder;
  ManualClock clock;
  Ledger build = open_ledger(folder / "reshoot.db", clock);
  Ledger person = open_ledger(folder / "reshoot.db", clock);
  Ledger reader = open_ledger(folder / "reshoot.db", clock, Ledger::Access::read_only);
  const Take take = must(build.reserve(new_take("key", Money{7})));
  must(person.reject(take.uuid, "no"));
  CHECK(must(build.takes()).at(0).rejected);
  CHECK(must(reader.takes()).at(0).rejected);
  CHECK(must(person.reserve(new_take("key"))).number == 2);
  must(build.record_intent(take.id));
  CHECK_FALSE(person.record_intent(take.id).has_value());
}

TEST_CASE("Ledger: two processes write, nothing is lost") {
  const test::Folder folder;
  ManualClock clock;
  const auto file = folder / "reshoot.db";
  const auto work = [&] {
    Ledger ledger = open_ledger(file, clock);
    for (int i = 0; i < 50; ++i) {
      must(ledger.reserve(new_take("key", Money{1})));
    }
  };
  CHECK(test::in_child_while(work, work) == 0);
  Ledger ledger = open_ledger(file, clock);
  const std::vector<Take> takes = must(ledger.takes_of(digest_of("key")));
  REQUIRE(takes.size() == 100);
  CHECK(takes.back().number == 100);
  CHECK(must(ledger.money("acme")).reserved.micros == 100);
}

TEST_CASE("Ledger: killed around a commit") {
  const test::Folder folder;
  ManualClock clock;
  const auto file = folder / "reshoot.db";
  const Take take = must(open_ledger(file, clock).reserve(new_take("key", Money{9})));
  must(open_ledger(file, clock).record_intent(take.id));
  const auto work = [&] {
    must(open_ledger(file, clock).record_fetched(take.id, artifact("key", "x"), Money{8}));
  };
  CHECK(test::was_killed(test::crash_at("transaction.before_commit", work)));
  CHECK(must(open_ledger(file, clock).takes()).at(0).state == TakeState::intent);
  CHECK(must(open_ledger(file, clock).money("acme")).reserved.micros == 9);
  CHECK(test::was_killed(test::crash_at("transaction.after_commit", work)));
  CHECK(must(open_ledger(file, clock).takes()).at(0).state == TakeState::fetched);
  CHECK(must(open_ledger(file, clock).money("acme")).spent.micros == 8);
}

TEST_CASE("Ledger: a request for a retake looks only at those of its clip and of its key") {
  const test::Folder folder;
  const SystemClock clock;
  { const Ledger ledger = test::open_ledger(folder / "reshoot.db", clock); }
  Db db = must(Db::open(folder / "reshoot.db", "ledger", Db::Mode::create, Db::Durability::full));
  const std::string explain = std::string("EXPLAIN QUERY PLAN ") + drop_retakes_sql;
  Stmt query(db, explain.c_str());
  std::string plan;
  must(query.each([&](const Row& row) { plan += row.string(3) + "\n"; }, "", "", Digest{}));
  CAPTURE(plan);
  CHECK(plan.find("retakes_open_clips (campaign=? AND clip=?)") != std::string::npos);
  CHECK(plan.find("retakes_open_keys (campaign=? AND clip_key=?)") != std::string::npos);
  CHECK(plan.find("SCAN") == std::string::npos);
}

}  // namespace reshoot
