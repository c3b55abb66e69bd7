// SPDX-License-Identifier: Apache-2.0
// How a desk closes, what may object to a submit, and what it knows of jobs of earlier runs.

#include "execute/shot_desk.h"

#include <doctest/doctest.h>

#include "support/desk_setting.h"

using namespace reshoot;
using namespace reshoot::test;
using Setting = DeskSetting;

TEST_CASE("desk: closed, what is out comes home and nothing more is sent") {
  Setting s;
  s.add(s.shot(1));
  s.answer("job a");
  s.add(s.shot(2));
  s.add(s.shot(3));
  s.add(s.with_picture(4, "face"));  // on its way up
  CHECK(s.close() == "cancel, ended, ended");
  REQUIRE(s.ended.size() == 2);
  CHECK(s.ended[0].error.kind == ErrorKind::cancelled);
  CHECK_FALSE(s.ended[0].may_try_again);
  CHECK(s.desk->open() == 2);
  CHECK(s.answer("job b") == "submitted b");
  s.clock.advance(Millis{9'000});  // both questions are due, whatever chance adds
  CHECK(s.wait() == "send /jobs/a, send /jobs/b");
  CHECK(s.answer("done https://files.example/a") == "succeeded, send /a");
  CHECK(s.answer("running") == "");
  CHECK(s.arrives() == "arrived");
  CHECK(s.add(s.shot(5)) == "ended");  // its slot would be free
  CHECK(s.close() == "");
}

TEST_CASE("desk: closed, what is surely not accepted ends as it was") {
  Setting s;
  s.add(s.shot());
  s.close();
  CHECK(s.broken(false) == "not accepted, ended");
  CHECK(s.ended[0].error.kind == ErrorKind::cancelled);
}

TEST_CASE("desk: closed, what nobody knows is still looked up") {
  Setting s;
  s.add(s.shot());
  s.close();
  CHECK(s.broken(true) == "");
  CHECK(s.wait() == "send /list/m/0");
  CHECK(s.answer("a") == "submitted a");
}

TEST_CASE("desk: an objection is heard just before each submit, and nothing leaves") {
  Setting s;
  s.rules.limits["fake"].at_once = 1;
  s.open();
  std::vector<TakeId> asked;
  s.against = [&](const Shot& one) -> std::optional<Error> {
    asked.push_back(one.take.id);
    return one.take.id == 2 ? std::optional(Error{ErrorKind::cancelled, "not wanted", {}})
                            : std::nullopt;
  };
  CHECK(s.add(s.shot(1)) == "intent, send /submit [m seed 1]");
  CHECK(s.add(s.shot(2)) == "");
  CHECK(s.add(s.shot(3)) == "");
  CHECK(asked == std::vector<TakeId>{1});
  CHECK(s.answer("no key", 400).find("failed, ended") != std::string::npos);
  CHECK(asked == std::vector<TakeId>{1});
}

TEST_CASE("desk: what an objection withdraws gives its place to the next one") {
  Setting s;
  s.rules.limits["fake"].at_once = 1;
  s.open();
  s.against = [](const Shot& one) -> std::optional<Error> {
    return one.take.id == 2 ? std::optional(Error{ErrorKind::cancelled, "not wanted", {}})
                            : std::nullopt;
  };
  s.add(s.shot(1));
  s.add(s.shot(2));
  s.add(s.shot(3));
  s.answer("job a");
  CHECK(s.wait() == "send /jobs/a");
  CHECK(s.answer("failed content") ==
        "refused, ended, failed, ended, "
        "intent, send /submit [m seed 3]");
  CHECK(s.ended[1].error.message == "not wanted");
}

TEST_CASE("desk: an objection is heard again before a second try") {
  Setting s;
  int asked = 0;
  s.against = [&](const Shot&) -> std::optional<Error> {
    return ++asked == 2 ? std::optional(Error{ErrorKind::cancelled, "not wanted", {}})
                        : std::nullopt;
  };
  s.add(s.shot());
  CHECK(s.answer("no busy", 400) == "not accepted");
  CHECK(s.wait() == "failed, ended");
}

namespace {

/// A time is chosen by chance within one interval.
void check_within(Millis time, Millis begin, Millis interval) {
  CHECK(time >= begin);
  CHECK(time <= begin + interval);
}

/// Time from submit to the first question.
Millis first_question(Setting& s, TakeId id) {
  s.add(s.shot(id));
  s.answer("job " + std::to_string(id));
  const Steady begun = s.clock.now();
  s.wait();
  return std::chrono::duration_cast<Millis>(s.clock.now() - begun);
}

}  // namespace

TEST_CASE("desk: questions begin when jobs of that model have taken so long before") {
  Setting s;  // the catalog says 10 seconds
  const Millis first = first_question(s, 1);
  check_within(first, Millis{8'000}, Millis{1'000});
  s.clock.advance(Millis{100'000} - first);
  s.answer("done https://files.example/1");
  s.arrives();
  check_within(first_question(s, 2), Millis{80'000}, Millis{2'500});
}

TEST_CASE("desk: what an earlier run sent has its age; its latency teaches nothing") {
  Setting s;
  Shot old = s.shot(1, TakeState::submitted);
  old.job = "a";
  old.sent = Wall{s.clock.wall().ns - 1'000'000'000LL * 100};
  CHECK(s.add(old) == "send /jobs/a");
  CHECK(s.answer("running") == "");
  const Steady asked = s.clock.now();
  CHECK(s.wait() == "send /jobs/a");
  CHECK(s.clock.now() - asked >= Millis{10'000});  // a tenth of its age
  s.answer("done https://files.example/a");
  s.arrives();
  check_within(first_question(s, 2), Millis{8'000}, Millis{1'000});
}

TEST_CASE("desk: a sent time in the future is no age") {
  Setting s;
  Shot odd = s.shot(1, TakeState::submitted);
  odd.job = "a";
  odd.sent = Wall{s.clock.wall().ns + 1'000'000'000LL * 100};
  CHECK(s.add(odd) == "send /jobs/a");
  CHECK(s.answer("running") == "");
  const Steady asked = s.clock.now();
  s.wait();
  check_within(std::chrono::duration_cast<Millis>(s.clock.now() - asked), Millis{8'000},
               Millis{1'000});
}

TEST_CASE("desk: a job that had a result, and then is told to have failed, was paid for") {
  for (const char* word : {"failed busy", "failed content", "failed down", "failed sense"}) {
    CAPTURE(word);
    Setting s;
    Shot done = s.shot(1, TakeState::succeeded);
    done.job = "a";
    CHECK(s.add(done) == "send /jobs/a");
    CHECK(s.answer(word) == "");  // asked again, for a while
    std::string last;
    while (s.desk->open() > 0) {
      last = s.out.empty() ? s.wait() : s.answer(word);
    }
    CHECK(last == "ended");  // and left to the next run
    CHECK_FALSE(s.ended[0].may_try_again);
  }
}

TEST_CASE("desk: whoever hears of an end may close before its place is taken") {
  Setting s;
  s.rules.limits["fake"].at_once = 1;
  s.open();
  s.add(s.shot(1));
  s.add(s.shot(2));
  const NetworkEvent refused = Answered{s.take_call(), {400, {}, "no content"}, std::nullopt};
  CHECK(s.words(s.desk->on(refused, s.at())) == "refused, ended");
  CHECK(s.close() == "ended");
  CHECK(s.words(s.desk->tick(s.at())) == "");
}

TEST_CASE("desk: a result that ran out while nobody ran is lost") {
  for (const bool ran_out : {true, false}) {
    CAPTURE(ran_out);
    Setting s;
    Shot old = s.shot(1, TakeState::succeeded);
    old.job = "a";
    old.expires = Wall{s.clock.wall().ns + (ran_out ? -1 : 1) * 3'600'000'000'000};
    s.add(old);
    std::string last;
    while (s.desk->open() > 0) {
      last = s.out.empty() ? s.wait() : s.answer("failed gone");
    }
    CHECK(last == (ran_out ? "lost, ended" : "ended"));
  }
}
