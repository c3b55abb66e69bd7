// SPDX-License-Identifier: Apache-2.0
// `take list|use|reject` and `retake`: what people decide about takes. Short transactions; no build
// lock.

#include <fmt/format.h>

#include <charconv>

#include "cli/commands.h"
#include "cli/session.h"
#include "plan/select.h"
#include "report/take_report.h"

namespace reshoot {
namespace {

const GenerateStep* clip_of(const Session& session, const std::string& scene) {
  for (const Step& step : session.graph.steps) {
    const auto* generate = std::get_if<GenerateStep>(&step.what);
    if (generate != nullptr && session.campaign().scenes[generate->scene].name == scene) {
      return generate;
    }
  }
  return nullptr;
}

Result<const GenerateStep*> named_clip(const Session& session, const std::string& scene) {
  const GenerateStep* const clip = clip_of(session, scene);
  if (clip != nullptr) {
    return clip;
  }
  return fail(
      ErrorKind::usage,
      fmt::format("campaign '{}' has no scene '{}' that is shot", session.campaign().name, scene),
      "'reshoot take list' lists the clips and their takes");
}

/// By number, or by the first digits (four or more) of its uuid or of its bytes' SHA-256.
bool is_named(const Take& take, std::string_view name) {
  int number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error == std::errc() && end == name.data() + name.size() && number == take.number) {
    return true;
  }
  constexpr std::size_t fewest = 4;
  constexpr std::string_view prefix = "sha256:";
  if (name.starts_with(prefix)) {
    name.remove_prefix(prefix.size());
  }
  return name.size() >= fewest &&
         (take.uuid.starts_with(name) || (take.blob && take.blob->hex().starts_with(name)));
}

Result<Take> named_take(const Session& session, const GenerateStep& clip, const Options& options) {
  const auto list = session.facts.takes.find(clip.key);
  std::vector<Take> found;
  if (list != session.facts.takes.end()) {
    for (const Take& take : list->second) {
      if (is_named(take, options.take)) {
        found.push_back(take);
      }
    }
  }
  if (found.size() == 1) {
    return found.front();
  }
  return fail(ErrorKind::usage,
              fmt::format("scene '{}' has {} take '{}' as it stands now", options.clip,
                          found.empty() ? "no" : "more than one", options.take),
              fmt::format("'reshoot take list {}' lists its takes", options.clip));
}

void confirm(const Options& options, const std::string& text, const Take& take) {
  print_out(options.json ? take_json(take) : text + "\n");
}

}  // namespace

Result<ExitCode> take_list(const Options& options, const Console& console) {
  const SystemClock clock;
  const Cancel cancel;
  TRY_ASSIGN(const Session session, look(options, console, clock, cancel));
  TRY_ASSIGN(const Plan plan, plan_targets(session, options));
  const TakeReport report =
      make_take_report(session.graph, session.campaign(), plan, session.facts);
  print_out(options.json ? takes_json(report) : takes_text(report, style_of(console)));
  return ExitCode::done;
}

Result<ExitCode> take_use(const Options& options, const Console& console) {
  const SystemClock clock;
  const Cancel cancel;
  TRY_ASSIGN(Session session, look(options, console, clock, cancel));
  TRY_ASSIGN(const GenerateStep* const clip, named_clip(session, options.clip));
  TRY_ASSIGN(const Take take, named_take(session, *clip, options));
  if (take.state != TakeState::fetched || take.rejected) {
    return fail(ErrorKind::needs_person,
                fmt::format("take {} of '{}' cannot be used: it {}", take.number, options.clip,
                            take.rejected ? "was rejected" : "has no picture"),
                fmt::format("'reshoot take list {}' lists the others", options.clip));
  }
  TRY(session.store.ledger.select(session.campaign().name, {options.clip, clip->key, take.uuid,
                                                            true, options.reason, clock.wall()}));
  confirm(options,
          fmt::format("'{}' uses take {} from now on; 'reshoot build' cuts it in", options.clip,
                      take.number),
          take);
  return ExitCode::done;
}

Result<ExitCode> take_reject(const Options& options, const Console& console) {
  const SystemClock clock;
  const Cancel cancel;
  TRY_ASSIGN(Session session, look(options, console, clock, cancel));
  TRY_ASSIGN(const GenerateStep* const clip, named_clip(session, options.clip));
  TRY_ASSIGN(const Take take, named_take(session, *clip, options));
  TRY(session.store.ledger.reject(take.uuid, options.reason));
  confirm(
      options,
      fmt::format("take {} of '{}' is rejected; 'reshoot build' uses another one, or shoots one",
                  take.number, options.clip),
      take);
  return ExitCode::done;
}

Result<ExitCode> retake(const Options& options, const Console& console) {
  const SystemClock clock;
  const Cancel cancel;
  TRY_ASSIGN(Session session, look(options, console, clock, cancel));
  if (options.targets.empty()) {
    return fail(ErrorKind::usage, "retake needs at least one scene",
                "for example: reshoot retake welcome");
  }
  TRY_ASSIGN(const Plan plan, plan_targets(session, options));
  for (const Decision& decision : plan.decisions) {
    const auto* clip = std::get_if<GenerateStep>(&session.graph.steps[decision.step].what);
    if (clip == nullptr) {
      continue;
    }
    const std::string& scene = session.campaign().scenes[clip->scene].name;
    TRY(session.store.ledger.request_retake(session.campaign().name,
                                            {0, scene, clip->key, options.reason}));
    if (!options.json) {
      print_out(fmt::format("'{}' will be shot once more by the next build\n", scene));
    }
  }
  if (options.json) {
    TRY_ASSIGN(session.facts,
               load_facts(session.store.ledger, session.store.blobs, session.campaign().name));
    print_out(takes_json(make_take_report(session.graph, session.campaign(), plan, session.facts)));
  }
  return ExitCode::done;
}

}  // namespace reshoot
