// SPDX-License-Identifier: Apache-2.0
// What machines read: JSON, JUnit, SARIF, GitHub.
#include <doctest/doctest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "identity_sample.h"
#include "report/github_report.h"
#include "report/identity_json.h"
#include "report/junit_report.h"
#include "report/sarif_report.h"
#include "support/golden.h"

namespace reshoot {
namespace {

using Json = nlohmann::json;

std::size_t count(const std::string& text, std::string_view what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
    ++found;
  }
  return found;
}

/// Bytes that would break a format that took them as they are.
constexpr std::string_view hostile = "]]><x a=\"'&%\n::error::\x1b[2J\x01 \xff \xEF\xBF\xBF";

void add_hostile(IdentitySample& sample) {
  sample.report.campaign = hostile;
  sample.report.characters[0].name = hostile;
  CheckedClip& clip =
      sample.clip(std::string(hostile), ClipFate::held, {{0, 0.1F, 0.1F, Verdict::fail}});
  clip.why = hostile;
  clip.judgement->findings = {
      finding(FindingCode::wrong_face, Verdict::fail, 0, 0.1F, 0.55F, std::string(hostile))};
  clip.comparison->cast[0].median = std::numeric_limits<float>::quiet_NaN();
}

}  // namespace

TEST_CASE("identity: golden files of what machines read") {
  IdentitySample sample;
  sample.add_every_kind();
  // The samples of one clip are enough to read.
  for (CheckedClip& clip : sample.report.clips) {
    if (clip.comparison && clip.clip != "backstage") {
      clip.comparison->times_ms.clear();
      for (Presence& presence : clip.comparison->cast) {
        presence.sightings.clear();
      }
    }
  }
  check_golden("report/identity.json", identity_json(sample.report, sample.sources));
  check_golden("report/identity.junit.xml", identity_junit(sample.report, sample.sources));
  check_golden("report/identity.sarif", identity_sarif(sample.report, sample.sources, "1.2.3"));
  check_golden("report/identity.github", identity_github(sample.report, sample.sources));
}

TEST_CASE("identity_json: counts add up, hostile text and what is no number stay valid") {
  IdentitySample sample;
  sample.add_every_kind();
  add_hostile(sample);
  const Json json = Json::parse(identity_json(sample.report, sample.sources));
  CHECK(json["schema_version"] == 1);
  CHECK(json["counts"]["clips"] == json["clips"].size());
  CHECK(json["clips"].back()["comparison"]["cast"][0]["median"].is_null());
  CHECK(json["clips"][0]["comparison"]["cast"][0]["sightings"].size() == 32);
}

TEST_CASE(
    "identity_junit: one case per clip, and the numbers of the suite are those of the cases") {
  IdentitySample sample;
  sample.add_every_kind();
  const std::string xml = identity_junit(sample.report, sample.sources);
  CHECK(count(xml, "<testcase ") == sample.report.clips.size());
  CHECK(count(xml, "<failure ") == 3);
  CHECK(count(xml, "type=\"unsure\"") == 1);
  CHECK(count(xml, "<error ") == 2);  // `na`, and the one that was not measured
  CHECK(count(xml, "<skipped ") == 2);
  CHECK(xml.find("tests=\"13\" failures=\"3\" errors=\"2\" skipped=\"2\"") != std::string::npos);
}

TEST_CASE("identity_junit: hostile text stays text") {
  IdentitySample sample;
  add_hostile(sample);
  const std::string xml = identity_junit(sample.report, sample.sources);
  CHECK(xml.find("]]><x") == std::string::npos);
  CHECK(xml.find('\x1b') == std::string::npos);
  CHECK(xml.find('\x01') == std::string::npos);
  CHECK(xml.find('\xff') == std::string::npos);
  CHECK(count(xml, "<testcase ") == 1);
}

TEST_CASE("identity_sarif: each finding on its scene's line, known again in later reports") {
  IdentitySample sample;
  sample.add_every_kind();
  const auto results = [&] {
    return Json::parse(identity_sarif(sample.report, sample.sources, "1"))["runs"][0]["results"];
  };
  const Json before = results();
  CHECK(before.size() == 12);
  CHECK(before[0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 5);
  sample.report.clips[1].judgement->findings[0].text = "other numbers";
  const Json after = results();
  CHECK(before[0]["partialFingerprints"] == after[0]["partialFingerprints"]);
  CHECK(before[0]["partialFingerprints"] != after[1]["partialFingerprints"]);
  CHECK(before[0]["message"] != after[0]["message"]);
}

TEST_CASE("what a policy lets pass is a warning that says so, and nobody's choice") {
  IdentitySample sample;
  CheckedClip& clip = sample.clip("masked", ClipFate::ships_by_policy, {{1}});
  clip.judgement->findings = {finding(FindingCode::wrong_face, Verdict::fail, 0, 0.2F, 0.55F,
                                      "this is not leo", Tolerance::warn)};
  const Json result =
      Json::parse(identity_sarif(sample.report, sample.sources, "1"))["runs"][0]["results"][0];
  CHECK(result["level"] == "warning");
  CHECK_FALSE(result.contains("suppressions"));
  CHECK(result["message"]["text"].get<std::string>().find("'on_fail: warn'") != std::string::npos);
  const std::string github = identity_github(sample.report, sample.sources);
  CHECK(github.starts_with("::warning "));
  CHECK(github.find("its policy says 'on_fail: warn'") != std::string::npos);
  const std::string junit = identity_junit(sample.report, sample.sources);
  CHECK(count(junit, "<system-out>ships by its policy") == 1);
  CHECK(count(junit, "let pass by &#39;on_fail: warn&#39;") == 1);
  for (const std::string& text : {result.dump(), github, junit}) {
    CHECK(text.find("person") == std::string::npos);
  }
  const Json json = Json::parse(identity_json(sample.report, sample.sources));
  CHECK(json["counts"]["ships_by_policy"] == 1);
  CHECK(json["clips"][0]["fate"] == "ships_by_policy");
  CHECK(json["clips"][0]["judgement"]["findings"][0]["tolerance"] == "warn");
}

TEST_CASE("identity_github: forty clips of one cause are one annotation that lists them") {
  IdentitySample sample;
  sample.add_many(40, 1);
  const std::string text = identity_github(sample.report, sample.sources);
  CHECK(count(text, "\n") == 1);
  CHECK(text.starts_with("::error "));
  CHECK(text.find("title=leo%3A wrong face in 40 clips::") != std::string::npos);
  CHECK(count(text, "%0Ascene-") == 39);
}

TEST_CASE("identity_github: hostile text opens no command of its own") {
  IdentitySample sample;
  add_hostile(sample);
  const std::string text = identity_github(sample.report, sample.sources);
  CHECK(count(text, "\n") == 1);
  CHECK(text.find('\x1b') == std::string::npos);
}

}  // namespace reshoot
