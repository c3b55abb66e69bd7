// SPDX-License-Identifier: Apache-2.0
// A plan for people: what runs and why, by video; what is there already is only counted.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "base/text.h"
#include "report/figures.h"
#include "report/plan_report.h"
#include "report/table.h"

namespace reshoot {
namespace {

constexpr std::size_t most_steps_listed = 40;
constexpr std::size_t most_holds_listed = 10;
constexpr std::size_t indent = 2;
constexpr std::size_t gap = 2;
// With fewer cells a reason gives no idea of what changed.
constexpr std::size_t least_reason = 48;

bool is_listed(const StepReport& step) {
  return step.decision != DecisionKind::hit && step.decision != DecisionKind::maybe &&
         step.decision != DecisionKind::blocked;
}

std::string_view noun_of(StepKind kind) {
  switch (kind) {
    case StepKind::generate:
      return "clip";
    case StepKind::conform:
      return "segment";
    case StepKind::cut:
      return "video";
  }
  return "step";
}

std::string counted_unless_none(int count, StepKind kind) {
  return count == 0 ? "" : counted(count, noun_of(kind));
}

std::string counted_by_kind(const std::map<StepKind, Counts>& totals, DecisionKind decision) {
  const auto count = [&](StepKind kind) {
    const auto found = totals.find(kind);
    return counted_unless_none(found == totals.end() ? 0 : found->second[decision], kind);
  };
  return joined({count(StepKind::generate), count(StepKind::conform), count(StepKind::cut)});
}

/// What a list of steps says of one kind of decision: `2 clips, 1 segment and 1 video`.
std::map<StepKind, Counts> totals_of(const PlanReport& report, const PlanReport::Group& group) {
  std::map<StepKind, Counts> totals;
  for (const std::size_t i : group.steps) {
    ++totals[report.steps[i].kind].of[report.steps[i].decision];
  }
  return totals;
}

std::string cost_of(const StepReport& step) {
  if (!step.cost) {
    return "price unknown";
  }
  return step.cost->micros == 0 ? "" : step.cost->text();
}

const std::string& place_of(const StepReport& step) {
  static const std::string none;
  return step.reasons.empty() ? none : step.reasons.front().at;
}

/// A segment is named after its video and its scene; below the video's name the scene is enough.
std::string_view name_below(const PlanReport::Group& group, const StepReport& step) {
  std::string_view name = step.name();
  if (name.size() > group.video.size() && name.starts_with(group.video) &&
      name[group.video.size()] == '/') {
    name.remove_prefix(group.video.size() + 1);
  }
  return name;
}

/// The listed steps. Where reason and place do not fit on one line, each reason has its own.
class StepLines {
 public:
  StepLines(const PlanReport& report, const TextStyle& style) : report_(report), style_(style) {
    for (const PlanReport::Group& group : report.groups) {
      for (const std::size_t i : group.steps) {
        if (is_listed(report.steps[i]) && ++listed_ <= most_steps_listed) {
          measure(group, report.steps[i]);
        }
      }
    }
    fit();
  }

  [[nodiscard]] std::string text() {
    std::string out;
    std::size_t left = std::min(listed_, most_steps_listed);
    for (const PlanReport::Group& group : report_.groups) {
      if (left == 0) {
        break;
      }
      out += group_text(group, left);
    }
    if (listed_ > most_steps_listed) {
      out += fmt::format("... and {} more; --json lists all\n\n",
                         counted(static_cast<std::int64_t>(listed_ - most_steps_listed), "step"));
    }
    return out;
  }

 private:
  void measure(const PlanReport::Group& group, const StepReport& step) {
    name_ = std::max(name_, display_width(name_below(group, step)));
    cost_ = std::max(cost_, cost_of(step).size());
    place_ = std::max(place_, display_width(place_of(step)));
    natural_reason_ = std::max(natural_reason_, reason_line(step, 0).width());
  }

  void fit() {
    if (style_.width == 0) {
      return;
    }
    const auto column = [](std::size_t cells) { return cells == 0 ? 0 : cells + gap; };
    constexpr std::size_t decision = 7;  // `blocked`
    const std::size_t used =
        indent + column(kind_) + column(name_) + column(decision) + column(cost_) + column(place_);
    const std::size_t room = style_.width - std::min(style_.width, used);
    two_lines_ = room < std::min(natural_reason_, least_reason);
    reason_ = two_lines_ ? std::max(style_.width, least_reason) - 2 * indent : room;
  }

  std::string group_text(const PlanReport::Group& group, std::size_t& left) const {
    Table table({{""}, {""}, {""}, {"", true}, {"", false, true}, {""}});
    for (const std::size_t i : group.steps) {
      const StepReport& step = report_.steps[i];
      if (left == 0 || !is_listed(step)) {
        continue;
      }
      --left;
      add(table, group, step);
    }
    return table.empty() ? "" : head(group) + table.text(style_, indent) + "\n";
  }

  void add(Table& table, const PlanReport::Group& group, const StepReport& step) const {
    StyledText reason = reason_line(step, reason_);
    StyledText below;
    if (two_lines_) {
      std::swap(reason, below);
    }
    table.add({StyledText(name_of(step.kind), Paint::dim).pad_to(kind_),
               StyledText(name_below(group, step)).pad_to(name_),
               StyledText(name_of(step.decision), paint_of(step.decision)), cost_of(step), reason,
               StyledText(place_of(step), Paint::dim)},
              below);
  }

  std::string head(const PlanReport::Group& group) const {
    const auto totals = totals_of(report_, group);
    StyledText line(group.video.empty() ? "in no video" : group.video, Paint::bold);
    if (const std::string behind = counted_by_kind(totals, DecisionKind::maybe); !behind.empty()) {
      line.add("  then up to " + behind, Paint::dim);
    }
    if (style_.width > 0) {
      line.cut(style_.width);
    }
    return line.text(style_.colour) + "\n";
  }

  static constexpr std::size_t kind_ = 8;  // `generate`
  const PlanReport& report_;
  const TextStyle& style_;
  std::size_t listed_ = 0;
  std::size_t name_ = 0, cost_ = 0, place_ = 0, natural_reason_ = 0;
  bool two_lines_ = false;
  std::size_t reason_ = 0;  ///< cells for a reason; 0: any
};

int total(const PlanReport& report, DecisionKind decision) {
  int sum = 0;
  for (const auto& [kind, counts] : report.totals) {
    sum += counts[decision];
  }
  return sum;
}

std::string cost_text(const PlanReport& report) {
  if (report.unknown_prices == 0) {
    return report.cost.text();
  }
  return fmt::format("at least {} (the price of {} is not known)", report.cost.text(),
                     counted(report.unknown_prices, "clip"));
}

/// `2 clips, 8.1 MB from the remote`
std::string fetch_text(const PlanReport& report) {
  const std::string clips = counted_by_kind(report.totals, DecisionKind::fetch);
  return clips.empty() || report.fetch_bytes == 0
             ? clips
             : fmt::format("{}, {} from the remote", clips, bytes_text(report.fetch_bytes));
}

/// Clips are shot; segments and videos are made.
std::string work_text(const PlanReport& report) {
  std::string out;
  const auto line = [&](std::string_view head, const std::string& what) {
    if (!what.empty()) {
      out += fmt::format("{:<12}{}\n", head, what);
    }
  };
  line("to bring in", counted_by_kind(report.totals, DecisionKind::resume));
  line("to fetch", fetch_text(report));
  line("to do", counted_by_kind(report.totals, DecisionKind::run));
  line("then up to", counted_by_kind(report.totals, DecisionKind::maybe));
  line("up to date", counted_by_kind(report.totals, DecisionKind::hit));
  line("cost", cost_text(report));
  line("time",
       fmt::format("about {} on {}{}", duration_text(report.expected), counted(report.jobs, "job"),
                   report.shots_at_once > 0
                       ? fmt::format(", {} at a time", counted(report.shots_at_once, "clip"))
                       : ""));
  return out;
}

std::string unpublished_text(const PlanReport& report) {
  if (report.unpublished.empty()) {
    return {};
  }
  std::string out = fmt::format(
      "{} not in place, `reshoot build` copies {} there:\n",
      report.unpublished.size() == 1
          ? "1 finished video is"
          : counted(static_cast<std::int64_t>(report.unpublished.size()), "finished video") +
                " are",
      report.unpublished.size() == 1 ? "it" : "them");
  for (const std::string& path : report.unpublished) {
    out += fmt::format("  {}\n", path);
  }
  return out;
}

/// The distinct reasons for which steps are held, each with the number of those steps.
std::vector<std::pair<ReportedHold, int>> counted_holds(const PlanReport& report) {
  std::vector<std::pair<ReportedHold, int>> holds;
  std::map<std::tuple<std::string, std::string, std::string>, std::size_t> known;
  for (const StepReport& step : report.steps) {
    for (const ReportedHold& hold : step.holds) {
      const auto [found, is_new] =
          known.emplace(std::tuple(hold.why, hold.help, hold.at), holds.size());
      if (is_new) {
        holds.emplace_back(hold, 0);
      }
      ++holds[found->second].second;
    }
  }
  return holds;
}

/// What a person can do about steps that the tool may not run by itself.
std::string advice(const PlanReport& report, const TextStyle& style) {
  std::string out;
  const auto put = [&](DecisionKind kind, int count, std::string_view what,
                       std::initializer_list<std::string_view> todo) {
    const std::string head = fmt::format("{:<12}", name_of(kind));
    out += fmt::format("{}{}: {}\n", painted(head, paint_of(kind), style.colour),
                       counted(count, "step"), what);
    for (const std::string_view line : todo) {
      out += fmt::format("{:<12}{}\n", "", line);
    }
  };
  const auto add = [&](DecisionKind kind, std::string_view what,
                       std::initializer_list<std::string_view> todo) {
    if (const int count = total(report, kind); count > 0) {
      put(kind, count, what, todo);
    }
  };
  add(DecisionKind::in_doubt, "sent, and nobody knows whether it was accepted and billed",
      {"`reshoot resolve` lists them with what to look for at the provider, and settles them"});
  add(DecisionKind::lost, "bytes that were paid for are gone",
      {"put back from a backup, or pushed to the remote by who has them, they cost nothing",
       "`reshoot build --regenerate TARGET` pays for new ones"});
  const std::vector<std::pair<ReportedHold, int>> holds = counted_holds(report);
  for (std::size_t i = 0; i < std::min(holds.size(), most_holds_listed); ++i) {
    const auto& [hold, count] = holds[i];
    put(DecisionKind::held, count, hold.why, {hold.todo()});
  }
  if (holds.size() > most_holds_listed) {
    out +=
        fmt::format("{:<12}... and {} more; --json lists all\n", "",
                    counted(static_cast<std::int64_t>(holds.size() - most_holds_listed), "reason"));
  }
  add(DecisionKind::blocked, "they need one that is in doubt, lost or held", {});
  return out.empty() ? out : out + "\n";
}

}  // namespace

std::string plan_text(const PlanReport& report, const TextStyle& style) {
  const bool work = total(report, DecisionKind::run) + total(report, DecisionKind::maybe) +
                        total(report, DecisionKind::resume) + total(report, DecisionKind::fetch) +
                        total(report, DecisionKind::check) >
                    0;
  const std::string steps = StepLines(report, style).text();
  const std::string problems = advice(report, style);
  const std::string unpublished = unpublished_text(report);
  if (!work && problems.empty()) {
    const std::string there = counted_by_kind(report.totals, DecisionKind::hit);
    return fmt::format("nothing to {}{}\n", unpublished.empty() ? "do" : "make",
                       there.empty() ? "" : ": up to date are " + there) +
           unpublished;
  }
  const bool stuck = !work && unpublished.empty();
  return steps + problems + leaves_text(report.leaves, style) +
         (work    ? work_text(report)
          : stuck ? "nothing can be done\n"
                  : "") +
         unpublished;
}

}  // namespace reshoot
