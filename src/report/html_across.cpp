// SPDX-License-Identifier: Apache-2.0
// Characters over all of their clips: how alike they are to their references, how far ahead of one
// another.

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "campaign/model.h"
#include "report/figures.h"
#include "report/html_parts.h"
#include "report/identity_causes.h"
#include "report/identity_facts.h"

namespace reshoot {
namespace {

/// Where one character is seen.
struct Appearance {
  std::size_t clip = 0;
  const Presence* presence = nullptr;
};

/// Those that were compared, least similar first.
std::vector<Appearance> appearances_of(const IdentityReport& report, std::uint32_t character) {
  std::vector<Appearance> list;
  for (std::size_t i = 0; i < report.clips.size(); ++i) {
    const CheckedClip& clip = report.clips[i];
    for (std::size_t cast = 0; clip.comparison && cast < clip.comparison->cast.size(); ++cast) {
      const Presence& presence = clip.comparison->cast[cast];
      if (clip.cast.at(cast) == character && presence.usable > 0) {
        list.push_back({i, &presence});
      }
    }
  }
  std::stable_sort(list.begin(), list.end(), [](const Appearance& a, const Appearance& b) {
    return a.presence->median < b.presence->median;
  });
  return list;
}

void put_figure(Markup& page, const IdentityReport& report, float value, std::size_t clip) {
  page.open("td").leaf("b", similarity_text(value)).text(" in ");
  put_clip_link(page, report, clip);
}

void put_margin(Markup& page, const IdentityReport& report, const std::vector<Appearance>& list) {
  const Appearance* closest = nullptr;
  for (const Appearance& one : list) {
    if (one.presence->nearest && *one.presence->nearest < report.characters.size() &&
        (closest == nullptr || one.presence->margin < closest->presence->margin)) {
      closest = &one;
    }
  }
  if (closest == nullptr) {
    page.leaf("td", "no other to compare with", {{"class", "hint"}});
    return;
  }
  put_figure(page, report, closest->presence->margin, closest->clip);
  page.text(", ahead of " + report.characters[*closest->presence->nearest].name).close();
}

/// How alike it is in one clip to the others.
std::string agreement_text(const IdentityReport& report, std::uint32_t character) {
  if (report.across) {
    for (const AcrossCharacter& one : report.across->characters) {
      if (one.character == character && one.clips > 1) {
        return similarity_text(one.agreement);
      }
    }
  }
  return "-";
}

/// A heading and a list; nothing where there are no lines.
void put_lines(Markup& page, std::string_view title, const std::vector<std::string>& lines) {
  if (lines.empty()) {
    return;
  }
  page.open("div", {{"class", "lines"}}).leaf("h3", title).open("ul", {{"class", "plain"}});
  for (const std::string& line : lines) {
    page.leaf("li", line);
  }
  page.close().close();
}

void put_findings(Markup& page, const IdentityReport& report) {
  if (!report.across) {
    return;
  }
  std::vector<std::string> outliers;
  for (const ClipOutlier& outlier : report.across->outliers) {
    outliers.push_back(outlier_line(report, outlier));
  }
  std::vector<std::string> pairs;
  for (const LookAlikes& pair : report.across->look_alikes) {
    pairs.push_back(look_alike_line(report, pair));
  }
  page.open("div", {{"class", "columns"}});
  put_lines(page, "Clips that do not go with the others", outliers);
  put_lines(page, "Characters that look alike", pairs);
  page.close();
}

void put_character(Markup& page, const IdentityReport& report, std::uint32_t character) {
  const std::vector<Appearance> list = appearances_of(report, character);
  page.open("tr").open("th", {{"scope", "row"}}).text(report.characters[character].name).text(" ");
  page.leaf("small", name_of(report.characters[character].kind)).close();
  page.leaf("td", count_text(static_cast<std::int64_t>(list.size())), {{"class", "number"}});
  if (list.empty()) {
    page.leaf("td", "never compared", {{"class", "hint"}}).leaf("td", "").leaf("td", "");
    page.leaf("td", "").close();
    return;
  }
  page.leaf("td", similarity_text(list[list.size() / 2].presence->median), {{"class", "number"}});
  page.leaf("td", agreement_text(report, character), {{"class", "number"}});
  put_figure(page, report, list.front().presence->median, list.front().clip);
  page.close();
  put_margin(page, report, list);
  page.close();
}

}  // namespace

void put_across(Markup& page, const IdentityReport& report) {
  open_section(page, "across", "Across clips");
  page.open("div", {{"class", "scroll"}}).open("table", {{"class", "list"}});
  page.open("thead").open("tr");
  for (const std::string_view title :
       {"Character", "Clips", "Median", "Alike across clips", "Least similar", "Smallest margin"}) {
    page.leaf("th", title, {{"scope", "col"}});
  }
  page.close().close().open("tbody");
  for (std::uint32_t i = 0; i < report.characters.size(); ++i) {
    put_character(page, report, i);
  }
  page.close().close().close();
  put_findings(page, report);
  page.close();
}

}  // namespace reshoot
