// SPDX-License-Identifier: Apache-2.0
#include "report/junit_report.h"

#include <fmt/format.h>

#include "report/html_markup.h"
#include "report/identity_facts.h"

namespace reshoot {
namespace {

enum class Outcome { passed, failure, error, skipped };

Outcome outcome_of(const CheckedClip& clip) {
  switch (clip.fate) {
    case ClipFate::ships:
    case ClipFate::ships_by_policy:
    case ClipFate::ships_by_person:
      return Outcome::passed;
    case ClipFate::ships_unjudged:
    case ClipFate::no_take:
      return Outcome::skipped;
    case ClipFate::not_measured:
      return Outcome::error;
    case ClipFate::will_retake:
    case ClipFate::held:
      break;
  }
  const bool judged = clip.judgement && clip.judgement->verdict != Verdict::na;
  return judged ? Outcome::failure : Outcome::error;
}

struct Outcomes {
  int failures = 0, errors = 0, skipped = 0;
};

Outcomes count(const IdentityReport& report) {
  Outcomes outcomes;
  for (const CheckedClip& clip : report.clips) {
    const Outcome outcome = outcome_of(clip);
    outcomes.failures += outcome == Outcome::failure ? 1 : 0;
    outcomes.errors += outcome == Outcome::error ? 1 : 0;
    outcomes.skipped += outcome == Outcome::skipped ? 1 : 0;
  }
  return outcomes;
}

/// `held: why`
std::string fate_line(const CheckedClip& clip) {
  return std::string(words_of(clip.fate)) + (clip.why.empty() ? "" : ": " + clip.why);
}

/// All findings and what to do next, a line each.
std::string details(const CheckedClip& clip, const SourceMap& sources) {
  std::string text = fate_line(clip) + "\n";
  if (const std::string at = sources.at(clip.at); !at.empty()) {
    text += at + "\n";
  }
  if (clip.judgement) {
    for (const IdentityFinding& finding : clip.judgement->findings) {
      text += finding_line(finding) + "\n";
    }
  }
  for (const std::string& step : next_steps(clip)) {
    text += "next: " + step + "\n";
  }
  return text;
}

/// The worst finding, for lists that show one line.
std::string message_of(const CheckedClip& clip) {
  const bool found = clip.judgement && !clip.judgement->findings.empty();
  return found ? finding_line(clip.judgement->findings.front()) : fate_line(clip);
}

void put_outcome(Markup& xml, const CheckedClip& clip, const SourceMap& sources) {
  const std::string message = message_of(clip);
  const std::string_view type =
      clip.judgement ? name_of(clip.judgement->verdict) : name_of(clip.fate);
  switch (outcome_of(clip)) {
    case Outcome::failure:
      xml.leaf("failure", details(clip, sources), {{"message", message}, {"type", type}});
      break;
    case Outcome::error:
      xml.leaf("error", details(clip, sources), {{"message", message}, {"type", type}});
      break;
    case Outcome::skipped:
      xml.single("skipped", {{"message", fate_line(clip)}});
      break;
    case Outcome::passed:
      if (clip.fate != ClipFate::ships || (clip.judgement && !clip.judgement->findings.empty())) {
        xml.leaf("system-out", details(clip, sources));
      }
      break;
  }
}

void open_case(Markup& xml, const IdentityReport& report, const CheckedClip& clip,
               const SourceMap& sources) {
  if (clip.at.is_none()) {
    xml.open("testcase", {{"classname", report.campaign}, {"name", clip.clip}, {"time", "0"}});
    return;
  }
  const Source& source = sources.get(clip.at.source);
  xml.open("testcase", {{"classname", report.campaign},
                        {"name", clip.clip},
                        {"time", "0"},
                        {"file", source.name()},
                        {"line", fmt::format("{}", source.place(clip.at.begin).line)}});
}

}  // namespace

std::string identity_junit(const IdentityReport& report, const SourceMap& sources) {
  const Outcomes outcomes = count(report);
  const std::string tests = fmt::format("{}", report.clips.size());
  const std::string failures = fmt::format("{}", outcomes.failures);
  const std::string errors = fmt::format("{}", outcomes.errors);
  const std::string skipped = fmt::format("{}", outcomes.skipped);
  Markup xml("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  xml.open("testsuites",
           {{"name", "reshoot"}, {"tests", tests}, {"failures", failures}, {"errors", errors}});
  const std::string when = report.when.iso();
  xml.open("testsuite", {{"name", "identity of " + report.campaign},
                         {"tests", tests},
                         {"failures", failures},
                         {"errors", errors},
                         {"skipped", skipped},
                         {"timestamp", std::string_view(when).substr(0, when.find('Z'))}});
  for (const CheckedClip& clip : report.clips) {
    open_case(xml, report, clip, sources);
    put_outcome(xml, clip, sources);
    xml.close();
  }
  return xml.close().close().finish();
}

}  // namespace reshoot
