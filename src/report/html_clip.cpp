// SPDX-License-Identifier: Apache-2.0
// One clip of the page: verdict, reasons, what to do next, then every number. Clips that need no
// look are folded.

#include <fmt/format.h>

#include "campaign/model.h"
#include "report/figures.h"
#include "report/html_parts.h"
#include "report/identity_facts.h"

namespace reshoot {
namespace {

// Of clips that fall short; more would be a page without an end.
constexpr std::size_t most_unfolded = 12;

/// A figure with what was wanted.
void put_figure(Markup& page, std::string_view what, std::string_view value,
                std::string_view wanted = {}) {
  page.open("div").leaf("dt", what).open("dd").leaf("b", value);
  if (!wanted.empty()) {
    page.text(" ").leaf("small", wanted);
  }
  page.close().close();
}

std::string at_least(float threshold) {
  return "at least " + similarity_text(threshold);
}
std::string at_most(float threshold) {
  return "at most " + similarity_text(threshold);
}

/// Figures of the frames in which it could be compared.
void put_similarities(Markup& page, const IdentityReport& report, const Presence& presence,
                      float share, const IdentityThresholds* wanted) {
  const bool known = wanted != nullptr;
  put_figure(page, "Median", similarity_text(presence.median),
             known ? at_least(wanted->look.pass_median) : "");
  put_figure(page, "Lowest tenth", similarity_text(presence.p10),
             known ? at_least(wanted->look.pass_p10) : "");
  put_figure(page, "Lowest", similarity_text(presence.min));
  put_figure(page, "Matching share", share_text(share),
             known ? "at least " + share_text(wanted->look.pass_share) : "");
  if (presence.nearest && *presence.nearest < report.characters.size()) {
    put_figure(page, "Ahead of " + report.characters[*presence.nearest].name,
               similarity_text(presence.margin), known ? at_least(wanted->look.margin) : "");
  }
  put_figure(page, "Drift", similarity_text(presence.drift), known ? at_most(wanted->drift) : "");
  put_figure(page, "Steadiness", similarity_text(presence.flicker),
             known ? at_least(wanted->flicker) : "");
}

void put_figures(Markup& page, const IdentityReport& report, const Presence& presence, float share,
                 const IdentityThresholds* wanted) {
  const bool known = wanted != nullptr;
  page.open("dl", {{"class", "figures"}});
  put_figure(page, "Seen in", share_text(presence.coverage),
             known ? "at least " + share_text(wanted->look.fail_coverage) : "");
  put_figure(page, "Usable frames",
             fmt::format("{} of {}", presence.usable, presence.sightings.size()));
  if (presence.usable > 0) {
    put_similarities(page, report, presence, share, wanted);
  }
  page.close();
}

void put_member(Markup& page, const IdentityReport& report, const CheckedClip& clip,
                std::uint32_t cast) {
  const std::string& name = cast_name(report, clip, cast);
  const Presence& presence = clip.comparison->cast.at(cast);
  const bool judged = clip.judgement && cast < clip.judgement->cast.size();
  const IdentityLevel level = judged ? clip.judgement->cast[cast].policy.level : IdentityLevel::off;
  const IdentityThresholds* const wanted = thresholds_for(report, presence.kind, level);
  page.open("section", {{"class", "member"}}).open("h4").text(name).text(" ");
  put_badge(page, member_verdict(clip, cast));
  page.text(" ").leaf("small", fmt::format("{}, level {}", name_of(presence.kind), name_of(level)));
  page.close();
  page.open("div", {{"class", "sight"}});
  const auto crops = report.crops.find(clip.clip);
  if (crops != report.crops.end()) {
    put_contact_sheet(page, crops->second, clip.cast[cast], name);
  }
  if (presence.compared) {
    put_timeline(page, *clip.comparison, presence, name,
                 wanted == nullptr ? nullptr : &wanted->look);
    page.close();
    put_figures(page, report, presence, judged ? clip.judgement->cast[cast].share : 0, wanted);
  } else {
    page.close().leaf("p", "Not measured: " + presence.gap, {{"class", "hint"}});
  }
  page.close();
}

void put_findings(Markup& page, const CheckedClip& clip) {
  if (!clip.judgement || clip.judgement->findings.empty()) {
    return;
  }
  page.open("ul", {{"class", "findings"}});
  for (const IdentityFinding& finding : clip.judgement->findings) {
    const bool warns = finding.verdict == Verdict::pass;
    page.open("li", {{"class", warns ? "warns" : verdict_class(finding.verdict)}});
    page.leaf("b", words_of(finding.code) + (warns ? " (warning)" : ""));
    page.text(" ").text(finding.text);
    if (const std::string policy = tolerance_words(finding); !policy.empty()) {
      page.text("; let pass by ").leaf("code", policy);
    }
    page.close();
  }
  page.close();
}

void put_steps(Markup& page, const CheckedClip& clip) {
  const std::vector<std::string> steps = next_steps(clip);
  if (steps.empty()) {
    return;
  }
  page.open("p", {{"class", "steps"}}).text("Next: ");
  for (std::size_t i = 0; i < steps.size(); ++i) {
    page.text(i > 0 ? " or " : "").leaf("code", steps[i]);
  }
  page.close();
}

void put_strangers(Markup& page, const IdentityReport& report, const CheckedClip& clip) {
  if (clip.comparison->strangers.empty()) {
    return;
  }
  page.open("section", {{"class", "member"}}).leaf("h4", "People who are not of the cast");
  page.open("ul", {{"class", "plain"}});
  for (const Stranger& stranger : clip.comparison->strangers) {
    std::string text = fmt::format(
        "{:.1f} s to {:.1f} s, {}", static_cast<double>(stranger.from_ms) / 1000,
        static_cast<double>(stranger.to_ms) / 1000, counted(stranger.usable, "usable frame"));
    if (stranger.nearest && *stranger.nearest < report.characters.size()) {
      text += fmt::format("; most like {} ({})", report.characters[*stranger.nearest].name,
                          similarity_text(stranger.similarity));
    }
    page.leaf("li", text);
  }
  page.close().close();
}

void put_line(Markup& page, const IdentityReport& report, const CheckedClip& clip,
              std::size_t number) {
  const HeardLine& line = clip.comparison->lines[number];
  page.open("tr").leaf("td", fmt::format("{}", number + 1));
  page.leaf("td", cast_name(report, clip, line.cast));
  if (line.compared) {
    page.leaf("td", similarity_text(line.similarity), {{"class", "number"}});
  } else {
    page.leaf("td", "not measured: " + line.gap);
  }
  page.leaf("td", fmt::format("{:.1f} s", line.seconds), {{"class", "number"}});
  const bool other = line.nearest && *line.nearest < report.characters.size();
  page.leaf("td", other ? fmt::format("{} ({})", report.characters[*line.nearest].name,
                                      similarity_text(line.nearest_similarity))
                        : "");
  page.close();
}

void put_voices(Markup& page, const IdentityReport& report, const CheckedClip& clip) {
  if (clip.comparison->lines.empty()) {
    return;
  }
  page.open("section", {{"class", "member"}}).leaf("h4", "Voices");
  page.open("div", {{"class", "scroll"}}).open("table", {{"class", "list"}});
  page.open("thead").open("tr");
  for (const std::string_view title :
       {"Line", "Speaker", "Similarity", "Speech", "Most similar other"}) {
    page.leaf("th", title, {{"scope", "col"}});
  }
  page.close().close().open("tbody");
  for (std::size_t i = 0; i < clip.comparison->lines.size(); ++i) {
    put_line(page, report, clip, i);
  }
  page.close().close().close().close();
}

std::string technical_text(const TechnicalFacts& facts) {
  std::string text =
      fmt::format("{} s, {}, {} frames per second, {}", facts.length.text(), facts.size.text(),
                  facts.fps.text(), facts.has_sound ? "with sound" : "without sound");
  const auto add = [&](float share, std::string_view what) {
    text += share > 0 ? fmt::format(", {} {}", share_text(share), what) : std::string();
  };
  add(facts.black, "black");
  add(facts.frozen, "frozen");
  add(facts.silent, "silent");
  add(facts.clipped, "clipped");
  return text;
}

/// Where it is from, in one line.
void put_origin(Markup& page, const CheckedClip& clip, const SourceMap& sources) {
  page.open("p", {{"class", "hint"}}).text(sources.at(clip.at));
  if (!clip.take.empty()) {
    page.text(fmt::format(" · take {} of {}", clip.number, clip.takes));
  }
  page.text(clip.model.empty() ? "" : " · " + clip.model);
  if (clip.blob) {
    page.text(" · ").leaf("code", short_digest(*clip.blob));
  }
  if (clip.comparison) {
    page.text(" · " + technical_text(clip.comparison->technical));
  }
  page.close();
}

void put_clip(Markup& page, const IdentityReport& report, std::size_t index, bool unfolded,
              const SourceMap& sources) {
  const CheckedClip& clip = report.clips[index];
  const std::string id = anchor_of(index);
  if (unfolded) {
    page.open("details", {{"class", "clip"}, {"id", id}, {"open", "open"}});
  } else {
    page.open("details", {{"class", "clip"}, {"id", id}});
  }
  page.open("summary");
  page.open("h3").text(clip.clip).close();
  put_badge(page, verdict_of(clip));
  page.leaf("span", words_of(clip.fate), {{"class", "fate"}}).close();
  page.open("div", {{"class", "body"}});
  put_origin(page, clip, sources);
  if (!clip.why.empty()) {
    page.leaf("p", clip.why);
  }
  put_findings(page, clip);
  put_steps(page, clip);
  if (clip.comparison) {
    for (std::uint32_t cast = 0; cast < clip.comparison->cast.size(); ++cast) {
      put_member(page, report, clip, cast);
    }
    put_strangers(page, report, clip);
    put_voices(page, report, clip);
  }
  page.close().close();
}

}  // namespace

void put_clips(Markup& page, const IdentityReport& report, const SourceMap& sources) {
  open_section(page, "clips", "Clip by clip");
  page.leaf("p",
            "Lines: similarity over time; broken where the character is not seen well enough, and "
            "at cuts (upright lines). Dashed: what a frame must reach to match, and below which it "
            "is a mismatch. Bar below: seen (thick), seen but unusable (thin), not seen (line); a "
            "second bar shows strangers.",
            {{"class", "hint"}});
  std::size_t unfolded = 0;
  for (const std::size_t index : worst_first(report)) {
    const bool unfold = falls_short(report.clips[index]) && unfolded < most_unfolded;
    unfolded += unfold ? 1 : 0;
    put_clip(page, report, index, unfold, sources);
  }
  page.close();
}

}  // namespace reshoot
