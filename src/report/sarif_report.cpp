// SPDX-License-Identifier: Apache-2.0
#include "report/sarif_report.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/ci_notation.h"
#include "base/digest.h"
#include "report/identity_causes.h"
#include "report/identity_facts.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

std::string_view level_of(FindingWeight weight) {
  switch (weight) {
    case FindingWeight::blocks:
      return "error";
    case FindingWeight::tolerated:
    case FindingWeight::warns:
      return "warning";
    case FindingWeight::accepted:
      return "note";
  }
  return "";
}

/// What a rule's results mostly are: advisories never keep a clip from shipping.
std::string_view usual_level(FindingCode code) {
  switch (code) {
    case FindingCode::drift:
    case FindingCode::flicker:
    case FindingCode::doubtful_voice:
    case FindingCode::voice_not_measured:
    case FindingCode::technical:
      return "warning";
    case FindingCode::wrong_face:
    case FindingCode::doubtful_face:
    case FindingCode::look_alike:
    case FindingCode::missing:
    case FindingCode::stranger:
    case FindingCode::unusable:
    case FindingCode::not_measured:
    case FindingCode::wrong_voice:
      return "error";
  }
  return "";
}

/// The same for the same finding in later reports, whatever its numbers are by then.
std::string fingerprint(const IdentityReport& report, const CheckedClip& clip, const Cause& cause) {
  const std::string whom = cause.character ? report.characters[*cause.character].name : "";
  return sha256(fmt::format("{}\n{}\n{}", clip.clip, name_of(cause.code), whom)).hex();
}

Json result_json(const IdentityReport& report, const Cause& cause, const Cause::Case& one,
                 const SourceMap& sources) {
  const CheckedClip& clip = report.clips[one.clip];
  std::string text = fmt::format("{}: {}: {}", clip.clip, words_of(cause.code), one.text);
  if (cause.weight == FindingWeight::blocks) {
    for (const std::string& step : next_steps(clip)) {
      text += "\nnext: " + step;
    }
  }
  if (cause.weight == FindingWeight::tolerated) {
    text += fmt::format("\nit ships all the same: its policy says '{}'", cause.tolerated_by);
  }
  Json result{{"ruleId", name_of(cause.code)},
              {"level", level_of(cause.weight)},
              {"message", {{"text", std::move(text)}}},
              {"locations", Json::array()},
              {"partialFingerprints", {{"clipFinding/v1", fingerprint(report, clip, cause)}}}};
  if (!clip.at.is_none()) {
    result["locations"].push_back(sarif_location(sources, clip.at));
  }
  if (cause.weight == FindingWeight::accepted) {
    result["suppressions"] = Json::array({{{"kind", "external"}, {"justification", clip.why}}});
  }
  return result;
}

}  // namespace

std::string identity_sarif(const IdentityReport& report, const SourceMap& sources,
                           std::string_view version) {
  Json rules = Json::array();
  for (const FindingCode code : all_finding_codes()) {
    rules.push_back(sarif_rule(name_of(code), title_of(code), usual_level(code)));
  }
  Json results = Json::array();
  for (const Cause& cause : causes_of(report)) {
    for (const Cause::Case& one : cause.cases) {
      results.push_back(result_json(report, cause, one, sources));
    }
  }
  return sarif_log(version, std::move(rules), std::move(results));
}

}  // namespace reshoot
