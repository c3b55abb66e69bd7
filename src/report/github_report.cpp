// SPDX-License-Identifier: Apache-2.0
#include "report/github_report.h"

#include <fmt/format.h>

#include "base/ci_notation.h"
#include "base/text.h"
#include "report/figures.h"
#include "report/identity_causes.h"
#include "report/identity_facts.h"

namespace reshoot {
namespace {

std::string_view level_of(FindingWeight weight) {
  switch (weight) {
    case FindingWeight::blocks:
      return "error";
    case FindingWeight::tolerated:
    case FindingWeight::warns:
      return "warning";
    case FindingWeight::accepted:
      return "notice";
  }
  return "";
}

/// `maya: wrong face in 40 clips`
std::string title_of(const IdentityReport& report, const Cause& cause) {
  const std::string whom =
      cause.character ? report.characters[*cause.character].name + ": " : std::string();
  const std::string where = cause.cases.size() == 1
                                ? report.clips[cause.cases.front().clip].clip
                                : counted(static_cast<std::int64_t>(cause.cases.size()), "clip");
  return fmt::format("{}{} in {}", whom, words_of(cause.code), where);
}

/// What a person can do about all of its clips.
std::string advice(const IdentityReport& report, const Cause& cause) {
  if (cause.cases.size() == 1) {
    std::string text;
    for (const std::string& step : next_steps(report.clips[cause.cases.front().clip])) {
      text += "\nnext: " + printable(step);
    }
    return text;
  }
  std::string held;
  for (const Cause::Case& one : cause.cases) {
    const CheckedClip& clip = report.clips[one.clip];
    held += clip.fate == ClipFate::held ? " " + clip.clip : "";
  }
  return held.empty() ? "" : "\nnext: reshoot retake" + printable(held);
}

std::string message_of(const IdentityReport& report, const Cause& cause) {
  std::string text;
  for (const Cause::Case& one : cause.cases) {
    const CheckedClip& clip = report.clips[one.clip];
    text += (text.empty() ? "" : "\n") + printable(clip.clip) + ": " + printable(one.text);
    if (cause.weight == FindingWeight::accepted && !clip.why.empty()) {
      text += " (" + printable(clip.why) + ")";
    }
  }
  if (cause.weight == FindingWeight::tolerated) {
    const char* const who =
        cause.cases.size() == 1 ? "it ships all the same: its" : "they ship all the same: their";
    text += fmt::format("\n{} policy says '{}'", who, cause.tolerated_by);
  }
  return cause.weight == FindingWeight::blocks ? text + advice(report, cause) : text;
}

}  // namespace

std::string identity_github(const IdentityReport& report, const SourceMap& sources) {
  std::string text;
  for (const Cause& cause : causes_of(report)) {
    text += github_annotation(sources, report.clips[cause.cases.front().clip].at,
                              level_of(cause.weight), printable(title_of(report, cause)),
                              message_of(report, cause));
  }
  return text;
}

}  // namespace reshoot
