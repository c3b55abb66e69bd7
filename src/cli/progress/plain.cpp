// SPDX-License-Identifier: Apache-2.0
#include "cli/progress/plain.h"

#include <fmt/format.h>

#include "base/text.h"
#include "cli/progress/messages.h"
#include "report/figures.h"

namespace reshoot {
namespace {

std::string begin_text(const BuildTally& tally, Steady now) {
  if (tally.planned() == 0) {
    return {};
  }
  return fmt::format("begin: {} on {}, about {}\n", counted(tally.planned(), "step"),
                     counted(tally.jobs(), "job"), duration_text(tally.left(now)));
}

}  // namespace

void PlainProgress::on(const BuildEvent& event, Steady now) {
  tally_.on(event, now);
  output_.write(text_of(event, now));
}

std::string PlainProgress::text_of(const StepFinished& event) const {
  const std::string name = tally_.name_of(event.step);
  std::string text;
  if (event.ran || tally_.is_planned(event.step)) {
    text = fmt::format("[{}/{}] {}: {}{}\n", tally_.over(), tally_.planned(), printable(name),
                       event.ran       ? duration_text(event.took)
                       : event.fetched ? "fetched"
                                       : "as it was",
                       event.cost.micros > 0 ? ", " + event.cost.text() : "");
  }
  for (const std::string& warning : event.warnings) {
    text += warning_message(name, warning, colour_);
  }
  return text;
}

std::string PlainProgress::text_of(const BuildEvent& event, Steady now) const {
  if (std::holds_alternative<BuildStarted>(event)) {
    return begin_text(tally_, now);
  }
  if (const auto* started = std::get_if<StepStarted>(&event)) {
    // Only what may take minutes: the rest is over before anybody has read that it began.
    const bool clip = tally_.graph()->steps[started->step].kind() == StepKind::generate;
    return clip ? printable(tally_.name_of(started->step)) + ": started\n" : "";
  }
  if (const auto* sent = std::get_if<TakeSent>(&event)) {
    return fmt::format("{}: {} has it as job {}\n", printable(tally_.name_of(sent->step)),
                       sent->provider, printable(sent->job));
  }
  if (const auto* stray = std::get_if<StrayTake>(&event)) {
    return stray_message(*stray, colour_);
  }
  if (const auto* stopped = std::get_if<AccountStopped>(&event)) {
    return account_message(*stopped, colour_);
  }
  if (const auto* finished = std::get_if<StepFinished>(&event)) {
    return text_of(*finished);
  }
  if (const auto* failed = std::get_if<StepFailed>(&event)) {
    return failure_message(tally_, *failed, colour_);
  }
  if (const auto* fell_short = std::get_if<TakeFellShort>(&event)) {
    return short_message(tally_, *fell_short, colour_);
  }
  if (const auto* video = std::get_if<VideoPublished>(&event)) {
    return published_message(*video, colour_);
  }
  if (std::holds_alternative<BuildStopping>(event)) {
    return "stopping: what runs is being ended, what is made is kept\n";
  }
  if (const auto* end = std::get_if<BuildFinished>(&event)) {
    return summary(tally_, *end, colour_);
  }
  return {};
}

}  // namespace reshoot
