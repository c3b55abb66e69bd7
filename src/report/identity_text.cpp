// SPDX-License-Identifier: Apache-2.0
#include "report/identity_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/figures.h"
#include "report/identity_causes.h"
#include "report/identity_facts.h"
#include "report/paragraph.h"
#include "report/table.h"

namespace reshoot {
namespace {

// Up to so many clips all have a row; of more, only those that need a look.
constexpr std::size_t all_shown = 20;
// With more characters, or names too long for the width, the cast is one column.
constexpr std::size_t most_columns = 6;
constexpr std::size_t cells_of_verdict = 11;        // `0.31 unsure` and the like
constexpr std::size_t cells_of_other_columns = 61;  // clip, take, verdict, others, voice, fate

/// `0.31 fail`: what was measured of a cast member, and what it is worth.
StyledText member_text(const CheckedClip& clip, std::size_t cast) {
  const std::optional<Verdict> verdict = member_verdict(clip, cast);
  StyledText text;
  if (clip.comparison && clip.comparison->cast.at(cast).usable > 0) {
    text.add(similarity_text(clip.comparison->cast[cast].median) + " ");
  }
  if (clip.judgement && clip.judgement->cast.at(cast).policy.level == IdentityLevel::off) {
    return text.add("off", Paint::dim);
  }
  return text.add(verdict ? name_of(*verdict) : "-", paint_of(verdict));
}

StyledText voices_text(const CheckedClip& clip) {
  const std::optional<VoiceFigure> voice = voice_of(clip);
  if (!voice) {
    return {};
  }
  StyledText text;
  if (voice->verdict != Verdict::na) {
    text.add(similarity_text(voice->similarity) + " ");
  }
  return text.add(name_of(voice->verdict), paint_of(voice->verdict));
}

/// What follows, as a table has room for it.
std::string_view short_words(ClipFate fate) {
  switch (fate) {
    case ClipFate::ships_by_policy:
      return "by policy";
    case ClipFate::ships_by_person:
      return "by a person";
    case ClipFate::ships_unjudged:
      return "unjudged";
    case ClipFate::will_retake:
      return "retake";
    case ClipFate::no_take:
      return "no take";
    case ClipFate::ships:
    case ClipFate::held:
    case ClipFate::not_measured:
      break;
  }
  return words_of(fate);
}

StyledText others_text(const CheckedClip& clip) {
  if (!clip.comparison || clip.comparison->strangers.empty()) {
    return {};
  }
  return {count_text(static_cast<std::int64_t>(clip.comparison->strangers.size())), Paint::yellow};
}

std::string take_text(const CheckedClip& clip) {
  return clip.take.empty() ? "-" : fmt::format("{}/{}", clip.number, clip.takes);
}

/// Needs a row of its own where there are many clips.
bool needs_a_look(const CheckedClip& clip) {
  return clip.fate != ClipFate::ships_unjudged &&
         (clip.fate != ClipFate::ships || (clip.judgement && !clip.judgement->findings.empty()));
}

/// Clips against characters.
class Matrix {
 public:
  Matrix(const IdentityReport& report, const TextStyle& style) : report_(report), style_(style) {
    for (const std::size_t index : worst_first(report)) {
      const CheckedClip& clip = report.clips[index];
      if (report.clips.size() <= all_shown || needs_a_look(clip)) {
        rows_.push_back(&clip);
      } else {
        ++left_out_;
      }
    }
    find_columns();
  }

  [[nodiscard]] std::string text() const {
    if (rows_.empty()) {
      return {};
    }
    std::vector<Column> columns{{"CLIP", false, columns_.empty()}, {"TAKE", true}, {"VERDICT"}};
    if (columns_.empty()) {
      columns.push_back({"CAST", false, true});
    }
    for (const std::uint32_t character : columns_) {
      columns.push_back({report_.characters[character].name});
    }
    columns.push_back({"OTHERS", true});
    columns.push_back({"VOICE"});
    columns.push_back({""});
    Table table(std::move(columns));
    for (const CheckedClip* clip : rows_) {
      add_rows(table, *clip);
    }
    return table.text(style_);
  }

  [[nodiscard]] std::size_t left_out() const { return left_out_; }

 private:
  using Rows = std::vector<std::vector<StyledText>>;

  /// Characters with a column each; none where there is no room for that.
  void find_columns() {
    std::size_t cells = cells_of_other_columns;
    for (std::uint32_t i = 0; i < report_.characters.size(); ++i) {
      const bool seen = std::any_of(rows_.begin(), rows_.end(), [&](const CheckedClip* clip) {
        return std::find(clip->cast.begin(), clip->cast.end(), i) != clip->cast.end();
      });
      if (seen) {
        columns_.push_back(i);
        cells += 2 + std::max(cells_of_verdict, StyledText(report_.characters[i].name).width());
      }
    }
    if (columns_.size() > most_columns || (style_.width > 0 && cells > style_.width)) {
      columns_.clear();
    }
  }

  void add_rows(Table& table, const CheckedClip& clip) const {
    const std::optional<Verdict> verdict = verdict_of(clip);
    const std::vector<StyledText> head{
        StyledText(clip.clip, Paint::bold), take_text(clip),
        StyledText(verdict ? name_of(*verdict) : "-", paint_of(verdict))};
    const std::vector<StyledText> tail{
        others_text(clip), voices_text(clip),
        StyledText(short_words(clip.fate), may_ship(clip) ? Paint::dim : Paint::plain)};
    const Rows members = columns_.empty() ? members_below(clip) : Rows(1, members_beside(clip));
    for (std::size_t i = 0; i < members.size(); ++i) {
      std::vector<StyledText> cells = i == 0 ? head : std::vector<StyledText>(head.size());
      cells.insert(cells.end(), members[i].begin(), members[i].end());
      const std::vector<StyledText> rest = i == 0 ? tail : std::vector<StyledText>(tail.size());
      cells.insert(cells.end(), rest.begin(), rest.end());
      table.add(std::move(cells));
    }
  }

  /// A cell for each character that has a column.
  [[nodiscard]] std::vector<StyledText> members_beside(const CheckedClip& clip) const {
    std::vector<StyledText> cells;
    for (const std::uint32_t character : columns_) {
      const auto member = std::find(clip.cast.begin(), clip.cast.end(), character);
      cells.push_back(member == clip.cast.end()
                          ? StyledText()
                          : member_text(clip, static_cast<std::size_t>(
                                                  std::distance(clip.cast.begin(), member))));
    }
    return cells;
  }

  /// One column for all: a row for each cast member.
  [[nodiscard]] Rows members_below(const CheckedClip& clip) const {
    Rows rows;
    for (std::uint32_t i = 0; i < clip.cast.size(); ++i) {
      rows.push_back({StyledText(cast_name(report_, clip, i) + " ").append(member_text(clip, i))});
    }
    if (rows.empty()) {
      rows.push_back({StyledText()});
    }
    return rows;
  }

  const IdentityReport& report_;
  TextStyle style_;
  std::vector<const CheckedClip*> rows_;
  std::vector<std::uint32_t> columns_;
  std::size_t left_out_ = 0;
};

std::string head_text(const IdentityReport& report) {
  const IdentityCounts counts = counts_of(report);
  std::string text = fmt::format("{}: {} of {} may ship", report.campaign, counts.may_ship(),
                                 counted(static_cast<std::int64_t>(report.clips.size()), "clip"));
  const auto add = [&](int count, std::string_view what) {
    if (count > 0) {
      text += fmt::format(", {} {}", count_text(count), what);
    }
  };
  add(counts.by_policy, "of them by their policy");
  add(counts.by_person, "of them by a person's choice");
  add(counts.unjudged, "unjudged");
  add(counts.retake, words_of(ClipFate::will_retake));
  add(counts.held, words_of(ClipFate::held));
  add(counts.not_measured, words_of(ClipFate::not_measured));
  add(counts.no_take, "without a take");
  return text;
}

/// A paragraph behind `indent` cells.
std::string lines_of(std::string_view text, std::size_t indent, const TextStyle& style,
                     Paint paint = Paint::plain) {
  Paragraph lines({}, indent, style);
  lines.add(text, paint);
  return lines.text();
}

/// A command line is never wrapped: it is there to be copied.
std::string steps_text(const CheckedClip& clip, const TextStyle& style) {
  std::string text;
  for (const std::string& step : next_steps(clip)) {
    text += StyledText(text.empty() ? "  next: " : "    or: ", Paint::dim)
                .add(step)
                .text(style.colour) +
            "\n";
  }
  return text;
}

/// A clip that falls short, in full.
std::string clip_text(const CheckedClip& clip, const SourceMap& sources, const TextStyle& style) {
  const std::optional<Verdict> verdict = verdict_of(clip);
  Paragraph head(StyledText(clip.clip + "  ", Paint::bold), 2, style);
  head.add(verdict_word(verdict), paint_of(verdict));
  head.add(fmt::format(", {}{}", words_of(clip.fate), clip.why.empty() ? "" : ": " + clip.why));
  std::string text = head.text();
  if (const std::string at = sources.at(clip.at); !at.empty()) {
    text += StyledText("  " + at, Paint::dim).text(style.colour) + "\n";
  }
  if (clip.judgement) {
    for (const IdentityFinding& finding : clip.judgement->findings) {
      text += lines_of((only_warns(finding) ? "warning: " : "") + finding_line(finding), 2, style);
    }
  }
  return text + steps_text(clip, style);
}

/// `a, b and 38 more`
std::string names_text(const IdentityReport& report, const std::vector<std::size_t>& clips) {
  constexpr std::size_t most_named = 8;
  std::string text;
  for (std::size_t i = 0; i < std::min(clips.size(), most_named); ++i) {
    text += (i > 0 ? ", " : "") + report.clips[clips[i]].clip;
  }
  return clips.size() <= most_named
             ? text
             : fmt::format("{} and {} more", text, clips.size() - most_named);
}

/// What does not keep clips from shipping, by cause.
std::string warnings_text(const IdentityReport& report, const TextStyle& style) {
  std::string text;
  for (const Cause& cause : causes_of(report)) {
    std::vector<std::size_t> clips;
    for (const Cause::Case& one : cause.cases) {
      if (may_ship(report.clips[one.clip])) {
        clips.push_back(one.clip);
      }
    }
    if (clips.empty()) {
      continue;
    }
    const std::string whom =
        cause.character ? " of " + report.characters[*cause.character].name : std::string();
    const bool accepted = cause.weight == FindingWeight::accepted;
    const std::string policy =
        cause.tolerated_by.empty() ? "" : fmt::format("; let pass by '{}'", cause.tolerated_by);
    const std::string numbers = cause.cases.size() == 1 ? ": " + cause.cases.front().text : "";
    Paragraph lines(
        StyledText(accepted ? "accepted: " : "warning: ", accepted ? Paint::cyan : Paint::yellow),
        2, style);
    lines.add(fmt::format("{}{} in {}{}{}", words_of(cause.code), whom, names_text(report, clips),
                          numbers, policy));
    text += lines.text();
  }
  return text;
}

/// Clips that do not go with the others, and characters that are easily taken for each other.
std::string across_text(const IdentityReport& report, const TextStyle& style) {
  std::string text;
  const auto add = [&](const std::string& line) {
    Paragraph lines(StyledText("across clips: ", Paint::yellow), 2, style);
    lines.add(line);
    text += lines.text();
  };
  if (report.across) {
    for (const ClipOutlier& outlier : report.across->outliers) {
      add(outlier_line(report, outlier));
    }
    for (const LookAlikes& pair : report.across->look_alikes) {
      add(look_alike_line(report, pair));
    }
  }
  return text;
}

std::string gaps_text(const IdentityReport& report, const TextStyle& style) {
  std::string text;
  for (const Gap& gap : gaps_of(report)) {
    Paragraph lines(StyledText("not measured: ", Paint::dim), 2, style);
    const std::string where = gap.clips.empty() ? "" : " in " + names_text(report, gap.clips);
    lines.add(gap.what + where + (gap.why.empty() ? "" : ": " + gap.why));
    text += lines.text();
  }
  return text;
}

}  // namespace

std::string identity_text(const IdentityReport& report, const SourceMap& sources,
                          const TextStyle& style) {
  std::string text = lines_of(head_text(report), 0, style, Paint::bold);
  const Matrix matrix(report, style);
  const auto add = [&](const std::string& part) { text += part.empty() ? "" : "\n" + part; };
  add(matrix.text());
  if (matrix.left_out() > 0) {
    text += lines_of(fmt::format("{} without any finding {} not listed",
                                 counted(static_cast<std::int64_t>(matrix.left_out()), "clip"),
                                 matrix.left_out() == 1 ? "is" : "are"),
                     0, style, Paint::dim);
  }
  for (const std::size_t index : worst_first(report)) {
    if (falls_short(report.clips[index])) {
      add(clip_text(report.clips[index], sources, style));
    }
  }
  add(warnings_text(report, style));
  add(across_text(report, style));
  add(gaps_text(report, style));
  return text;
}

}  // namespace reshoot
