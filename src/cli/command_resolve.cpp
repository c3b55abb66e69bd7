// SPDX-License-Identifier: Apache-2.0
// `resolve`: a person says what nobody else can know. Short transactions; no build lock, no
// campaign, no network.

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/project.h"
#include "cli/session.h"
#include "cli/shared_store.h"
#include "cli/take_name.h"
#include "provider/json_reading.h"
#include "report/doubt_report.h"
#include "report/take_report.h"

namespace reshoot {
namespace {

/// A ledger with the names of its clips.
struct Desk {
  Store store;
  ClipNames names;
  std::vector<Take> takes;
};

Result<Desk> open_desk(const Options& options, const Clock& clock) {
  TRY_ASSIGN(const std::filesystem::path workspace, workspace_of(options));
  TRY_ASSIGN(Store store, open_store(options, workspace, false, clock));
  TRY_ASSIGN(ClipNames names, ClipNames::of(store.ledger));
  TRY_ASSIGN(std::vector<Take> takes, store.ledger.takes());
  return Desk{std::move(store), std::move(names), std::move(takes)};
}

std::string title_of(const Desk& desk, const Take& take) {
  return fmt::format("take {} of '{}'", take.number, desk.names(take));
}

bool in_doubt(const Take& take) {
  return take.state == TakeState::in_doubt;
}

/// The take that one or two words mean. Of several, the one in doubt.
Result<Take> meant_take(const Desk& desk, const std::vector<std::string>& words) {
  std::vector<Take> found;
  for (const Take& take : desk.takes) {
    const bool is_meant = words.size() == 1
                              ? has_uuid(take, words[0])
                              : desk.names(take) == words[0] && is_named(take, words[1]);
    if (is_meant) {
      found.push_back(take);
    }
  }
  if (std::count_if(found.begin(), found.end(), in_doubt) == 1) {
    return *std::find_if(found.begin(), found.end(), in_doubt);
  }
  if (found.size() == 1) {
    return found.front();
  }
  return fail(ErrorKind::usage,
              fmt::format("the ledger has {} take '{}'", found.empty() ? "no" : "more than one",
                          fmt::join(words, " ")),
              "name it by the first digits of its uuid, or by its scene and number: 'reshoot "
              "resolve' lists what is in doubt");
}

std::string shell_word(const std::string& word) {
  const bool plain = std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-_./:@").find(c) != std::string_view::npos;
  });
  if (plain) {
    return word;
  }
  std::string quoted = "'";
  for (const char c : word) {
    quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return quoted + "'";
}

/// `reshoot resolve` for the same ledger, to be copied into a shell.
std::string command_again(const Options& options) {
  std::string command = "reshoot resolve";
  if (!options.file.empty()) {
    command += " -f " + shell_word(options.file);
  }
  if (!options.store.empty()) {
    command += " --store " + shell_word(options.store);
  }
  return command;
}

Result<std::vector<DoubtfulTake>> doubtful_takes(const Desk& desk) {
  TRY_ASSIGN(const std::vector<OpenJob> jobs, desk.store.ledger.open_jobs());
  std::vector<DoubtfulTake> all;
  for (const Take& take : desk.takes) {
    if (!in_doubt(take)) {
      continue;
    }
    DoubtfulTake& one = all.emplace_back();
    one.take = take;
    one.clip = desk.names(take);
    const auto job = std::find_if(jobs.begin(), jobs.end(),
                                  [&](const OpenJob& open) { return open.take.id == take.id; });
    if (job != jobs.end()) {
      one.provider = job->provider;
      one.base_url = job->base_url;
      one.model = job->model;
      one.sent = job->sent;
      one.job = job->job;
      TRY_ASSIGN(const std::string request, desk.store.ledger.request_of(take.id));
      one.prompt = prompt_in(request);
    }
  }
  return all;
}

Error not_in_doubt(const Desk& desk, const Take& take) {
  return {ErrorKind::usage,
          fmt::format("{} is '{}', not in doubt", title_of(desk, take), name_of(take.state)) +
              (take.note.empty() ? "" : ": " + take.note),
          "nothing was changed; 'reshoot resolve' lists what is in doubt"};
}

Result<ExitCode> list(const Desk& desk, const Options& options, const Console& console) {
  TRY_ASSIGN(std::vector<DoubtfulTake> takes, doubtful_takes(desk));
  if (!options.targets.empty()) {
    TRY_ASSIGN(const Take meant, meant_take(desk, options.targets));
    if (!in_doubt(meant)) {
      return tl::unexpected(not_in_doubt(desk, meant));
    }
    std::erase_if(takes, [&](const DoubtfulTake& one) { return one.take.id != meant.id; });
  }
  print_out(options.json ? doubts_json(takes)
                         : doubts_text(takes, command_again(options), style_of(console)));
  return ExitCode::done;
}

Result<void> check_words(const Options& options) {
  if (options.targets.empty()) {
    return fail(ErrorKind::usage, "an answer is about one take: which one?",
                "'reshoot resolve' lists the takes in doubt with the commands that settle them");
  }
  const bool adopts = *options.answer == DoubtAnswer::adopted;
  if (adopts && !id_of(nlohmann::json(options.job))) {
    return fail(ErrorKind::usage,
                fmt::format("'{}' cannot be the id of a job", ellipsize(options.job, 60)),
                "copy it from the provider's list: up to 200 letters, digits and any of '-_.:'");
  }
  return {};
}

/// The same answer as the last one about this take, which is not in doubt any more.
Result<bool> was_said(const Desk& desk, const Take& take, const Options& options) {
  if (in_doubt(take) || take.answer != options.answer) {
    return false;
  }
  if (*options.answer != DoubtAnswer::adopted) {
    return true;
  }
  TRY_ASSIGN(const std::string job, desk.store.ledger.job_of(take.id));
  return job == options.job;
}

std::string note_of(const Take& take, const Options& options) {
  const auto what = [&]() -> std::string {
    switch (*options.answer) {
      case DoubtAnswer::billed:
        return "billed, as a person said";
      case DoubtAnswer::not_billed:
        return "not billed, as a person said";
      case DoubtAnswer::adopted:
        return "a person found its job " + options.job;
    }
    return {};
  };
  return what() + (options.reason.empty() ? "" : " (" + options.reason + ")") +
         (take.note.empty() ? "" : "; it was in doubt: " + take.note);
}

std::string settled_text(const Desk& desk, const Take& take, const Options& options) {
  const std::string title = title_of(desk, take);
  const std::string amount = take.reserved.micros > 0 ? take.reserved.text() : "an unknown price";
  switch (*options.answer) {
    case DoubtAnswer::billed:
      return fmt::format(
          "{} is settled at {}, as an estimate; its clip is lost: 'reshoot build --regenerate {}' "
          "pays again\n",
          title, amount, shell_word(desk.names(take)));
    case DoubtAnswer::not_billed:
      return fmt::format("{} has failed, and {} is free again; the next build shoots the clip\n",
                         title, amount);
    case DoubtAnswer::adopted:
      return fmt::format("{} is job {}; the next build fetches it\n", title, options.job);
  }
  return {};
}

/// The take as it is in the ledger now.
Result<Take> again(const Store& store, const Take& take) {
  TRY_ASSIGN(const std::vector<Take> takes, store.ledger.takes_of(take.clip_key));
  const auto now =
      std::find_if(takes.begin(), takes.end(), [&](const Take& one) { return one.id == take.id; });
  return now == takes.end() ? take : *now;
}

Result<ExitCode> settle(Desk& desk, const Options& options) {
  TRY(check_words(options));
  TRY_ASSIGN(const Take take, meant_take(desk, options.targets));
  TRY_ASSIGN(const bool repeated, was_said(desk, take, options));
  if (!repeated) {
    if (!in_doubt(take)) {
      return tl::unexpected(not_in_doubt(desk, take));
    }
    TRY(desk.store.ledger.settle_doubt(take.id,
                                       {*options.answer, options.job, note_of(take, options)}));
  }
  if (options.json) {
    TRY_ASSIGN(const Take now, again(desk.store, take));
    print_out(resolved_json(now, desk.names(now), repeated));
  } else {
    print_out(repeated ? fmt::format("{} was settled so before: it is '{}', nothing was changed\n",
                                     title_of(desk, take), name_of(take.state))
                       : settled_text(desk, take, options));
  }
  return ExitCode::done;
}

}  // namespace

Result<ExitCode> resolve(const Options& options, const Console& console) {
  if (options.targets.size() > 2) {
    return fail(ErrorKind::usage, "resolve is about one take at a time",
                "name it by the first digits of its uuid, or by its scene and number");
  }
  const SystemClock clock;
  TRY_ASSIGN(Desk desk, open_desk(options, clock));
  return options.answer ? settle(desk, options) : list(desk, options, console);
}

}  // namespace reshoot
