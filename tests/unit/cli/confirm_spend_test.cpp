// SPDX-License-Identifier: Apache-2.0
#include "cli/confirm_spend.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace reshoot {
namespace {

SpendQuestion asks(int known, std::int64_t cost, int unknown) {
  SpendQuestion question;
  if (known > 0) {
    question.parts.push_back({"gmi/wan2.7-r2v", known, Money{cost}, 0});
  }
  if (unknown > 0) {
    question.parts.push_back({"gmi/new-model", unknown, {}, unknown});
  }
  return question;
}

constexpr int agreed = 0, declined = 1, stopped = 2;

/// What a process at a terminal answers where confirm_spend() asks it.
int ask_at_terminal(const Cancel& cancel) {
  Console console;
  console.in_is_terminal = console.err_is_terminal = true;
  const Result<void> said = confirm_spend(asks(3, 1'800'000, 0), {}, console, cancel);
  return said ? agreed : said.error().kind == ErrorKind::cancelled ? stopped : declined;
}

/// A child at a terminal of its own, with a person who types `text` once asked. Its exit code, or
/// nullopt where no terminal can be had; `shown` is what it showed until then.
std::optional<int> typed(std::string_view text, std::string& shown) {
  const int person = ::posix_openpt(O_RDWR | O_NOCTTY);
  if (person < 0 || ::grantpt(person) != 0 || ::unlockpt(person) != 0) {
    return std::nullopt;
  }
  const int terminal = ::open(::ptsname(person), O_RDWR | O_NOCTTY);
  if (terminal < 0) {
    return std::nullopt;
  }
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(person);
    ::dup2(terminal, STDIN_FILENO);
    ::dup2(terminal, STDERR_FILENO);
    ::close(terminal);
    const Cancel cancel;
    ::_exit(ask_at_terminal(cancel));
  }
  ::close(terminal);
  std::array<char, 512> block{};
  while (shown.find("[y/N] ") == std::string::npos) {
    const ssize_t count = ::read(person, block.data(), block.size());
    if (count <= 0) {
      break;
    }
    shown.append(block.data(), static_cast<std::size_t>(count));
  }
  const bool wrote = ::write(person, text.data(), text.size()) >= 0;
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(person);
  return wrote && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("decide_spend: who may spend what without being asked") {
  struct Case {
    const char* what;
    SpendQuestion question;
    SpendWords words;
    SpendStep step;
  };
  using enum SpendStep;
  for (const Case& row : {
           Case{"free", asks(0, 0, 0), {false, false, false}, go_on},
           Case{"price, nobody there", asks(3, 9, 0), {false, false, false}, refuse},
           Case{"price, a terminal", asks(3, 9, 0), {false, false, true}, ask},
           Case{"price, --yes", asks(3, 9, 0), {true, false, false}, go_on},
           Case{"price, --yes at a terminal", asks(3, 9, 0), {true, false, true}, go_on},
           Case{"unknown, --yes", asks(3, 9, 1), {true, false, false}, refuse_unknown},
           Case{"unknown, a terminal", asks(0, 0, 1), {false, false, true}, refuse_unknown},
           Case{"unknown accepted, nobody", asks(0, 0, 1), {false, true, false}, refuse},
           Case{"unknown accepted, a terminal", asks(0, 0, 1), {false, true, true}, ask},
           Case{"unknown accepted, --yes", asks(3, 9, 1), {true, true, false}, go_on},
       }) {
    CAPTURE(row.what);
    CHECK(decide_spend(row.question, row.words) == row.step);
  }
}

TEST_CASE("decide_spend: what was agreed to in this run is not asked for again") {
  SpendQuestion question = asks(3, 9, 1);
  const SpendWords accepted{false, true, true};
  question.agreed = Money{9};
  CHECK(decide_spend(question, accepted) == SpendStep::ask);
  question.agreed_unknown = 1;
  CHECK(decide_spend(question, accepted) == SpendStep::go_on);
  question.agreed = Money{8};
  CHECK(decide_spend(question, accepted) == SpendStep::ask);
}

TEST_CASE("spend_text: clips, price, models") {
  CHECK(spend_text(asks(3, 1'800'000, 0)) == "3 clips for $1.80 (gmi/wan2.7-r2v 3)");
  CHECK(spend_text(asks(0, 0, 1)) == "1 clip at an unknown price (gmi/new-model 1)");
  CHECK(spend_text(asks(1, 600'000, 2)) ==
        "3 clips for $0.60 and an unknown price (2 of them) (gmi/wan2.7-r2v 1, gmi/new-model 2)");
}

TEST_CASE("spend_question: clips that run and cost, by model") {
  Model paid;
  paid.provider = "gmi";
  paid.name = "wan2.7-r2v";
  Model free;
  free.provider = "local";
  free.name = "animatic";
  Campaign campaign;
  campaign.scenes.resize(2);
  Scene& judged = campaign.scenes[1];
  judged.model.value = &paid;
  judged.cast.resize(1);
  Graph graph;
  Plan plan;
  const auto decide = [&](const Model& model, DecisionKind kind, std::optional<Money> cost) {
    GenerateStep what;
    what.model = &model;
    graph.steps.push_back({"generate:x", {}, {}, what});
    Decision decision;
    decision.step = static_cast<StepIndex>(graph.steps.size() - 1);
    decision.kind = kind;
    decision.cost = cost;
    plan.decisions.push_back(decision);
  };
  decide(paid, DecisionKind::run, Money{600'000});
  decide(free, DecisionKind::run, Money{});
  decide(paid, DecisionKind::hit, Money{600'000});
  decide(paid, DecisionKind::run, Money{300'000});
  decide(paid, DecisionKind::run, std::nullopt);
  graph.steps.push_back({"cut:launch", {}, {}, CutStep{}});
  Decision cut;
  cut.step = static_cast<StepIndex>(graph.steps.size() - 1);
  plan.decisions.push_back(cut);
  SpendQuestion question = spend_question(graph, campaign, plan, 3);
  REQUIRE(question.parts.size() == 1);
  CHECK(question.parts[0].model == "gmi/wan2.7-r2v");
  CHECK(question.clips() == 3);
  CHECK(question.cost().micros == 900'000);
  CHECK(question.unknown() == 1);
  CHECK(question.more.micros == 0);  // nobody has to be recognised in them

  std::get<GenerateStep>(graph.steps[3].what).scene = 1;
  question = spend_question(graph, campaign, plan, 3);
  CHECK(question.more.micros == 600'000);  // two more takes of the clip for $0.30
  CHECK(spend_text(question).ends_with(
      ", and up to $0.60 for takes in place of those that fall short"));
  judged.cast[0].identity.on_fail = OnFail::hold;
  CHECK(spend_question(graph, campaign, plan, 3).more.micros == 0);
}

TEST_CASE("confirm_spend: only a clear yes at the terminal is one") {
  struct Case {
    std::string_view typed;
    int answer;
  };
  for (const Case& row :
       {Case{"y\n", agreed}, Case{"Y\n", agreed}, Case{"yes\n", agreed}, Case{"\n", declined},
        Case{"n\n", declined}, Case{"yep\n", declined}, Case{"\x04", declined}}) {
    CAPTURE(row.typed);
    std::string shown;
    const std::optional<int> answer = typed(row.typed, shown);
    if (!answer) {
      MESSAGE("no terminal can be had here: not tested");
      return;
    }
    CHECK(*answer == row.answer);
    CHECK(shown == "Shoot 3 clips for $1.80 (gmi/wan2.7-r2v 3)? [y/N] ");
  }
}

TEST_CASE("confirm_spend: a request to stop ends the wait for an answer") {
  Cancel cancel;
  cancel.request();
  CHECK(ask_at_terminal(cancel) == stopped);
}

TEST_CASE("confirm_spend: without a terminal the error says what to type") {
  const Cancel cancel;
  Options options;
  const Console nobody;
  CHECK(confirm_spend({}, options, nobody, cancel).has_value());
  const auto refused = confirm_spend(asks(3, 1'800'000, 0), options, nobody, cancel);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().kind == ErrorKind::needs_person);
  CHECK(refused.error().message.find("3 clips for $1.80") != std::string::npos);
  CHECK(refused.error().help.find("--yes") != std::string::npos);
  options.yes = true;
  CHECK(confirm_spend(asks(3, 1'800'000, 0), options, nobody, cancel).has_value());
  const auto unknown = confirm_spend(asks(3, 1'800'000, 2), options, nobody, cancel);
  REQUIRE_FALSE(unknown.has_value());
  CHECK(unknown.error().kind == ErrorKind::needs_person);
  CHECK(unknown.error().message.find("2 of 5 clips (gmi/new-model)") != std::string::npos);
  CHECK(unknown.error().help.find("models/*.yaml") != std::string::npos);
  CHECK(unknown.error().help.find("--accept-unknown-price") != std::string::npos);
}

}  // namespace reshoot
