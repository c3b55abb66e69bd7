// SPDX-License-Identifier: Apache-2.0
// What the desk does after each kind of answer, and in which order: a call leaves only behind its
// row.

#include "execute/shot_desk.h"

#include <doctest/doctest.h>

#include "support/desk_setting.h"

using namespace reshoot;
using namespace reshoot::test;
using Setting = DeskSetting;

TEST_CASE("desk: intent, submit, questions, download") {
  Setting s;
  CHECK(s.add(s.shot()) == "intent, send /submit [m seed 1]");
  CHECK(s.answer("job a") == "submitted a");
  CHECK(s.wait() == "send /jobs/a");
  CHECK(s.clock.now() - Steady{} >= Millis{8000});  // not before most of the usual time is over
  CHECK(s.answer("running") == "");
  CHECK(s.wait() == "send /jobs/a");
  CHECK(s.answer("done https://files.example/a.mp4") == "succeeded, send /a.mp4");
  CHECK(s.arrives() == "arrived");
  CHECK(s.arrived[0].downloaded.bytes == 5);
  CHECK(s.desk->open() == 0);
  CHECK_FALSE(s.desk->next(s.clock.now()));
}

TEST_CASE("desk: no more jobs at a time than the account allows") {
  Setting s;
  CHECK(s.add(s.shot(1)) == "intent, send /submit [m seed 1]");
  CHECK(s.add(s.shot(2)) == "intent, send /submit [m seed 2]");
  CHECK(s.add(s.shot(3)) == "");
  CHECK(s.answer("job a") == "submitted a");
  CHECK(s.answer("job b") == "submitted b");
  CHECK(s.wait().starts_with("send /jobs/"));
  CHECK(s.answer("done https://files.example/a.mp4") ==
        "succeeded, send /a.mp4, intent, send /submit [m seed 3]");
}

TEST_CASE("desk: of many that may be out, few are on their way at a time") {
  Setting s;
  s.rules.limits["fake"].at_once = 1000;
  s.open();
  for (TakeId id = 1; id <= 100; ++id) {
    s.add(s.shot(id));
  }
  CHECK(s.out.size() == 64);
  CHECK_FALSE(s.desk->next(s.clock.now()));  // only an answer can change anything
  CHECK(s.answer("job a") == "submitted a, intent, send /submit [m seed 65]");
  CHECK(s.broken(false).starts_with("not accepted, intent, send /submit [m seed 66]"));
  CHECK(s.out.size() == 64);
}

TEST_CASE("desk: what is surely not accepted is sent again, with a new intent") {
  Setting s;
  s.add(s.shot());
  CHECK(s.broken(false) == "not accepted");
  CHECK(s.wait() == "intent, send /submit [m seed 1]");
  CHECK(s.answer("no busy", 429) == "not accepted");
  CHECK(s.wait() == "intent, send /submit [m seed 1]");
  CHECK(s.answer("job a") == "submitted a");
}

TEST_CASE("desk: an account that never answers is given up, with all that waits for it") {
  Setting s;
  s.add(s.shot(1));
  s.add(s.shot(2));
  std::string last;
  for (int i = 0; i < 20 && last.find("account refused") == std::string::npos; ++i) {
    last = s.out.empty() ? s.wait() : s.broken(false);
  }
  CHECK(last == "account refused, failed, ended");
}

TEST_CASE("desk: no answer to a submit is looked up; one job with the request is the take") {
  Setting s;
  s.known_jobs = {"mine"};
  s.add(s.shot());
  CHECK(s.broken(true) == "");
  CHECK(s.wait() == "send /list/m/0");
  CHECK(s.answer("mine other") == "submitted other");
  CHECK(s.wait() == "send /jobs/other");
}

TEST_CASE("desk: an empty list, or two jobs, leave the take in doubt; it is never sent again") {
  for (const std::string list : {"", "one two"}) {
    Setting s;
    s.add(s.shot());
    CHECK(s.answer("what?") == "");
    std::string last;
    while (s.desk->open() > 0) {
      last = s.out.empty() ? s.wait() : s.answer(list);
      CHECK(last.find("/submit") == std::string::npos);
    }
    CHECK(last == "doubt, ended");
    CHECK(s.ended[0].error.kind == ErrorKind::in_doubt);
    CHECK_FALSE(s.ended[0].may_try_again);
  }
}

TEST_CASE("desk: a provider without a list leaves it in doubt at once") {
  Setting s;
  s.provider.can_look_up = false;
  s.add(s.shot());
  s.broken(true);
  CHECK(s.wait() == "doubt, ended");
}

TEST_CASE("desk: a provider that knows a submit again is sent it again, under the first intent") {
  Setting s;
  s.provider.knows_keys = true;
  s.add(s.shot());
  CHECK(s.broken(true) == "");
  CHECK(s.wait() == "send /submit [m seed 1]");
  CHECK(s.answer("no unsure", 409) == "");
  CHECK(s.wait() == "send /submit [m seed 1]");
  CHECK(s.answer("job a") == "submitted a");
  CHECK(s.wait() == "send /jobs/a");
}

TEST_CASE("desk: what comes of a submit that is sent again") {
  struct Row {
    const char* reply;  ///< empty: nothing left
    const char* actions;
  };
  const Row rows[] = {
      {"", ""},  // nothing of this send was accepted, and nobody knows of the first
      {"no down", ""},
      {"no busy", ""},
      {"what?", ""},
      {"no content", "doubt, ended"},
      {"no sense", "doubt, ended"},
      {"no key", "account refused, doubt, ended"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.reply);
    Setting s;
    s.provider.knows_keys = true;
    s.add(s.shot());
    s.broken(true);
    s.wait();
    CHECK((*row.reply == '\0' ? s.broken(false) : s.answer(row.reply, 400)) == row.actions);
    if (s.desk->open() > 0) {
      CHECK(s.wait() == "send /submit [m seed 1]");
      CHECK(s.answer("job a") == "submitted a");
    }
  }
}

TEST_CASE("desk: nothing is sent again for ever, nor when its key is forgotten there") {
  Setting s;
  s.provider.knows_keys = true;
  s.provider.can_look_up = false;
  s.add(s.shot());
  s.broken(true);
  int submits = 1;
  std::string last;
  while (s.desk->open() > 0) {
    last = s.out.empty() ? s.wait() : s.broken(true);
    submits += last == "send /submit [m seed 1]" ? 1 : 0;
  }
  CHECK(last == "doubt, ended");
  CHECK(submits == 9);

  for (const bool known : {true, false}) {
    Setting late;
    late.provider.knows_keys = true;
    late.clock.advance(std::chrono::hours{30});
    Shot unsure = late.shot(1, TakeState::intent);
    unsure.request = "m seed 1";
    unsure.sent = late.clock.wall();
    unsure.sent.ns -= std::chrono::nanoseconds(std::chrono::hours{known ? 23 : 24}).count();
    late.add(unsure);
    CHECK(late.wait() == (known ? "send /submit [m seed 1]" : "send /list/m/0"));
  }
}

TEST_CASE("desk: a stop leaves what can be sent again for the next run") {
  Setting s;
  s.provider.knows_keys = true;
  s.add(s.shot());
  CHECK(s.stop() == "");
  CHECK(s.broken(true) == "ended");
  CHECK(s.ended[0].error.kind == ErrorKind::cancelled);
  CHECK(s.desk->open() == 0);
}

TEST_CASE("desk: what is proven absent is sent again; what nobody has seen is not") {
  for (const bool resends : {true, false}) {
    Setting s;
    s.provider.resends_absent = resends;
    s.add(s.shot());
    s.broken(true);
    CHECK(s.wait() == "send /list/m/0");
    CHECK(s.answer("none") == (resends ? "send /submit [m seed 1]" : "doubt, ended"));
    if (resends) {
      CHECK(s.broken(false) == "");
      CHECK(s.wait() == "send /list/m/0");
      CHECK(s.answer("none") == "send /submit [m seed 1]");
      CHECK(s.answer("no sense", 400) == "failed, ended");
    }
  }
}

TEST_CASE("desk: what no clip waits for is looked for, and not sent again") {
  for (const bool knows_keys : {true, false}) {
    Setting s;
    s.provider.knows_keys = knows_keys;
    s.provider.resends_absent = true;
    Shot stray = s.shot(1, TakeState::intent);
    stray.request = "m seed 1";
    stray.is_wanted = false;
    s.add(stray);
    CHECK(s.wait() == "send /list/m/0");
    CHECK(s.answer("none") == "failed, ended");
  }
}

TEST_CASE("desk: a job that is not shown is searched for once its usual time is over") {
  Setting s;
  s.add(s.shot());
  s.answer("job a");
  CHECK(s.wait() == "send /jobs/a");
  CHECK(s.answer("unseen") == "");  // it may still be in the queue
  std::string last;
  while (last != "send /list/m/0") {
    REQUIRE(s.desk->open() > 0);
    last = s.out.empty() ? s.wait() : s.answer("unseen");
  }
  CHECK(s.clock.now() - Steady{} >= Millis{10'000});
  CHECK(s.answer("a") == "");
  CHECK(s.wait() == "send /jobs/a");
  CHECK(s.answer("unseen") == "send /list/m/0");
  CHECK(s.answer("no down") == "");
  CHECK(s.wait() == "send /jobs/a");
  CHECK(s.answer("unseen") == "send /list/m/0");
  CHECK(s.answer("none") == "failed, ended, again");
}

TEST_CASE("desk: a result below the account's own address") {
  Setting s;
  s.add(s.shot());
  s.answer("job a");
  s.wait();
  CHECK(s.answer("done /view?filename=a.mp4") == "succeeded, send /view?filename=a.mp4");
}

TEST_CASE("desk: ends that cost nothing") {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"no content", "refused, ended"},
      {"no key", "account refused, failed, ended"},
      {"no sense", "failed, ended"}};
  for (const auto& row : rows) {
    const auto& reply = row.first;
    const auto& actions = row.second;
    CAPTURE(reply);
    Setting s;
    s.add(s.shot());
    CHECK(s.answer(reply, 400) == actions);
    CHECK(s.desk->open() == 0);
  }
}

TEST_CASE("desk: jobs that fail at the provider") {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"failed content", "refused, ended"},
      {"failed busy", "failed, ended, again"},
      {"failed key", "account refused, failed, ended"},
      {"failed sense", "failed, ended"}};
  for (const auto& row : rows) {
    const auto& reply = row.first;
    const auto& actions = row.second;
    CAPTURE(reply);
    Setting s;
    s.add(s.shot());
    s.answer("job a");
    s.wait();
    CHECK(s.answer(reply) == actions);
  }
}

TEST_CASE("desk: an address that has run out is asked for anew") {
  Setting s;
  s.add(s.shot());
  s.answer("job a");
  s.wait();
  s.answer("done https://files.example/a.mp4");
  CHECK(s.answer("", 403) == "");
  CHECK(s.wait() == "send /jobs/a");
  CHECK(s.answer("done https://files.example/b.mp4") == "succeeded, send /b.mp4");
}

TEST_CASE("desk: a job that is not known there is asked for some minutes, then in doubt") {
  Setting s;
  s.add(s.shot());
  s.answer("job a");
  const Steady begun = s.clock.now();
  std::string last;
  while (s.desk->open() > 0) {
    last = s.out.empty() ? s.wait() : s.answer("failed gone");
  }
  CHECK(last == "doubt, ended");
  CHECK(s.clock.now() - begun > Millis{300'000});
}

TEST_CASE(
    "desk: a paid result that is not there is left for a later run, and lost when it has expired") {
  for (const bool expired : {false, true}) {
    Setting s;
    s.add(s.shot());
    s.answer("job a");
    s.wait();
    s.answer("done https://files.example/a.mp4");
    s.broken(true);
    std::string last;
    while (s.desk->open() > 0) {
      if (expired) {
        s.clock.advance(Millis{3'600'000});
      }
      last = s.out.empty() ? s.wait() : s.answer("failed gone");
    }
    CHECK(last == (expired ? "lost, ended" : "ended"));
  }
}

TEST_CASE("desk: questions that fail say nothing of the job; after some minutes it is left out") {
  Setting s;
  s.add(s.shot());
  s.answer("job a");
  std::string last;
  const Steady begun = s.clock.now();
  while (s.desk->open() > 0) {
    last = s.out.empty() ? s.wait() : s.broken(true);
  }
  CHECK(last == "ended");
  CHECK(s.ended[0].error.kind == ErrorKind::transient);
  CHECK(s.clock.now() - begun > Millis{300'000});
}

TEST_CASE("desk: what an earlier run left is gone on with") {
  Setting s;
  Shot out = s.shot(1, TakeState::submitted);
  out.job = "a";
  CHECK(s.add(out) == "send /jobs/a");
  Shot unsure = s.shot(2, TakeState::intent);
  unsure.request = "m seed 2";
  CHECK(s.add(unsure) == "");
  CHECK(s.answer("running") == "");
  CHECK(s.wait() == "send /list/m/0");
}

TEST_CASE("desk: an input is uploaded once for all that need it") {
  Setting s;
  CHECK(s.add(s.with_picture(1, "face")) == "send /upload [face]");
  CHECK(s.add(s.with_picture(2, "face")) == "");
  CHECK(s.answer("https://files.example/face") ==
        "uploaded https://files.example/face, "
        "intent, send /submit [m seed 1 https://files.example/face], "
        "intent, send /submit [m seed 2 https://files.example/face]");
}

TEST_CASE("desk: an upload that fails for good ends its shots before anything is paid") {
  Setting s;
  s.add(s.with_picture(1, "face"));
  CHECK(s.answer("no sense", 400) == "failed, ended");
}

TEST_CASE("desk: Ctrl-C waits for the answer of what was sent, and leaves jobs out") {
  Setting s;
  s.add(s.shot(1));
  s.answer("job a");
  s.add(s.shot(2));
  s.add(s.shot(3));
  CHECK(s.stop() == "ended, ended");  // 1 is out, 3 was never sent
  CHECK(s.desk->open() == 1);
  CHECK(s.answer("job b") == "submitted b, ended");
  CHECK(s.desk->open() == 0);
}

TEST_CASE("desk: after Ctrl-C a submit that nobody answers is left to the next run, or in doubt") {
  for (const bool can_look_up : {true, false}) {
    Setting s;
    s.provider.can_look_up = can_look_up;
    const std::string left = can_look_up ? "ended" : "doubt, ended";
    s.add(s.shot(1));
    s.stop();
    CHECK(s.broken(true) == left);
    Setting silent;
    silent.provider.can_look_up = can_look_up;
    silent.add(silent.shot(1));
    const Steady stopped = silent.clock.now();
    silent.stop();
    CHECK(silent.wait() == "cancel, " + left);
    CHECK(silent.clock.now() - stopped == std::chrono::seconds(10));
    CHECK(silent.desk->open() == 0);
  }
}
