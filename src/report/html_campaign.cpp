// SPDX-License-Identifier: Apache-2.0
// What the page says of the campaign as a whole: earlier builds, thresholds, models, gaps.

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/figures.h"
#include "report/html_parts.h"
#include "report/identity_causes.h"
#include "report/identity_facts.h"

namespace reshoot {
namespace {

constexpr std::size_t most_builds = 30;

void put_head(Markup& page, std::initializer_list<std::string_view> titles) {
  page.open("thead").open("tr");
  for (const std::string_view title : titles) {
    page.leaf("th", title, {{"scope", "col"}});
  }
  page.close().close();
}

void open_table(Markup& page) {
  page.open("div", {{"class", "scroll"}}).open("table", {{"class", "list"}});
}

void put_bar(Markup& page, const BuildVerdicts& build) {
  const std::array<std::pair<Verdict, int>, 4> parts{{{Verdict::pass, build.passed},
                                                      {Verdict::unsure, build.unsure},
                                                      {Verdict::fail, build.failed},
                                                      {Verdict::na, build.na}}};
  page.open("span", {{"class", "bar"}, {"aria-hidden", "true"}});
  for (const auto& [verdict, count] : parts) {
    if (count > 0) {
      page.leaf("span", "",
                {{"class", verdict_class(verdict)}, {"style", fmt::format("flex-grow:{}", count)}});
    }
  }
  page.close();
}

void put_build(Markup& page, const BuildVerdicts& build, std::string_view when) {
  page.open("tr").leaf("td", when).open("td", {{"class", "wide"}});
  put_bar(page, build);
  page.close();
  for (const int count : {build.passed, build.unsure, build.failed, build.na}) {
    page.leaf("td", count_text(count), {{"class", "number"}});
  }
  const int all = std::max(build.all(), 1);
  page.leaf("td", share_text(static_cast<float>(build.passed) / static_cast<float>(all)),
            {{"class", "number"}});
  page.close();
}

using Number = std::pair<std::string_view, float (*)(const IdentityThresholds&)>;

constexpr std::array<Number, 12> look_numbers{{
    {"A frame matches at", [](const IdentityThresholds& t) { return t.look.match; }},
    {"A frame is a mismatch below", [](const IdentityThresholds& t) { return t.look.mismatch; }},
    {"Pass: median at least", [](const IdentityThresholds& t) { return t.look.pass_median; }},
    {"Pass: lowest tenth at least", [](const IdentityThresholds& t) { return t.look.pass_p10; }},
    {"Pass: share of frames that match",
     [](const IdentityThresholds& t) { return t.look.pass_share; }},
    {"Fail: median below", [](const IdentityThresholds& t) { return t.look.fail_median; }},
    {"Fail: seen in less than", [](const IdentityThresholds& t) { return t.look.fail_coverage; }},
    {"Ahead of other characters by", [](const IdentityThresholds& t) { return t.look.margin; }},
    {"References agree at", [](const IdentityThresholds& t) { return t.agree; }},
    {"Drift warns above", [](const IdentityThresholds& t) { return t.drift; }},
    {"Flicker warns below", [](const IdentityThresholds& t) { return t.flicker; }},
    {"Clips of one character agree at", [](const IdentityThresholds& t) { return t.across; }},
}};

constexpr std::array<Number, 3> voice_numbers{{
    {"Pass at", [](const IdentityThresholds& t) { return t.voice_pass; }},
    {"Warn below", [](const IdentityThresholds& t) { return t.voice_warn; }},
    {"Fail below", [](const IdentityThresholds& t) { return t.voice_fail; }},
}};

template <std::size_t N>
void put_numbers(Markup& page, const IdentityModel& model, const std::vector<IdentityLevel>& levels,
                 const std::array<Number, N>& numbers) {
  for (const auto& [title, read] : numbers) {
    page.open("tr").leaf("th", title, {{"scope", "row"}});
    for (const IdentityLevel level : levels) {
      page.leaf("td", similarity_text(read(model.at(level))), {{"class", "number"}});
    }
    page.close();
  }
}

void put_thresholds_of(Markup& page, const IdentityModel& model,
                       const std::vector<IdentityLevel>& levels) {
  page.open("div", {{"class", "scroll"}}).open("table", {{"class", "list narrow"}});
  page.leaf("caption", model.id);
  page.open("thead").open("tr").leaf("th", "", {{"scope", "col"}});
  for (const IdentityLevel level : levels) {
    page.leaf("th", name_of(level), {{"scope", "col"}});
  }
  page.close().close().open("tbody");
  if (model.role == IdentityRole::speaker_embedding) {
    put_numbers(page, model, levels, voice_numbers);
  } else {
    put_numbers(page, model, levels, look_numbers);
  }
  page.close().close().close();
}

std::string role_words(IdentityRole role) {
  std::string words(name_of(role));
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

}  // namespace

void put_trend(Markup& page, const IdentityReport& report) {
  if (report.trend.empty()) {
    return;
  }
  const IdentityCounts now = counts_of(report);
  open_section(page, "trend", "Trend");
  open_table(page);
  put_head(page, {"Build", "", "pass", "unsure", "fail", "na", "share that passes"});
  page.open("tbody");
  const std::size_t first = report.trend.size() - std::min(report.trend.size(), most_builds);
  for (std::size_t i = first; i < report.trend.size(); ++i) {
    put_build(page, report.trend[i], wall_text(report.trend[i].when));
  }
  put_build(page, {report.when, now.pass, now.unsure, now.fail, now.na}, "now");
  page.close().close().close().close();
}

void put_thresholds(Markup& page, const IdentityReport& report) {
  const std::vector<IdentityLevel> levels = levels_in_force(report);
  if (levels.empty()) {
    return;
  }
  open_section(page, "thresholds", "Thresholds");
  page.leaf("p", "Cosine similarities of the model named above each table, and of no other model.",
            {{"class", "hint"}});
  page.open("div", {{"class", "columns"}});
  for (const IdentityModel& model : report.models) {
    if (model.role != IdentityRole::face_detector) {
      put_thresholds_of(page, model, levels);
    }
  }
  page.close().close();
}

void put_models(Markup& page, const IdentityReport& report) {
  open_section(page, "models", "Identity models");
  if (report.models.empty()) {
    page.leaf("p", "None was in use: nothing could be measured.").close();
    return;
  }
  page.open("dl", {{"class", "models"}});
  for (const IdentityModel& model : report.models) {
    page.open("div").open("dt").leaf("b", model.id).text(" ");
    page.leaf("small", role_words(model.role)).close();
    page.open("dd").leaf("code", model.file.result.text());
    page.leaf("p", model.measured ? "Measured: " + model.figures
                                  : "Its thresholds do not rest on measurements. " + model.figures);
    if (!model.source.empty()) {
      page.leaf("p", model.source, {{"class", "hint"}});
    }
    page.close().close();
  }
  page.close().close();
}

void put_gaps(Markup& page, const IdentityReport& report) {
  open_section(page, "gaps", "What was not measured, and why");
  const std::vector<Gap> gaps = gaps_of(report);
  if (gaps.empty()) {
    page.leaf("p", "Nothing: all that could be asked was measured.").close();
    return;
  }
  page.open("ul", {{"class", "plain"}});
  for (const Gap& gap : gaps) {
    page.open("li").leaf("b", gap.what).text(gap.clips.empty() ? "" : " in ");
    put_clip_links(page, report, gap.clips);
    page.text(gap.why.empty() ? "" : ": " + gap.why).close();
  }
  page.close().close();
}

}  // namespace reshoot
