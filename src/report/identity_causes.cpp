// SPDX-License-Identifier: Apache-2.0
#include "report/identity_causes.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/check.h"

namespace reshoot {
namespace {

/// Puts cases of one cause together.
class CauseList {
 public:
  explicit CauseList(const IdentityReport& report) : report_(report) {}

  void add_clip(std::size_t index) {
    const CheckedClip& clip = report_.clips[index];
    bool blocked = false;
    if (clip.judgement) {
      for (const IdentityFinding& finding : clip.judgement->findings) {
        add_finding(index, finding);
        blocked = blocked || weight_of(clip, finding) == FindingWeight::blocks;
      }
    }
    if (falls_short(clip) && !blocked) {  // what keeps it back was no finding
      add({FindingCode::not_measured, FindingWeight::blocks, {}, {}, {}}, {index, clip.why});
    }
  }

  std::vector<Cause> take() {
    std::stable_sort(causes_.begin(), causes_.end(), [](const Cause& a, const Cause& b) {
      return std::tuple(a.weight, b.cases.size()) < std::tuple(b.weight, a.cases.size());
    });
    return std::move(causes_);
  }

 private:
  void add_finding(std::size_t index, const IdentityFinding& finding) {
    const CheckedClip& clip = report_.clips[index];
    Cause cause{finding.code, weight_of(clip, finding), {}, {}, {}};
    if (cause.weight == FindingWeight::tolerated) {
      cause.tolerated_by = tolerance_words(finding);
    }
    if (finding.cast) {
      CHECK(*finding.cast < clip.cast.size());
      cause.character = clip.cast[*finding.cast];
    }
    add(std::move(cause), {index, finding.text});
  }

  void add(Cause wanted, Cause::Case clip) {
    auto found = std::find_if(causes_.begin(), causes_.end(), [&](const Cause& cause) {
      return std::tie(cause.code, cause.weight, cause.tolerated_by, cause.character) ==
             std::tie(wanted.code, wanted.weight, wanted.tolerated_by, wanted.character);
    });
    if (found == causes_.end()) {
      found = causes_.insert(causes_.end(), std::move(wanted));
    }
    if (found->cases.empty() || found->cases.back().clip != clip.clip) {
      found->cases.push_back(std::move(clip));
    }
  }

  const IdentityReport& report_;
  std::vector<Cause> causes_;
};

void add_gap(std::vector<Gap>& gaps, std::size_t clip, std::string what, const std::string& why) {
  auto found = std::find_if(gaps.begin(), gaps.end(), [&](const Gap& gap) {
    return gap.what == what && gap.why == why && !gap.clips.empty();
  });
  if (found == gaps.end()) {
    found = gaps.insert(gaps.end(), Gap{std::move(what), why, {}});
  }
  if (found->clips.empty() || found->clips.back() != clip) {
    found->clips.push_back(clip);
  }
}

}  // namespace

std::string outlier_line(const IdentityReport& report, const ClipOutlier& outlier) {
  const std::string& who = report.characters.at(outlier.character).name;
  const std::string& clip = report.clips.at(outlier.clip).clip;
  if (outlier.by_spread) {
    return fmt::format(
        "{} in {} is less like the other clips than they are among themselves: "
        "{}, {} is usual",
        who, clip, similarity_text(outlier.agreement), similarity_text(outlier.threshold));
  }
  return fmt::format("{} in {} is unlike {}: similarity {}, {} is wanted", who, clip,
                     report.clips.at(outlier.other).clip, similarity_text(outlier.similarity),
                     similarity_text(outlier.threshold));
}

std::string look_alike_line(const IdentityReport& report, const LookAlikes& pair) {
  std::string text =
      fmt::format("{} and {} look alike: similarity {} between their references",
                  report.characters.at(pair.one).name, report.characters.at(pair.other).name,
                  similarity_text(pair.similarity));
  if (pair.margin && pair.clip) {
    text += fmt::format(", a lead of {} in {}", similarity_text(*pair.margin),
                        report.clips.at(*pair.clip).clip);
  }
  return text;
}

std::vector<Gap> gaps_of(const IdentityReport& report) {
  std::vector<Gap> gaps;
  for (const NotMeasured& whole : report.not_measured) {
    gaps.push_back({whole.what, whole.why, {}});
  }
  for (std::size_t i = 0; i < report.clips.size(); ++i) {
    const CheckedClip& clip = report.clips[i];
    if (clip.fate == ClipFate::not_measured) {
      add_gap(gaps, i, "the whole clip", clip.why);
    }
    if (!clip.comparison) {
      continue;
    }
    for (std::uint32_t cast = 0; cast < clip.comparison->cast.size(); ++cast) {
      if (const Presence& presence = clip.comparison->cast[cast]; !presence.compared) {
        add_gap(gaps, i, cast_name(report, clip, cast), presence.gap);
      }
    }
    for (const HeardLine& line : clip.comparison->lines) {
      if (!line.compared) {
        add_gap(gaps, i, "the voice of " + cast_name(report, clip, line.cast), line.gap);
      }
    }
  }
  return gaps;
}

std::vector<Cause> causes_of(const IdentityReport& report) {
  CauseList causes(report);
  for (std::size_t i = 0; i < report.clips.size(); ++i) {
    causes.add_clip(i);
  }
  return causes.take();
}

}  // namespace reshoot
