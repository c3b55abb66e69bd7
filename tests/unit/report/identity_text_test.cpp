// SPDX-License-Identifier: Apache-2.0
#include "report/identity_text.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

#include "identity_sample.h"
#include "sample.h"
#include "support/golden.h"

namespace reshoot {
namespace {

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

/// Command lines are never cut, so they may be wider than the terminal.
std::string without_steps(const std::string& text) {
  std::istringstream lines(text);
  std::string kept;
  for (std::string line; std::getline(lines, line);) {
    kept += line.find("reshoot ") == std::string::npos ? line + "\n" : "";
  }
  return kept;
}

}  // namespace

TEST_CASE("identity_text: the matrix, the reasons, what to do next") {
  IdentitySample sample;
  sample.add_every_kind();
  check_golden("report/identity.txt", identity_text(sample.report, sample.sources, {120, false}));
  check_golden("report/identity_80.txt", identity_text(sample.report, sample.sources, {80, false}));
  check_golden("report/identity_colour.txt",
               identity_text(sample.report, sample.sources, {120, true}));
}

TEST_CASE("identity_text: no line is wider than the terminal, none ends with spaces") {
  IdentitySample sample;
  sample.add_every_kind();
  for (const std::size_t width : {60U, 80U, 100U, 140U}) {
    const std::string text = identity_text(sample.report, sample.sources, {width, false});
    CAPTURE(text);
    CHECK(widest_line(without_steps(text)) <= width);
    CHECK_FALSE(has_trailing_space(text));
  }
  CHECK(identity_text(sample.report, sample.sources, {80, false}).find('\x1b') ==
        std::string::npos);
}

TEST_CASE("identity_text: of many clips only those that fall short are shown in full") {
  IdentitySample sample;
  sample.add_many(200, 20);
  const std::string text = identity_text(sample.report, sample.sources, {80, false});
  CHECK(text.find("190 clips without any finding are not listed") != std::string::npos);
  CHECK(text.find("scene-020") != std::string::npos);
  CHECK(text.find("scene-021") == std::string::npos);
  CHECK(lines_in(text) < 100);
}

TEST_CASE("identity_text: foreign text steers no terminal, an empty campaign has a line") {
  IdentitySample sample;
  CHECK(identity_text(sample.report, sample.sources, {}) == "acme-spring: 0 of 0 clips may ship\n");
  CheckedClip& clip = sample.clip("evil\x1b[2J", ClipFate::held, {{0, 0.1F, 0.1F, Verdict::fail}});
  clip.why = "a\x1b]0;title\x07";
  clip.judgement->findings = {
      finding(FindingCode::wrong_face, Verdict::fail, 0, 0.1F, 0.55F, "b\x1b[31m")};
  CHECK(identity_text(sample.report, sample.sources, {}).find('\x1b') == std::string::npos);
}

}  // namespace reshoot
