// SPDX-License-Identifier: Apache-2.0
// What the ledger keeps of who is seen in takes: rows go in, come out and are forgotten.

#include "store/identity_book.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "store/migrations.h"
#include "support.h"

namespace reshoot {
namespace {

using test::digest_of;
using test::must;

/// A ledger's tables without a ledger, so that each row can be looked at.
struct Book {
  test::Folder folder;
  Db db = must(Db::open(folder / "reshoot.db", "ledger", Db::Mode::create, Db::Durability::full));
  IdentityBook book = opened(db);

  static IdentityBook opened(Db& db) {
    must(migrate(db, ledger_migrations(), Backup::none));
    return IdentityBook(db);
  }
  std::int64_t number(const char* sql) {
    Stmt query(db, sql);
    return must(query.first([](const Row& row) { return row.integer(0); })).value_or(-1);
  }
};

Biometric measured(const char* key, const char* blob, std::uint64_t bytes = 7) {
  return {digest_of(key), BiometricKind::measurement, digest_of(blob), bytes};
}

VerdictRow verdict(const char* policy, const char* word) {
  return {"welcome", digest_of("take"),      digest_of("comparison"), digest_of(policy),
          word,      "somebody else is seen"};
}

}  // namespace

TEST_CASE("IdentityBook: biometrics come back as they went in, and a new blob replaces the old") {
  Book b;
  must(b.book.record(measured("measure", "one", 12)));
  must(b.book.record({digest_of("learn"), BiometricKind::likeness, digest_of("two"), 0}));
  std::vector<Biometric> rows = must(b.book.biometrics());
  REQUIRE(rows.size() == 2);
  std::sort(rows.begin(), rows.end(),
            [](const Biometric& x, const Biometric& y) { return x.bytes > y.bytes; });
  CHECK(rows[0].key == digest_of("measure"));
  CHECK(rows[0].kind == BiometricKind::measurement);
  CHECK(rows[0].blob == digest_of("one"));
  CHECK(rows[0].bytes == 12);
  CHECK(rows[1].kind == BiometricKind::likeness);
  must(b.book.record(measured("measure", "better", 13)));
  rows = must(b.book.biometrics());
  REQUIRE(rows.size() == 2);
  CHECK(std::any_of(rows.begin(), rows.end(), [](const Biometric& row) {
    return row.blob == digest_of("better") && row.bytes == 13;
  }));
}

TEST_CASE("IdentityBook: a blob is forgotten under all of its keys, and no other") {
  Book b;
  must(b.book.record(measured("a", "shared")));
  must(b.book.record(measured("b", "shared")));
  must(b.book.record(measured("c", "other")));
  must(b.book.forget(digest_of("shared")));
  const std::vector<Biometric> rows = must(b.book.biometrics());
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].key == digest_of("c"));
}

TEST_CASE("IdentityBook: comparisons are bytes under a key; what is made again replaces them") {
  Book b;
  const std::string body("a\0b\xff", 4);
  must(b.book.record_comparison(digest_of("key"), digest_of("take"), body));
  CHECK(must(b.book.comparison(digest_of("key"))) == body);
  CHECK_FALSE(must(b.book.comparison(digest_of("other"))));
  must(b.book.record_comparison(digest_of("key"), digest_of("take"), "whole again"));
  CHECK(must(b.book.comparison(digest_of("key"))) == "whole again");
  must(b.book.record_comparison(digest_of("empty"), digest_of("take"), ""));
  CHECK(must(b.book.comparison(digest_of("empty"))) == "");
  must(b.book.forget_comparisons());
  CHECK_FALSE(must(b.book.comparison(digest_of("key"))));
}

TEST_CASE("IdentityBook: a verdict is kept once for each policy, as it was first worked out") {
  Book b;
  must(b.book.record("acme", verdict("strict", "fail"), Wall{1}));
  must(b.book.record("acme", verdict("strict", "fail"), Wall{2}));
  CHECK(b.number("SELECT count(*) FROM verdicts") == 1);
  CHECK(b.number("SELECT at_ns FROM verdicts") == 1);
  must(b.book.record("acme", verdict("loose", "pass"), Wall{3}));
  must(b.book.record("other", verdict("strict", "fail"), Wall{4}));
  CHECK(b.number("SELECT count(*) FROM verdicts") == 3);
  for (const char* word : {"pass", "unsure", "fail", "na"}) {
    must(b.book.record("words", verdict(word, word), Wall{5}));
  }
  CHECK_FALSE(b.book.record("words", verdict("perhaps", "perhaps"), Wall{5}));
}

TEST_CASE("IdentityBook: counts are the last ones of a campaign, oldest first") {
  Book b;
  for (int i = 1; i <= 4; ++i) {
    must(b.book.record("acme", {Wall{i}, i, 10 * i, 100 * i, 1000 * i}));
  }
  must(b.book.record("other", {Wall{9}, 9, 9, 9, 9}));
  const std::vector<VerdictCounts> last = must(b.book.counts("acme", 2));
  REQUIRE(last.size() == 2);
  CHECK(last[0].when == Wall{3});
  CHECK(last[1].when == Wall{4});
  CHECK(last[1].passed == 4);
  CHECK(last[1].unsure == 40);
  CHECK(last[1].failed == 400);
  CHECK(last[1].na == 4000);
  CHECK(must(b.book.counts("nobody", 5)).empty());
}

TEST_CASE("Ledger: forgetting a blob forgets what it was measured as, and no other row") {
  const test::Folder folder;
  const SystemClock clock;
  Ledger ledger = test::open_ledger(folder / "reshoot.db", clock);
  must(ledger.record_biometric(measured("a", "blob")));
  must(ledger.record_biometric(measured("b", "other")));
  must(ledger.record_comparison(digest_of("key"), digest_of("take"), "body"));
  must(ledger.forget_blob(digest_of("blob")));
  CHECK(must(ledger.biometrics()).size() == 1);
  CHECK(must(ledger.comparison(digest_of("key"))) == "body");
  must(ledger.forget_comparisons());
  CHECK_FALSE(must(ledger.comparison(digest_of("key"))));
}

TEST_CASE(
    "ledger_migrations: version 5 comes forward: its pins are kept, and nobody accepted one") {
  const test::Folder folder;
  const auto file = folder / "reshoot.db";
  {
    Db db = must(Db::open(file, "ledger", Db::Mode::create, Db::Durability::full));
    must(migrate(db, ledger_migrations().first(5), Backup::none));
    must(db.execute(
        "INSERT INTO takes (uuid, clip_key, number, model, seed, state, campaign, blob, bytes, "
        "created_ns) VALUES ('u', zeroblob(32), 1, 'gmi/m', 7, 'fetched', 'acme', zeroblob(32), 5, "
        "12); INSERT INTO pins (campaign, clip, clip_key, take_uuid, reason, at_ns) VALUES "
        "('acme', 'welcome', zeroblob(32), 'u', 'she smiles', 3)"));
  }
  const SystemClock clock;
  Ledger ledger = test::open_ledger(file, clock);
  std::vector<Selection> chosen = must(ledger.selections("acme"));
  REQUIRE(chosen.size() == 1);
  CHECK(chosen[0].pinned);
  CHECK(chosen[0].reason == "she smiles");
  CHECK_FALSE(chosen[0].accepted);
  CHECK(must(ledger.biometrics()).empty());
  chosen[0].accepted = true;
  must(ledger.select("acme", chosen[0]));
  chosen = must(ledger.selections("acme"));
  REQUIRE(chosen.size() == 1);
  CHECK(chosen[0].accepted);
}

TEST_CASE("Ledger: a retake that is let go of gives back what it displaced") {
  const test::Folder folder;
  const SystemClock clock;
  Ledger ledger = test::open_ledger(folder / "reshoot.db", clock);
  const Digest key = digest_of("clip");
  const auto shot = [&] {
    return must(ledger.reserve({key, "gmi/m", {}, "acme", Money{1}, {}, "welcome"})).uuid;
  };
  const auto pin = [&](const std::string& uuid, const char* reason, bool accepted) {
    return Selection{"welcome", key, uuid, true, reason, clock.wall(), accepted};
  };
  const std::string first = shot();
  const std::string second = shot();
  const auto drop = [&] { return must(ledger.drop_retake_pin("acme", "welcome", key)); };
  CHECK_FALSE(drop());
  SUBCASE("nothing was chosen before") {
    must(ledger.pin_retake("acme", pin(first, "too dark", false)));
    CHECK_FALSE(drop());
    CHECK(must(ledger.selections("acme")).empty());
  }
  SUBCASE("a person had chosen another one, and said why") {
    must(ledger.select("acme", pin(first, "signed", true)));
    must(ledger.pin_retake("acme", pin(second, "too dark", false)));
    must(ledger.pin_retake("acme", pin(second, "told twice", false)));
    CHECK(must(ledger.selections("acme")).front().take_uuid == second);
    CHECK_FALSE(must(ledger.selections("acme")).front().accepted);
    for (int twice = 0; twice < 2; ++twice) {
      const std::optional<Selection> now = drop();
      REQUIRE(now);
      CHECK(now->take_uuid == first);
      CHECK(now->reason == "signed");
      CHECK(now->accepted);
    }
  }
  SUBCASE("a person has chosen the retake itself since") {
    must(ledger.select("acme", pin(first, "signed", true)));
    must(ledger.pin_retake("acme", pin(second, "too dark", false)));
    must(ledger.select("acme", pin(second, "better", false)));
    REQUIRE(drop());
    CHECK(drop()->take_uuid == second);
  }
  SUBCASE("of two retakes the later one") {
    must(ledger.pin_retake("acme", pin(first, "too dark", false)));
    must(ledger.pin_retake("acme", pin(second, "too bright", false)));
    REQUIRE(drop());
    CHECK(drop()->take_uuid == first);
  }
}

}  // namespace reshoot
