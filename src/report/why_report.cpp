// SPDX-License-Identifier: Apache-2.0
#include "report/why_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/figures.h"
#include "report/json_text.h"
#include "report/paragraph.h"
#include "report/word_diff.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_steps_listed = 40;
constexpr std::size_t value_indent = 9;  // cells before a value: `    was  `

std::string value_text(std::string_view head, const std::vector<Word>& words, Paint changed,
                       const TextStyle& style) {
  Paragraph lines(StyledText(std::string(4, ' ')).add(head, Paint::dim), value_indent, style);
  for (const Word& word : words) {
    lines.add_word(word.text, word.changed ? changed : Paint::plain);
  }
  return lines.text();
}

bool has_values(const ReportedReason& reason) {
  return reason.field != "bytes" && reason.field != "retake" &&
         (!reason.was.empty() || !reason.now.empty());
}

std::string reason_text(const StepReport& step, const ReportedReason& reason,
                        const TextStyle& style) {
  StepReport alone = step;
  alone.reasons = {reason};
  StyledText head("  ");
  if (has_values(reason)) {
    head.add(reason.field, Paint::bold);
  } else {
    head.append(reason_line(alone, 0));
  }
  if (!reason.at.empty()) {
    head.add("  " + reason.at, Paint::dim);
  }
  std::string out = head.text(style.colour) + "\n";
  if (has_values(reason)) {
    const WordDiff diff = word_diff(reason.was, reason.now);
    out += reason.was.empty() ? "" : value_text("was", diff.was, Paint::red, style);
    out += reason.now.empty() ? "" : value_text("now", diff.now, Paint::green, style);
  }
  return out;
}

std::string step_text(const StepReport& step, const TextStyle& style) {
  StyledText head(step.id, Paint::bold);
  head.add("  ").add(name_of(step.decision), paint_of(step.decision));
  if (step.key) {
    head.add("  " + short_digest(*step.key), Paint::dim);
  }
  if (!step.model.empty()) {
    head.add("  " + step.model, Paint::dim);
  }
  if (step.runs() && step.kind == StepKind::generate) {
    head.add(step.cost ? "  " + step.cost->text() : "  price unknown");
  }
  std::string out = head.text(style.colour) + "\n";
  if (step.decision == DecisionKind::blocked) {
    out += "  " + reason_line(step, 0).text(style.colour) + "\n";
  }
  for (const ReportedHold& hold : step.holds) {
    out += fmt::format("  {}\n    {}\n", hold.why, hold.todo());
  }
  if (step.decision == DecisionKind::hit && step.reasons.empty()) {
    out += "  nothing that it is made from has changed\n";
  }
  for (const ReportedReason& reason : step.reasons) {
    if (step.decision != DecisionKind::blocked) {
      out += reason_text(step, reason, style);
    }
  }
  return out;
}

std::string build_text(const std::optional<BuildRow>& build) {
  if (!build) {
    return "there was no build of this campaign yet\n";
  }
  return fmt::format("compared with its last successful build; the latest build began {}{}\n",
                     wall_text(build->started), build->ended ? ": " + build->outcome : "");
}

}  // namespace

WhyReport make_why_report(PlanReport plan, std::optional<BuildRow> last_build) {
  return {std::move(plan.campaign), std::move(last_build), std::move(plan.steps)};
}

void leave_out_hits(WhyReport& report) {
  std::erase_if(report.steps,
                [](const StepReport& step) { return step.decision == DecisionKind::hit; });
}

std::string why_text(const WhyReport& report, const TextStyle& style) {
  std::string out = report.steps.empty() ? "nothing has changed\n" : "";
  const std::size_t listed = std::min(report.steps.size(), most_steps_listed);
  for (std::size_t i = 0; i < listed; ++i) {
    out += step_text(report.steps[i], style) + "\n";
  }
  if (listed < report.steps.size()) {
    out += fmt::format("... and {} more; --json lists all\n\n",
                       counted(static_cast<std::int64_t>(report.steps.size() - listed), "step"));
  }
  return out + build_text(report.last_build);
}

std::string why_json(const WhyReport& report) {
  Json steps = Json::array();
  for (const StepReport& step : report.steps) {
    steps.push_back(to_json(step));
  }
  Json build;
  if (report.last_build) {
    const BuildRow& row = *report.last_build;
    build = {{"started", row.started.iso()},
             {"ended", row.ended ? Json(row.ended->iso()) : Json()},
             {"outcome", row.ended ? Json(row.outcome) : Json()}};
  }
  return json_text({{"schema_version", json_schema_version},
                    {"campaign", report.campaign},
                    {"steps", std::move(steps)},
                    {"last_build", std::move(build)}});
}

}  // namespace reshoot
