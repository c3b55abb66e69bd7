// SPDX-License-Identifier: Apache-2.0
// The life of a take at a provider, as the ledger tells it: what is durable before and after each
// answer, and where the money is.

#include <doctest/doctest.h>

#include "store/ledger.h"
#include "support.h"

namespace reshoot {
namespace {

using test::must;
using test::must_fail;

const Sending sending{"gmi", "https://gmi.example", "wan2.7-t2v", R"({"model":"wan2.7-t2v"})"};

struct Setting {
  TempDirectory folder = must(TempDirectory::create(std::filesystem::temp_directory_path(), "job"));
  ManualClock clock;
  Ledger ledger = test::open_ledger(folder.path() / "reshoot.db", clock);

  Take reserved() { return must(ledger.reserve(test::new_take("key", Money{600'000}))); }
  Take sent() {
    Take take = reserved();
    must(ledger.record_intent(take, sending));
    take.state = TakeState::intent;
    return take;
  }
  Take row(TakeId id) {
    for (const Take& take : must(ledger.takes())) {
      if (take.id == id) {
        return take;
      }
    }
    return {};
  }
};

}  // namespace

TEST_CASE("jobs: what is about to be sent is there before any answer") {
  Setting s;
  const Take take = s.sent();
  const auto jobs = must(s.ledger.open_jobs());
  REQUIRE(jobs.size() == 1);
  CHECK(jobs[0].take.id == take.id);
  CHECK(jobs[0].take.state == TakeState::intent);
  CHECK(jobs[0].take.reserved == Money{600'000});
  CHECK(jobs[0].provider == "gmi");
  CHECK(jobs[0].base_url == "https://gmi.example");
  CHECK(jobs[0].sent == s.clock.wall());
  CHECK(jobs[0].job.empty());
  CHECK(must(s.ledger.request_of(take.id)) == sending.request);
}

TEST_CASE("jobs: a take that is sent again keeps its row and gets the new time") {
  Setting s;
  const Take take = s.sent();
  s.clock.advance(Millis{5000});
  must(s.ledger.record_intent(take, sending));
  const auto jobs = must(s.ledger.open_jobs());
  REQUIRE(jobs.size() == 1);
  CHECK(jobs[0].sent == s.clock.wall());
}

TEST_CASE("jobs: from the job's id to the bytes; the money settles once") {
  Setting s;
  const Take take = s.sent();
  CHECK_FALSE(must(s.ledger.knows_job("gmi", "https://gmi.example", "j-1")));
  must(s.ledger.record_submitted(take.id, "j-1"));
  CHECK(must(s.ledger.knows_job("gmi", "https://gmi.example", "j-1")));
  CHECK_FALSE(must(s.ledger.knows_job("gmi", "https://other.example", "j-1")));
  const Wall day{s.clock.wall().ns + 86'400'000'000'000};
  must(s.ledger.record_succeeded(take.id, day));
  must(s.ledger.record_succeeded(take.id, day));  // asked once more after a restart
  const auto jobs = must(s.ledger.open_jobs());
  REQUIRE(jobs.size() == 1);
  CHECK(jobs[0].job == "j-1");
  CHECK(jobs[0].expires == day);
  CHECK(jobs[0].take.state == TakeState::succeeded);
  must(s.ledger.record_fetched(take.id, test::artifact("key", "bytes"), Money{500'000}));
  CHECK(must(s.ledger.open_jobs()).empty());
  CHECK(must(s.ledger.money("acme")).spent == Money{500'000});
  CHECK(must(s.ledger.money("acme")).reserved == Money{0});
}

TEST_CASE("jobs: a take in doubt holds its money until it is settled") {
  Setting s;
  const Take found = s.sent();
  const Take never = must(s.ledger.reserve(test::new_take("other", Money{600'000})));
  must(s.ledger.record_intent(never, sending));
  must(s.ledger.record_in_doubt(found.id, "no answer"));
  must(s.ledger.record_in_doubt(never.id, "no answer"));
  CHECK(must(s.ledger.money("acme")).in_doubt == Money{1'200'000});
  CHECK(s.row(found.id).note == "no answer");
  must(s.ledger.record_submitted(found.id, "j-1"));  // its job was found
  must(s.ledger.record_failed(never.id, "not billed"));
  CHECK(must(s.ledger.money("acme")).in_doubt == Money{0});
  CHECK(must(s.ledger.money("acme")).reserved == Money{600'000});
}

TEST_CASE("jobs: refused is an end, and gives the money back") {
  Setting s;
  const Take take = s.sent();
  must(s.ledger.record_refused(take.id, "shows a logo"));
  CHECK(s.row(take.id).state == TakeState::refused);
  CHECK(must(s.ledger.money("acme")).reserved == Money{0});
  CHECK_FALSE(s.ledger.record_submitted(take.id, "j-1").has_value());
  CHECK(must(s.ledger.open_jobs()).empty());
}

TEST_CASE("jobs: one job is one take") {
  Setting s;
  const Take one = s.sent();
  const Take two = must(s.ledger.reserve(test::new_take("other")));
  must(s.ledger.record_intent(two, sending));
  must(s.ledger.record_submitted(one.id, "j-1"));
  CHECK_FALSE(s.ledger.record_submitted(two.id, "j-1").has_value());
  CHECK(s.row(two.id).state == TakeState::intent);
}

namespace {

/// A take in doubt with this much set aside, sent to `sending`'s account.
Take doubtful(Setting& s, std::string_view key, Money reserve = Money{600'000}) {
  const Take take = must(s.ledger.reserve(test::new_take(key, reserve)));
  must(s.ledger.record_intent(take, sending));
  must(s.ledger.record_in_doubt(take.id, "no answer"));
  return take;
}

}  // namespace

TEST_CASE("settle_doubt: state, money, note and answer move together") {
  struct Case {
    DoubtSettled said;
    TakeState state;
    std::int64_t spent, reserved;
    bool estimated, billed;
  };
  for (const Case& row :
       {Case{{DoubtAnswer::billed, "", "said so"}, TakeState::lost, 600'000, 0, true, true},
        Case{{DoubtAnswer::not_billed, "", "said so"}, TakeState::failed, 0, 0, false, false},
        Case{{DoubtAnswer::adopted, "j-7", "said so"},
             TakeState::submitted,
             0,
             600'000,
             false,
             false}}) {
    CAPTURE(name_of(row.said.answer));
    Setting s;
    const Take take = doubtful(s, "key");
    must(s.ledger.settle_doubt(take.id, row.said));
    const Take now = s.row(take.id);
    CHECK(now.state == row.state);
    CHECK(now.answer == row.said.answer);
    CHECK(now.note == "said so");
    CHECK(now.estimated == row.estimated);
    CHECK(now.billed() == row.billed);
    CHECK(must(s.ledger.job_of(take.id)) == row.said.job);
    const MoneyTotals totals = must(s.ledger.money("acme"));
    CHECK(totals.spent.micros == row.spent);
    CHECK(totals.reserved.micros == row.reserved);
    CHECK(totals.in_doubt.micros == 0);
    // Said twice, nothing is charged or returned twice.
    CHECK(must_fail(s.ledger.settle_doubt(take.id, row.said)).kind == ErrorKind::needs_person);
    CHECK(must(s.ledger.money("acme")).spent.micros == row.spent);
  }
}

TEST_CASE("settle_doubt: an answer about a take that is not in doubt changes nothing") {
  for (const DoubtAnswer answer :
       {DoubtAnswer::billed, DoubtAnswer::not_billed, DoubtAnswer::adopted}) {
    CAPTURE(name_of(answer));
    Setting s;
    const Take take = s.sent();
    must(s.ledger.record_submitted(take.id, "j-1"));
    CHECK_FALSE(s.ledger.settle_doubt(take.id, {answer, "j-2", "too late"}).has_value());
    const Take now = s.row(take.id);
    CHECK(now.state == TakeState::submitted);
    CHECK(now.note.empty());
    CHECK_FALSE(now.answer.has_value());
    CHECK(must(s.ledger.job_of(take.id)) == "j-1");
    CHECK(must(s.ledger.money("acme")).reserved == Money{600'000});
  }
}

TEST_CASE("settle_doubt: a job of another take is not adopted, the take's own is") {
  Setting s;
  const Take other = s.sent();
  must(s.ledger.record_submitted(other.id, "j-1"));
  const Take take = doubtful(s, "other");
  CHECK(must_fail(s.ledger.settle_doubt(take.id, {DoubtAnswer::adopted, "j-1", ""})).kind ==
        ErrorKind::usage);
  CHECK(s.row(take.id).state == TakeState::in_doubt);
  CHECK(s.row(take.id).note == "no answer");
  CHECK(must(s.ledger.money("acme")).in_doubt == Money{600'000});

  must(s.ledger.record_in_doubt(other.id, "the provider does not know it any more"));
  must(s.ledger.settle_doubt(other.id, {DoubtAnswer::adopted, "j-1", ""}));
  CHECK(s.row(other.id).state == TakeState::submitted);
}

TEST_CASE("settle_doubt: billed at a price that the catalog does not know is billed all the same") {
  Setting s;
  const Take take = doubtful(s, "key", Money{});
  must(s.ledger.settle_doubt(take.id, {DoubtAnswer::billed, "", ""}));
  CHECK(s.row(take.id).cost.micros == 0);
  CHECK(s.row(take.id).billed());
}

TEST_CASE("settle_doubt: an adopted take goes on as any other") {
  Setting s;
  const Take take = doubtful(s, "key");
  must(s.ledger.settle_doubt(take.id, {DoubtAnswer::adopted, "j-1", ""}));
  const auto jobs = must(s.ledger.open_jobs());
  REQUIRE(jobs.size() == 1);
  CHECK(jobs[0].job == "j-1");
  must(s.ledger.record_succeeded(take.id, std::nullopt));
  must(s.ledger.record_fetched(take.id, test::artifact("key", "bytes"),
                               Settlement::of(std::nullopt, take.reserved)));
  CHECK(s.row(take.id).estimated);
  CHECK(must(s.ledger.money("acme")).spent == Money{600'000});
  CHECK(must(s.ledger.money("acme")).reserved == Money{0});
}

TEST_CASE("uploads: known while they are not expired, per account and model") {
  Setting s;
  const UploadScope scope{"dashscope", "https://d.example", "wan2.7-r2v"};
  const Digest face = sha256("face");
  CHECK_FALSE(must(s.ledger.find_upload(scope, face)));
  must(s.ledger.record_upload(scope,
                              {face, "oss://a", Wall{s.clock.wall().ns + 1'000'000'000}, false}));
  CHECK(must(s.ledger.find_upload(scope, face))->place == "oss://a");
  CHECK_FALSE(must(s.ledger.find_upload({"dashscope", "https://d.example", "other"}, face)));
  s.clock.advance(Millis{1000});
  CHECK_FALSE(must(s.ledger.find_upload(scope, face)));
  must(s.ledger.record_upload(scope, {face, "oss://b", std::nullopt, true}));
  CHECK(must(s.ledger.find_upload(scope, face))->place == "oss://b");
  CHECK(must(s.ledger.find_upload(scope, face))->is_public);
  must(s.ledger.forget_upload(scope, face));
  CHECK_FALSE(must(s.ledger.find_upload(scope, face)));
}

}  // namespace reshoot
