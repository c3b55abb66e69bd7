// SPDX-License-Identifier: Apache-2.0
// The top of the page: how many clips may ship, and what keeps the others back.

#include <fmt/format.h>

#include <array>

#include "report/figures.h"
#include "report/html_parts.h"
#include "report/identity_causes.h"
#include "report/identity_facts.h"

namespace reshoot {
namespace {

struct Part {
  std::optional<Verdict> verdict;
  int count = 0;
  std::string_view word;
};

std::array<Part, 5> parts_of(const IdentityReport& report, const IdentityCounts& counts) {
  const int judged = counts.pass + counts.unsure + counts.fail + counts.na;
  return {{{Verdict::pass, counts.pass, "pass"},
           {Verdict::unsure, counts.unsure, "unsure"},
           {Verdict::fail, counts.fail, "fail"},
           {Verdict::na, counts.na, "could not be judged (na)"},
           {std::nullopt, static_cast<int>(report.clips.size()) - judged, "not judged"}}};
}

std::string fate_line(const IdentityCounts& counts) {
  const auto part = [](int count, std::string_view what) {
    return count > 0 ? fmt::format("{} {}", count_text(count), what) : std::string();
  };
  return joined({part(counts.ships, counts.ships == 1 ? "ships" : "ship"),
                 part(counts.by_policy, "by their policy"),
                 part(counts.by_person, "by a person's choice"), part(counts.unjudged, "unjudged"),
                 part(counts.retake, "to be shot again"), part(counts.held, "held"),
                 part(counts.not_measured, "not measured"),
                 part(counts.no_take, "without a take")});
}

void put_counts(Markup& page, const IdentityReport& report, const IdentityCounts& counts) {
  const std::array<Part, 5> parts = parts_of(report, counts);
  page.open("span", {{"class", "bar"}, {"aria-hidden", "true"}});
  for (const Part& part : parts) {
    if (part.count > 0) {
      page.leaf("span", "",
                {{"class", verdict_class(part.verdict)},
                 {"style", fmt::format("flex-grow:{}", part.count)}});
    }
  }
  page.close().open("ul", {{"class", "counts"}});
  for (const Part& part : parts) {
    if (part.count > 0) {
      page.open("li", {{"class", verdict_class(part.verdict)}});
      put_sign(page, part.verdict);
      page.leaf("b", count_text(part.count)).text(" ").leaf("span", part.word).close();
    }
  }
  page.close();
}

std::string_view heading_of(FindingWeight weight) {
  switch (weight) {
    case FindingWeight::blocks:
      return "What keeps clips back";
    case FindingWeight::tolerated:
      return "Let pass by the policy";
    case FindingWeight::warns:
      return "Warnings";
    case FindingWeight::accepted:
      return "Accepted by a person";
  }
  return "";
}

void put_cause(Markup& page, const IdentityReport& report, const Cause& cause) {
  page.open("li").leaf("b", words_of(cause.code));
  page.text(cause.character ? " of " + report.characters[*cause.character].name : "");
  page.text(" in ");
  std::vector<std::size_t> clips;
  for (const Cause::Case& one : cause.cases) {
    clips.push_back(one.clip);
  }
  put_clip_links(page, report, clips);
  if (cause.cases.size() == 1) {
    page.text(": ").leaf("span", cause.cases.front().text, {{"class", "hint"}});
  }
  if (!cause.tolerated_by.empty()) {
    page.text("; let pass by ").leaf("code", cause.tolerated_by);
  }
  page.close();
}

void put_causes(Markup& page, const IdentityReport& report) {
  std::optional<FindingWeight> last;
  for (const Cause& cause : causes_of(report)) {
    if (last != cause.weight) {
      if (last) {
        page.close().close();
      }
      page.open("div", {{"class", "causes"}}).leaf("h3", heading_of(cause.weight)).open("ul");
      last = cause.weight;
    }
    put_cause(page, report, cause);
  }
  if (last) {
    page.close().close();
  }
}

}  // namespace

void put_summary(Markup& page, const IdentityReport& report) {
  const IdentityCounts counts = counts_of(report);
  const auto all = static_cast<std::int64_t>(report.clips.size());
  page.open("section", {{"id", "summary"}, {"aria-label", "Summary"}});
  page.open("p", {{"class", "headline"}});
  page.leaf("b", fmt::format("{} of {}", count_text(counts.may_ship()), counted(all, "clip")));
  page.text(" may ship").close();
  page.leaf("p", fate_line(counts), {{"class", "hint"}});
  put_counts(page, report, counts);
  page.open("div", {{"class", "columns"}});
  put_causes(page, report);
  page.close().close();
}

}  // namespace reshoot
