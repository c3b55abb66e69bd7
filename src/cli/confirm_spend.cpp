// SPDX-License-Identifier: Apache-2.0
// The decision is pure; the terminal is read so that Ctrl-C, which is an event, ends the wait.

#include "cli/confirm_spend.h"

#include <fmt/format.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <numeric>
#include <optional>

#include "report/figures.h"

namespace reshoot {
namespace {

constexpr const char* price_help =
    "nothing was shot; give the model's row a price in models/*.yaml ('reshoot models show MODEL' "
    "prints the row), or run again with --accept-unknown-price";

SpendQuestion::Part& part_of(SpendQuestion& question, const std::string& model) {
  const auto found = std::find_if(question.parts.begin(), question.parts.end(),
                                  [&](const auto& part) { return part.model == model; });
  if (found != question.parts.end()) {
    return *found;
  }
  question.parts.push_back({model, 0, {}, 0});
  return question.parts.back();
}

std::string unknown_models(const SpendQuestion& question) {
  std::string names;
  for (const SpendQuestion::Part& part : question.parts) {
    if (part.unknown > 0) {
      names += (names.empty() ? "" : ", ") + part.model;
    }
  }
  return names;
}

/// A line from the terminal; nullopt: it has ended, or the wait was cancelled.
std::optional<std::string> read_line(const Cancel& cancel) {
  constexpr int patience_ms = 100;  // how soon Ctrl-C is seen
  std::string line;
  while (!cancel.requested()) {
    pollfd terminal{STDIN_FILENO, POLLIN, 0};
    const int ready = ::poll(&terminal, 1, patience_ms);
    if (ready < 0 && errno != EINTR) {
      return std::nullopt;
    }
    if (ready <= 0) {
      continue;
    }
    std::array<char, 256> block{};
    const ssize_t count = ::read(STDIN_FILENO, block.data(), block.size());
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      return std::nullopt;
    }
    line.append(block.data(), static_cast<std::size_t>(count));
    if (const std::size_t end = line.find('\n'); end != std::string::npos) {
      return line.substr(0, end);
    }
  }
  return std::nullopt;
}

/// Whether the tool starts further takes of this clip by itself.
bool is_retaken(const Campaign& campaign, const GenerateStep& clip) {
  const Scene& scene = campaign.scenes[clip.scene];
  return scene.judged() &&
         std::any_of(scene.cast.begin(), scene.cast.end(), [](const CastMember& member) {
           return member.identity.level != IdentityLevel::off &&
                  member.identity.on_fail == OnFail::retake;
         });
}

bool is_yes(std::string_view line) {
  return line == "y" || line == "Y" || line == "yes" || line == "Yes" || line == "YES";
}

Result<void> ask(const SpendQuestion& question, const Cancel& cancel) {
  ::tcflush(STDIN_FILENO, TCIFLUSH);  // what was typed before the question is no answer to it
  print_err(fmt::format("Shoot {}? [y/N] ", spend_text(question)));
  const std::optional<std::string> line = read_line(cancel);
  if (!line) {
    print_err("\n");
  }
  if (cancel.requested()) {
    return fail(ErrorKind::cancelled, "stopped before anything was paid for: nothing was shot");
  }
  if (!line || !is_yes(*line)) {
    return fail(ErrorKind::needs_person, "you did not agree: nothing was shot",
                "'reshoot plan' shows what would be shot and why");
  }
  return {};
}

}  // namespace

int SpendQuestion::clips() const {
  return std::accumulate(parts.begin(), parts.end(), 0,
                         [](int sum, const Part& part) { return sum + part.clips; });
}

Money SpendQuestion::cost() const {
  return std::accumulate(parts.begin(), parts.end(), Money{},
                         [](Money sum, const Part& part) { return sum + part.cost; });
}

int SpendQuestion::unknown() const {
  return std::accumulate(parts.begin(), parts.end(), 0,
                         [](int sum, const Part& part) { return sum + part.unknown; });
}

SpendQuestion spend_question(const Graph& graph, const Campaign& campaign, const Plan& plan,
                             int max_takes) {
  SpendQuestion question;
  for (const Decision& decision : plan.decisions) {
    const auto* clip = std::get_if<GenerateStep>(&graph.steps[decision.step].what);
    const bool pays = clip != nullptr && decision.kind == DecisionKind::run &&
                      (!decision.cost || decision.cost->micros > 0);
    if (pays) {
      SpendQuestion::Part& part = part_of(question, clip->model->id());
      ++part.clips;
      part.cost += decision.cost.value_or(Money{});
      part.unknown += decision.cost ? 0 : 1;
      if (is_retaken(campaign, *clip)) {
        question.more.micros += decision.cost.value_or(Money{}).micros * (max_takes - 1);
      }
    }
  }
  return question;
}

std::string spend_text(const SpendQuestion& question) {
  std::string models;
  for (const SpendQuestion::Part& part : question.parts) {
    models += fmt::format("{}{} {}", models.empty() ? "" : ", ", part.model, part.clips);
  }
  const int unknown = question.unknown();
  std::string price;
  if (unknown < question.clips()) {
    price = " for " + question.cost().text();
    if (unknown > 0) {
      price += fmt::format(" and an unknown price ({} of them)", unknown);
    }
  } else {
    price = " at an unknown price";
  }
  const std::string more =
      question.more.micros > 0
          ? fmt::format(", and up to {} for takes in place of those that fall short",
                        question.more.text())
          : "";
  return fmt::format("{}{} ({}){}", counted(question.clips(), "clip"), price, models, more);
}

SpendStep decide_spend(const SpendQuestion& question, const SpendWords& words) {
  const int unknown = question.unknown();
  if (unknown > 0 && !words.accept_unknown_price) {
    return SpendStep::refuse_unknown;
  }
  if (question.cost() <= question.agreed && unknown <= question.agreed_unknown) {
    return SpendStep::go_on;  // also where nothing is paid for
  }
  if (words.yes) {
    return SpendStep::go_on;
  }
  return words.can_ask ? SpendStep::ask : SpendStep::refuse;
}

Result<void> confirm_spend(const SpendQuestion& question, const Options& options,
                           const Console& console, const Cancel& cancel) {
  switch (decide_spend(question, {options.yes, options.accept_unknown_price,
                                  console.in_is_terminal && console.err_is_terminal})) {
    case SpendStep::go_on:
      return {};
    case SpendStep::ask:
      return ask(question, cancel);
    case SpendStep::refuse:
      return fail(
          ErrorKind::needs_person,
          fmt::format("this build would shoot {}, and there is no terminal to ask at",
                      spend_text(question)),
          "nothing was shot; run again with --yes, and with --max-cost to hold it to a sum");
    case SpendStep::refuse_unknown:
      return fail(ErrorKind::needs_person,
                  fmt::format("the catalog has no price for {} of {} ({})", question.unknown(),
                              counted(question.clips(), "clip"), unknown_models(question)),
                  price_help);
  }
  return {};
}

}  // namespace reshoot
