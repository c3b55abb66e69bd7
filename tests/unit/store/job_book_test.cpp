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
