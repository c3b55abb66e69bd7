// SPDX-License-Identifier: Apache-2.0
#include "report/identity_take_compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "report/figures.h"
#include "report/identity_facts.h"
#include "report/identity_json.h"
#include "report/json_text.h"
#include "report/paragraph.h"
#include "report/table.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;
using Sides = std::array<const CheckedClip*, 2>;

Sides sides_of(const TakeComparison& takes) {
  return {&takes.first, &takes.second};
}

const std::string& name_of_member(const TakeComparison& takes, std::uint32_t cast) {
  CHECK(cast < takes.first.cast.size() && takes.first.cast[cast] < takes.characters.size());
  return takes.characters[takes.first.cast[cast]].name;
}

std::string take_words(const CheckedClip& side) {
  return side.blob ? fmt::format("take {}  {}", side.number, short_digest(*side.blob))
                   : fmt::format("take {}", side.number);
}

/// A row of the same figure of both sides.
class Figures {
 public:
  explicit Figures(const Sides& sides)
      : sides_(sides),
        table_({{""}, {take_words(*sides[0])}, {take_words(*sides[1])}, {"", false, true}}) {}

  template <class Read>
  void add(std::string_view what, Read read) {
    table_.add({StyledText(what, Paint::dim), read(*sides_[0]), read(*sides_[1]), {}});
  }
  void head(const std::string& name) { table_.add({StyledText(name, Paint::bold), {}, {}, {}}); }

  [[nodiscard]] std::string text(const TextStyle& style) const { return table_.text(style); }

 private:
  Sides sides_;
  Table table_;
};

StyledText verdict_text(const std::optional<Verdict>& verdict) {
  return {verdict_word(verdict), paint_of(verdict)};
}

const Presence* presence_of(const CheckedClip& side, std::size_t cast) {
  const bool compared = side.comparison && cast < side.comparison->cast.size() &&
                        side.comparison->cast[cast].compared;
  return compared ? &side.comparison->cast[cast] : nullptr;
}

/// One figure of a cast member; `-` where it was not measured.
template <class Read>
auto figure_of(std::size_t cast, Read read) {
  return [cast, read](const CheckedClip& side) {
    const Presence* const presence = presence_of(side, cast);
    return presence == nullptr ? StyledText("-", Paint::dim) : StyledText(read(*presence));
  };
}

void add_member(Figures& figures, const TakeComparison& takes, std::uint32_t cast) {
  figures.head(name_of_member(takes, cast));
  figures.add("  verdict",
              [cast](const CheckedClip& side) { return verdict_text(member_verdict(side, cast)); });
  const auto add = [&](std::string_view what, auto read) {
    figures.add(what, figure_of(cast, read));
  };
  add("  median", [](const Presence& p) { return similarity_text(p.median); });
  add("  lowest tenth", [](const Presence& p) { return similarity_text(p.p10); });
  add("  lowest", [](const Presence& p) { return similarity_text(p.min); });
  add("  seen in", [](const Presence& p) { return share_text(p.coverage); });
  add("  margin", [](const Presence& p) {
    return p.nearest ? similarity_text(p.margin) : std::string("no other");
  });
  add("  drift", [](const Presence& p) { return similarity_text(p.drift); });
  add("  steadiness", [](const Presence& p) { return similarity_text(p.flicker); });
}

void add_lines(Figures& figures, const TakeComparison& takes) {
  const auto lines = [](const CheckedClip& side) {
    return side.comparison ? side.comparison->lines.size() : 0;
  };
  for (std::size_t i = 0; i < std::max(lines(takes.first), lines(takes.second)); ++i) {
    const CheckedClip& known = i < lines(takes.first) ? takes.first : takes.second;
    const std::string& speaker = name_of_member(takes, known.comparison->lines[i].cast);
    figures.add(fmt::format("line {}, {}", i + 1, speaker), [&](const CheckedClip& side) {
      const bool compared = i < lines(side) && side.comparison->lines[i].compared;
      return compared ? StyledText(similarity_text(side.comparison->lines[i].similarity))
                      : StyledText("-", Paint::dim);
    });
  }
}

void add_strangers(Figures& figures) {
  figures.add("strangers", [](const CheckedClip& side) {
    return side.comparison ? StyledText(count_text(
                                 static_cast<std::int64_t>(side.comparison->strangers.size())))
                           : StyledText("-", Paint::dim);
  });
}

std::string findings_text(const CheckedClip& side, const TextStyle& style) {
  std::string text = "\n" +
                     StyledText(fmt::format("take {}", side.number), Paint::bold)
                         .add(side.why.empty() ? "" : ": " + side.why)
                         .text(style.colour) +
                     "\n";
  if (!side.judgement || side.judgement->findings.empty()) {
    return text + (side.judgement ? "  nothing was found\n" : "  it was not judged\n");
  }
  for (const IdentityFinding& finding : side.judgement->findings) {
    Paragraph lines({}, 2, style);
    lines.add(only_warns(finding) ? "warning: " : "", Paint::yellow);
    lines.add(finding_line(finding));
    text += lines.text();
  }
  return text;
}

Json side_json(const TakeComparison& takes, const CheckedClip& side) {
  std::vector<std::string> all;
  for (const ReportedCharacter& character : takes.characters) {
    all.push_back(character.name);
  }
  std::vector<std::string> cast;
  for (std::uint32_t i = 0; i < side.cast.size(); ++i) {
    cast.push_back(name_of_member(takes, i));
  }
  return {{"take", side.take},
          {"number", side.number},
          {"blob", side.blob ? Json(side.blob->text()) : Json()},
          {"fate", name_of(side.fate)},
          {"why", side.why},
          {"judgement", side.judgement ? judgement_json(*side.judgement, cast) : Json()},
          {"comparison", side.comparison ? comparison_json(*side.comparison, cast, all) : Json()}};
}

}  // namespace

std::string take_compare_text(const TakeComparison& takes, const TextStyle& style) {
  CHECK(takes.first.cast == takes.second.cast);
  Figures figures(sides_of(takes));
  figures.add("verdict", [](const CheckedClip& side) { return verdict_text(verdict_of(side)); });
  for (std::uint32_t cast = 0; cast < takes.first.cast.size(); ++cast) {
    add_member(figures, takes, cast);
  }
  add_strangers(figures);
  add_lines(figures, takes);
  return StyledText(takes.first.clip, Paint::bold).text(style.colour) + "\n" + figures.text(style) +
         findings_text(takes.first, style) + findings_text(takes.second, style);
}

std::string take_compare_json(const TakeComparison& takes) {
  CHECK(takes.first.cast == takes.second.cast);
  return json_text(
      {{"schema_version", json_schema_version},
       {"campaign", takes.campaign},
       {"clip", takes.first.clip},
       {"takes", Json::array({side_json(takes, takes.first), side_json(takes, takes.second)})}});
}

}  // namespace reshoot
