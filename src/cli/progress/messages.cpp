// SPDX-License-Identifier: Apache-2.0
#include "cli/progress/messages.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "report/figures.h"

namespace reshoot {
namespace {

constexpr std::size_t most_videos_listed = 20;
constexpr std::size_t most_jobs_listed = 20;

std::string counted_unless_none(int count, std::string_view noun, std::string_view verb) {
  return count == 0 ? "" : fmt::format("{} {}", counted(count, noun), verb);
}

Paint paint_of(BuildEnd end) {
  switch (end) {
    case BuildEnd::done:
      return Paint::green;
    case BuildEnd::failed:
      return Paint::red;
    case BuildEnd::interrupted:
      return Paint::yellow;
  }
  return Paint::plain;
}

int sum(const BuildFinished& end, int BuildFinished::Count::*member) {
  return end.generate.*member + end.conform.*member + end.cut.*member;
}

std::string made_text(const BuildFinished& end) {
  const std::string made = joined({counted_unless_none(end.generate.fetched, "clip", "fetched"),
                                   counted_unless_none(end.generate.run, "clip", "shot"),
                                   counted_unless_none(end.conform.run, "segment", "made"),
                                   counted_unless_none(end.cut.run, "video", "cut")});
  if (made.empty()) {
    return end.end == BuildEnd::done ? "nothing had to be made" : "nothing was made";
  }
  return made;
}

/// What a Ctrl-C left: what it stopped is as open as what it kept from starting.
int not_done(const BuildTally& tally) {
  return tally.planned() - tally.of(StepKind::generate).done - tally.of(StepKind::conform).done -
         tally.of(StepKind::cut).done;
}

std::string open_text(const BuildTally& tally, const BuildFinished& end) {
  using Count = BuildFinished::Count;
  const int failed = sum(end, &Count::failed);
  const std::string open =
      end.end == BuildEnd::interrupted && failed == 0
          ? counted_unless_none(not_done(tally), "step", "not done")
          : joined({counted_unless_none(failed, "step", "failed"),
                    counted_unless_none(sum(end, &Count::held), "clip", "held"),
                    counted_unless_none(sum(end, &Count::blocked), "step", "blocked"),
                    counted_unless_none(sum(end, &Count::not_started), "step", "not started")});
  return open.empty() ? "" : "open: " + open + "\n";
}

std::string videos_text(const std::vector<VideoPublished>& videos, bool colour) {
  std::string out;
  const std::size_t listed = std::min(videos.size(), most_videos_listed);
  for (std::size_t i = 0; i < listed; ++i) {
    out += StyledText("  ").add(videos[i].path, Paint::bold).text(colour) + "\n";
  }
  if (listed < videos.size()) {
    out += fmt::format("  and {} more\n",
                       count_text(static_cast<std::int64_t>(videos.size() - listed)));
  }
  return out;
}

/// `  welcome: job 7f3a at gmi`
std::string jobs_text(const std::vector<OpenJob>& jobs) {
  if (jobs.empty()) {
    return {};
  }
  const auto count = static_cast<std::int64_t>(jobs.size());
  std::string out =
      fmt::format("out: {}; the next `reshoot build` brings {} home without paying again\n",
                  counted(count, "job"), count == 1 ? "it" : "them");
  const std::size_t listed = std::min(jobs.size(), most_jobs_listed);
  for (std::size_t i = 0; i < listed; ++i) {
    const OpenJob& job = jobs[i];
    const std::string name = job.take.clip.empty() ? "take " + job.take.uuid : job.take.clip;
    out += fmt::format("  {}: {} at {}\n", printable(name),
                       job.job.empty() ? "sent, no answer yet," : "job " + printable(job.job),
                       printable(job.provider));
  }
  if (listed < jobs.size()) {
    out +=
        fmt::format("  and {} more\n", count_text(static_cast<std::int64_t>(jobs.size() - listed)));
  }
  return out;
}

}  // namespace

std::string stray_message(const StrayTake& stray, bool colour) {
  const std::string take = fmt::format("take {} of {}", stray.take.substr(0, 8),
                                       stray.clip.empty() ? "an earlier version" : stray.clip);
  if (stray.error) {
    return failure_message(take, *stray.error, colour);
  }
  return fmt::format("{}: brought home and kept, {}; no clip of this build waits for it\n", take,
                     stray.cost.text());
}

std::string short_message(const BuildTally& tally, const TakeFellShort& news, bool colour) {
  const std::string clip = printable(tally.name_of(news.step));
  if (news.hold) {
    return fmt::format("{}: {}: {}\n  = help: {}\n", StyledText("held", Paint::red).text(colour),
                       clip, printable(news.hold->why), printable(news.hold->help));
  }
  const std::string_view then = news.again     ? "; another take is shot"
                                : news.brings  ? "; another one is brought from the remote"
                                : news.is_used ? "; another take of it ships"
                                               : "";
  return fmt::format("{}: {}: take {} does not ship: {}{}\n",
                     StyledText(name_of(news.verdict), Paint::yellow).text(colour), clip,
                     news.number, printable(news.reason), then);
}

std::string account_message(const AccountStopped& stopped, bool colour) {
  return failure_message(stopped.provider + ", and nothing more is sent", stopped.error, colour);
}

std::string failure_message(std::string_view step, const Error& error, bool colour) {
  std::string out = StyledText("failed", Paint::red).add(": ").add(step).text(colour) + "\n";
  std::string_view rest = error.message;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    out += StyledText("  ").add(rest.substr(0, end)).trim_end().text(colour) + "\n";
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (!error.help.empty()) {
    out += StyledText("  = help: ").add(error.help).text(colour) + "\n";
  }
  return out;
}

std::string failure_message(const BuildTally& tally, const StepFailed& failed, bool colour) {
  const std::string step = tally.name_of(failed.step);
  if (!tally.repeats_failure()) {
    return failure_message(step, failed.error, colour);
  }
  return StyledText("failed", Paint::red).add(": ").add(step).add(": as above").text(colour) + "\n";
}

std::string warning_message(std::string_view step, std::string_view warning, bool colour) {
  return StyledText("warning", Paint::yellow)
             .add(": ")
             .add(step)
             .add(": ")
             .add(warning)
             .text(colour) +
         "\n";
}

std::string published_message(const VideoPublished& video, bool colour) {
  return StyledText("finished", Paint::green)
             .add(": ")
             .add(video.path, Paint::bold)
             .add("  " + bytes_text(video.bytes), Paint::dim)
             .text(colour) +
         "\n";
}

std::string summary(const BuildTally& tally, const BuildFinished& end, bool colour) {
  const bool only_held = end.end == BuildEnd::failed && sum(end, &BuildFinished::Count::held) > 0 &&
                         sum(end, &BuildFinished::Count::failed) == 0;
  std::string out = painted(only_held ? "held" : name_of(end.end), paint_of(end.end), colour);
  out += fmt::format(" in {}: {}; {} spent\n", duration_text(end.took), made_text(end),
                     end.spent.text());
  out += open_text(tally, end);
  out += videos_text(tally.published(), colour);
  out += jobs_text(end.out);
  if (end.end != BuildEnd::done) {
    out += "what is made is kept: the next `reshoot build` goes on from here\n";
  }
  return out;
}

}  // namespace reshoot
