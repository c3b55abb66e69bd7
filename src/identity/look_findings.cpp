// SPDX-License-Identifier: Apache-2.0
#include "identity/look_findings.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "identity/finding_text.h"

namespace reshoot {

namespace {

/// What the references of a mascot or product usually have in common; the thresholds of a row are
/// meant for such a one (schema/identity, the row of the default model).
constexpr float usual_own = 0.90F;
/// How much the way from the floor of scores up to a threshold is stretched or shortened at most
/// for characters whose references have more or less in common.
constexpr float most_stretch = 1.15F;
constexpr float least_stretch = 0.5F;

const IdentityModel* model_of(CastKind kind, const IdentityModels& models) {
  if (kind != CastKind::person) {
    return models.image_embedding;
  }
  return models.face_detector != nullptr ? models.face_embedding : nullptr;
}

/// Scores of image embeddings have a high floor, which `mismatch` stands for: it stays. What is
/// asked for above it goes with what the references of this character have in common.
IdentityThresholds calibrated(IdentityThresholds at, const Presence& presence) {
  const float floor = at.look.mismatch;
  if (presence.kind == CastKind::person || presence.own <= 0 || floor >= usual_own) {
    return at;
  }
  const float stretch =
      std::clamp((presence.own - floor) / (usual_own - floor), least_stretch, most_stretch);
  for (float* cosine : {&at.look.match, &at.look.pass_median, &at.look.pass_p10}) {
    *cosine = floor + (*cosine - floor) * stretch;
  }
  return at;
}

/// Judges one presence that was compared.
class LookJudge {
 public:
  LookJudge(const Presence& presence, const LookQuestion& question, const IdentityThresholds& at)
      : presence_(presence), question_(question), at_(at), look_(at.look) {}

  LookJudgement run() {
    judgement_.share = matching_share();
    if (presence_.coverage < look_.fail_coverage) {
      judge_coverage();
    }
    if (presence_.usable > 0 && has_too_few()) {
      judge_few();
    } else if (presence_.usable > 0) {
      judge_similarity();
      judge_margin();
      judge_change();
    } else if (judgement_.findings.empty()) {
      add(FindingCode::unusable, Verdict::na, 0, static_cast<float>(least()),
          fmt::format("{} is seen, but never well enough to be compared: {}", question_.name,
                      reasons_of_unusable()));
    }
    return std::move(judgement_);
  }

 private:
  void add(FindingCode code, Verdict verdict, float value, float threshold, std::string text) {
    judgement_.findings.push_back(
        {code, verdict, question_.member, value, threshold, std::move(text)});
  }

  [[nodiscard]] std::size_t samples() const { return presence_.sightings.size(); }

  /// Usable samples that are wanted.
  [[nodiscard]] int least() const {
    const auto all = static_cast<int>(samples());
    const auto part = static_cast<int>(static_cast<float>(all) * least_usable_share);
    return std::max(std::min(least_usable, all), part);
  }
  [[nodiscard]] bool has_too_few() const { return presence_.usable < least(); }

  [[nodiscard]] float matching_share() const {
    const auto matching = std::count_if(
        presence_.sightings.begin(), presence_.sightings.end(), [&](const Sighting& sighting) {
          return sighting.kind == Sighting::Kind::seen && sighting.similarity >= look_.match;
        });
    return presence_.usable == 0
               ? 0
               : static_cast<float>(matching) / static_cast<float>(presence_.usable);
  }

  void judge_coverage() {
    const float coverage = presence_.coverage;
    add(FindingCode::missing, Verdict::fail, coverage, look_.fail_coverage,
        coverage <= 0 ? fmt::format("{} is not seen in any of {}", question_.name,
                                    counted(samples(), "frame"))
                      : fmt::format("{} is seen in {} of the clip, {} is wanted", question_.name,
                                    percent(coverage), percent(look_.fail_coverage)));
  }

  /// What little can be compared may still show that it is somebody else.
  void judge_few() {
    const auto usable = static_cast<std::size_t>(presence_.usable);
    if (presence_.median < look_.mismatch) {
      add(FindingCode::doubtful_face, Verdict::unsure, presence_.median, look_.mismatch,
          fmt::format("{} can be compared in {} only, and is unlike the references there: median "
                      "similarity {}",
                      question_.name, counted(usable, "frame"),
                      number_beside(presence_.median, look_.mismatch)));
    } else if (judgement_.findings.empty()) {
      add(FindingCode::unusable, Verdict::na, static_cast<float>(presence_.usable),
          static_cast<float>(least()),
          fmt::format("{} can be compared in {} of {}, {} are wanted: {}", question_.name, usable,
                      counted(samples(), "frame"), least(), reasons_of_unusable()));
    }
  }

  void judge_similarity() {
    const bool fails = presence_.median < look_.fail_median;
    if (fails && presence_.usable >= least_usable_to_fail) {
      add(FindingCode::wrong_face, Verdict::fail, presence_.median, look_.fail_median,
          fmt::format("this is not {}: median similarity {} over {}, below {} ({} is wanted)",
                      question_.name, number_beside(presence_.median, look_.fail_median),
                      counted(static_cast<std::size_t>(presence_.usable), "frame"),
                      number_beside(look_.fail_median, presence_.median),
                      number_beside(look_.pass_median, presence_.median)));
      return;
    }
    const std::string short_of = shortfalls();
    if (!short_of.empty()) {
      const bool by_median = presence_.median < look_.pass_median;
      const bool by_p10 = !by_median && presence_.p10 < look_.pass_p10;
      add(FindingCode::doubtful_face, Verdict::unsure,
          by_median ? presence_.median : (by_p10 ? presence_.p10 : judgement_.share),
          by_median ? look_.pass_median : (by_p10 ? look_.pass_p10 : look_.pass_share),
          fmt::format("it is not sure that this is {}: {}; over {}", question_.name, short_of,
                      counted(static_cast<std::size_t>(presence_.usable), "frame")));
    }
  }

  /// Every figure that is short of a pass; empty: none.
  [[nodiscard]] std::string shortfalls() const {
    std::string text;
    const auto check = [&](const char* what, float value, float wanted) {
      if (value < wanted) {
        text += fmt::format("{}{} {}, {} is wanted", text.empty() ? "" : "; ", what,
                            number_beside(value, wanted), number_beside(wanted, value));
      }
    };
    check("median similarity", presence_.median, look_.pass_median);
    check("worst tenth", presence_.p10, look_.pass_p10);
    if (judgement_.share < look_.pass_share) {
      text += fmt::format("{}{} of the frames match, {} is wanted", text.empty() ? "" : "; ",
                          percent(judgement_.share), percent(look_.pass_share));
    }
    return text;
  }

  /// Only where the other one is somewhat alike at all: else the similarity has said it.
  void judge_margin() {
    const float other = presence_.median - presence_.margin;
    if (!presence_.nearest || presence_.margin >= look_.margin || other < look_.mismatch) {
      return;
    }
    const std::string& name = question_.names[*presence_.nearest];
    const bool is_other = presence_.margin < 0 && other >= look_.match;
    add(FindingCode::look_alike, is_other ? Verdict::fail : Verdict::unsure, presence_.margin,
        look_.margin,
        fmt::format("{} {}: similarity {} to {}, {} to {}; a lead of {:.2f} is wanted",
                    presence_.margin < 0 ? "this is more like" : "this may be", name,
                    number_beside(other, presence_.median), name,
                    number_beside(presence_.median, other), question_.name, look_.margin));
  }

  void judge_change() {
    if (presence_.drift > at_.drift) {
      const bool fails = presence_.end < look_.pass_p10;
      add(FindingCode::drift, fails ? Verdict::fail : Verdict::pass, presence_.drift, at_.drift,
          fmt::format("{} drifts away: the similarity falls by {} to {} at the end (more than {})",
                      question_.name, number_beside(presence_.drift, at_.drift),
                      number_beside(presence_.end, look_.pass_p10),
                      number_beside(at_.drift, presence_.drift)));
    }
    if (presence_.flicker < at_.flicker) {
      add(FindingCode::flicker, Verdict::pass, presence_.flicker, at_.flicker,
          fmt::format("{} changes from one frame to the next: they are alike by {}, {} is usual",
                      question_.name, number_beside(presence_.flicker, at_.flicker),
                      number_beside(at_.flicker, presence_.flicker)));
    }
  }

  /// `turned away in 20 frames, too small in 3 frames, not seen in 2 frames`
  [[nodiscard]] std::string reasons_of_unusable() const {
    std::map<FaceUse, std::size_t> uses;
    std::size_t absent = 0;
    for (const Sighting& sighting : presence_.sightings) {
      if (sighting.kind == Sighting::Kind::unusable) {
        ++uses[sighting.use];
      }
      absent += sighting.kind == Sighting::Kind::absent ? 1 : 0;
    }
    std::string text;
    const auto say = [&](std::string_view what, std::size_t count) {
      text += fmt::format("{}{} in {}", text.empty() ? "" : ", ", what, counted(count, "frame"));
    };
    for (const auto& [use, count] : uses) {
      say(words_for(use), count);
    }
    if (absent > 0) {
      say("not seen", absent);
    }
    return text;
  }

  static std::string_view words_for(FaceUse use) {
    switch (use) {
      case FaceUse::usable:
        return "not embedded";
      case FaceUse::small:
        return "too small";
      case FaceUse::blurred:
        return "blurred";
      case FaceUse::turned:
        return "turned away";
      case FaceUse::cut_off:
        return "cut off";
      case FaceUse::doubtful:
        return "doubtful";
    }
    return "";
  }

  const Presence& presence_;
  const LookQuestion& question_;
  const IdentityThresholds& at_;
  const SimilarityThresholds& look_;
  LookJudgement judgement_;
};

LookJudgement not_measured(const LookQuestion& question, std::string why) {
  return {0,
          {{FindingCode::not_measured, Verdict::na, question.member, 0, 0,
            fmt::format("{} was not measured: {}", question.name, why)}}};
}

}  // namespace

LookJudgement judge_looks(const Presence& presence, const LookQuestion& question) {
  const IdentityModel* model = model_of(presence.kind, question.models);
  if (model == nullptr) {
    return not_measured(question, presence.kind == CastKind::person
                                      ? "there is no model for faces"
                                      : "there is no model for mascots and products");
  }
  if (!presence.compared || presence.sightings.empty()) {
    return not_measured(question, presence.gap);
  }
  const IdentityThresholds at = calibrated(model->at(question.level), presence);
  return LookJudge(presence, question, at).run();
}

}  // namespace reshoot
