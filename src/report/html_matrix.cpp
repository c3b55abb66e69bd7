// SPDX-License-Identifier: Apache-2.0
// The heat map: clips against characters, worst first.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/figures.h"
#include "report/html_parts.h"
#include "report/identity_facts.h"

namespace reshoot {
namespace {

/// Worse ones are smaller; for sorting in the browser.
int order_of(const std::optional<Verdict>& verdict) {
  return verdict ? -severity(*verdict) : 1;
}

void put_cell(Markup& page, const CheckedClip& clip, std::size_t cast) {
  const std::optional<Verdict> verdict = member_verdict(clip, cast);
  const bool compared = clip.comparison && clip.comparison->cast.at(cast).usable > 0;
  const float median = compared ? clip.comparison->cast[cast].median : 0;
  const float shown = std::isfinite(median) ? std::clamp(median, 0.0F, 1.0F) : 0;
  page.open("td", {{"class", "cell " + verdict_class(verdict)},
                   {"style", fmt::format("--s:{:.0f}%", shown * 100)},
                   {"data-v", compared ? fmt::format("{:.4f}", shown) : std::string("-1")}});
  put_sign(page, verdict);
  if (compared) {
    page.leaf("b", similarity_text(median)).text(" ");
  }
  page.leaf("span", verdict_word(verdict)).close();
}

void put_voice(Markup& page, const CheckedClip& clip) {
  const std::optional<VoiceFigure> voice = voice_of(clip);
  if (!voice) {
    page.leaf("td", "", {{"class", "empty"}, {"data-v", "2"}});
    return;
  }
  const bool compared = voice->verdict != Verdict::na;
  page.open("td", {{"class", "cell " + verdict_class(voice->verdict)},
                   {"data-v", compared ? fmt::format("{:.4f}", voice->similarity) : "-1"}});
  put_sign(page, voice->verdict);
  if (compared) {
    page.leaf("b", similarity_text(voice->similarity)).text(" ");
  }
  page.leaf("span", name_of(voice->verdict)).close();
}

void put_row(Markup& page, const IdentityReport& report, std::size_t index) {
  const CheckedClip& clip = report.clips[index];
  const std::optional<Verdict> verdict = verdict_of(clip);
  page.open("tr", {{"data-short", falls_short(clip) ? "1" : "0"}});
  page.open("th", {{"scope", "row"}, {"data-v", fmt::format("{}", index)}});
  put_clip_link(page, report, index);
  page.close();
  page.open("td", {{"data-v", fmt::format("{}", order_of(verdict))}});
  put_badge(page, verdict);
  page.close();
  for (std::uint32_t character = 0; character < report.characters.size(); ++character) {
    const auto member = std::find(clip.cast.begin(), clip.cast.end(), character);
    if (member == clip.cast.end()) {
      page.leaf("td", "", {{"class", "empty"}, {"data-v", "2"}});
    } else {
      put_cell(page, clip, static_cast<std::size_t>(std::distance(clip.cast.begin(), member)));
    }
  }
  const std::size_t strangers = clip.comparison ? clip.comparison->strangers.size() : 0;
  page.leaf("td", strangers > 0 ? count_text(static_cast<std::int64_t>(strangers)) : "",
            {{"class", "number"}, {"data-v", fmt::format("-{}", strangers)}});
  put_voice(page, clip);
  page.leaf("td", words_of(clip.fate), {{"class", "fate"}, {"data-v", words_of(clip.fate)}});
  page.close();
}

void put_head(Markup& page, const IdentityReport& report) {
  page.open("thead").open("tr");
  page.leaf("th", "Clip", {{"scope", "col"}});
  page.leaf("th", "Verdict", {{"scope", "col"}});
  for (const ReportedCharacter& character : report.characters) {
    page.leaf("th", character.name, {{"scope", "col"}});
  }
  page.leaf("th", "Strangers", {{"scope", "col"}});
  page.leaf("th", "Voice", {{"scope", "col"}});
  page.leaf("th", "What follows", {{"scope", "col"}});
  page.close().close();
}

}  // namespace

void put_heat_map(Markup& page, const IdentityReport& report) {
  open_section(page, "matrix", "Clips and characters");
  page.leaf("p",
            "Median similarity of each character to its references, worst clip first. The bar in "
            "a cell is as long as the similarity.",
            {{"class", "hint"}});
  page.open("div", {{"class", "tools"}, {"hidden", "hidden"}});
  page.leaf("button", "All", {{"type", "button"}, {"data-show", "all"}, {"aria-pressed", "true"}});
  page.leaf("button", "Only those that fall short",
            {{"type", "button"}, {"data-show", "short"}, {"aria-pressed", "false"}});
  page.close();
  page.open("div", {{"class", "scroll tall"},
                    {"tabindex", "0"},
                    {"role", "region"},
                    {"aria-label", "Clips and characters"}});
  page.open("table", {{"class", "matrix"}});
  put_head(page, report);
  page.open("tbody");
  for (const std::size_t index : worst_first(report)) {
    put_row(page, report, index);
  }
  page.close().close().close().close();
}

}  // namespace reshoot
