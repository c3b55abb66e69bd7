// SPDX-License-Identifier: Apache-2.0
#include "report/html_page.h"

#include <doctest/doctest.h>

#include <limits>

#include "identity_sample.h"

namespace reshoot {
namespace {

std::string page_of(const IdentitySample& sample) {
  return html_page(sample.report, sample.sources);
}

bool has(const std::string& page, std::string_view what) {
  return page.find(what) != std::string::npos;
}

}  // namespace

TEST_CASE("html_page: every section, every clip, every model's digest") {
  IdentitySample sample;
  sample.add_every_kind();
  const std::string page = page_of(sample);
  for (const std::string_view id : {"summary", "privacy", "matrix", "clips", "across", "trend",
                                    "thresholds", "models", "gaps"}) {
    CAPTURE(id);
    CHECK(has(page, "id=\"" + std::string(id) + "\""));
  }
  for (std::size_t i = 1; i <= sample.report.clips.size(); ++i) {
    CHECK(has(page, "id=\"clip-" + std::to_string(i) + "\""));
  }
  for (const IdentityModel& model : sample.report.models) {
    CHECK(has(page, model.file.result.text()));
  }
}

TEST_CASE("html_page: nothing is loaded from elsewhere, and only its own script may run") {
  IdentitySample sample;
  sample.add_every_kind();
  sample.add_crops();
  const std::string page = page_of(sample);
  CHECK(has(page, "default-src &#39;none&#39;"));
  CHECK(has(page, "script-src &#39;sha256-"));
  for (const std::string_view outside : {"http://", "https://", "src=\"//", "url(", "@import"}) {
    CAPTURE(outside);
    CHECK_FALSE(has(page, outside));
  }
}

TEST_CASE("html_page: hostile names and texts stay text") {
  IdentitySample sample;
  const std::string evil = "</style><script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
  sample.report.campaign = evil;
  sample.report.characters[0].name = evil;
  sample.report.models[1].figures = evil;
  sample.report.not_measured = {{evil, evil}};
  CheckedClip& clip = sample.clip(evil, ClipFate::held, {{0, 0.1F, 0.1F, Verdict::fail}});
  clip.why = evil;
  clip.model = evil;
  clip.judgement->findings = {
      finding(FindingCode::wrong_face, Verdict::fail, 0, 0.1F, 0.55F, evil)};
  clip.comparison->lines = {HeardLine{}};
  clip.comparison->lines[0].gap = evil;
  sample.add_crops();
  const std::string page = page_of(sample);
  CHECK_FALSE(has(page, "<script>alert"));
  CHECK_FALSE(has(page, "<img src=x"));
  CHECK_FALSE(has(page, "\"'><img"));
}

TEST_CASE("html_page: it says whether it holds faces") {
  IdentitySample sample;
  sample.add_every_kind();
  CHECK(has(page_of(sample), "There are no pictures in this file."));
  sample.report.crops_left_out = true;
  CHECK(has(page_of(sample), "Pictures were left out as asked."));
  CHECK_FALSE(has(page_of(sample), "<img"));
  sample.add_crops();
  CHECK(has(page_of(sample), "This file holds pictures of people&#39;s faces"));
  CHECK(has(page_of(sample), "data:image/png;base64,"));
}

TEST_CASE("html_page: the timeline is broken at cuts and where nobody is seen") {
  IdentitySample sample;
  CheckedClip& clip = sample.clip("one", ClipFate::ships, {{0}});
  clip.comparison->times_ms = {0, 1000, 2000, 3000};
  clip.comparison->technical.length = Length{4000};
  clip.comparison->cuts_ms = {1500};
  Presence& presence = clip.comparison->cast[0];
  presence.sightings.assign(4, Sighting{});
  for (const std::size_t seen : {0U, 1U, 2U}) {
    presence.sightings[seen].kind = Sighting::Kind::seen;
    presence.sightings[seen].similarity = seen == 2 ? 0.4F : 0.75F;
  }
  std::string page = page_of(sample);
  CHECK(has(page, "class=\"line\" d=\"M0.0 25.0L250.0 25.0M500.0 60.0\""));
  CHECK(has(page, "class=\"cut\" d=\"M375.0 0V100\""));
  CHECK(has(page, "class=\"dots v-pass\" d=\"M0.0 25.0h0M250.0 25.0h0\""));
  CHECK(has(page, "class=\"dots v-unsure\" d=\"M500.0 60.0h0\""));
  CHECK(has(page, "class=\"seen\" d=\"M0.0 0.0H625.0V10.0H0.0z\""));
  CHECK(has(page, "class=\"absent\" d=\"M625.0 4.6H1000.0V5.4H625.0z\""));
  presence.sightings[0].similarity = std::numeric_limits<float>::quiet_NaN();
  presence.sightings[1].similarity = -3;
  page = page_of(sample);
  CHECK(has(page, "M0.0 100.0L250.0 100.0"));
}

TEST_CASE("html_page: two hundred clips stay small without crops") {
  IdentitySample sample;
  sample.add_many(200, 5);
  CHECK(page_of(sample).size() < 2'000'000);
}

TEST_CASE("html_page: an empty campaign, and one without models, have a page") {
  IdentitySample sample;
  CHECK(has(page_of(sample), "0 of 0 clips"));
  sample.report.models.clear();
  sample.add_every_kind();
  CHECK(has(page_of(sample), "None was in use"));
}

}  // namespace reshoot
