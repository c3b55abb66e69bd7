// SPDX-License-Identifier: Apache-2.0
#include "identity/across.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "identity/face_tracks.h"
#include "identity/odd_ones.h"
#include "identity/quantile.h"

namespace reshoot {

namespace {

/// Clips from which on a spread means something.
constexpr std::size_t least_for_spread = 5;
/// Median absolute deviations beyond which a clip is an outlier; and the smallest that one counts:
/// light and pose differ by as much.
constexpr float most_deviations = 3;
constexpr float least_deviation = 0.05F;

double dot(std::span<const std::int8_t> a, std::span<const std::int8_t> b) {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += std::int32_t{a[i]} * std::int32_t{b[i]};
  }
  return sum;
}

/// A character as one clip shows it.
struct Appearance {
  std::uint32_t clip = 0;
  const Presence* presence = nullptr;
  double length = 0;  ///< of its mean
};

float alike(const Appearance& a, const Appearance& b) {
  const std::vector<std::int8_t>& one = a.presence->mean;
  const std::vector<std::int8_t>& other = b.presence->mean;
  if (one.size() != other.size() || a.length <= 0 || b.length <= 0) {
    return 0;
  }
  return static_cast<float>(dot(one, other) / (a.length * b.length));
}

const IdentityModel* model_of(CastKind kind, const IdentityModels& models) {
  return kind == CastKind::person ? models.face_embedding : models.image_embedding;
}

/// One character over its clips.
class Career {
 public:
  Career(std::uint32_t character, std::vector<Appearance> appearances)
      : character_(character), appearances_(std::move(appearances)) {
    for (std::size_t i = 0; i < appearances_.size(); ++i) {
      agreements_.push_back(agreement(i));
    }
  }

  [[nodiscard]] AcrossCharacter summary() const {
    std::vector<float> medians;
    for (const Appearance& one : appearances_) {
      medians.push_back(one.presence->median);
    }
    return {character_, static_cast<std::uint32_t>(appearances_.size()), median(std::move(medians)),
            median(agreements_)};
  }

  [[nodiscard]] std::vector<ClipOutlier> outliers(float least) const {
    std::vector<ClipOutlier> found;
    std::vector<bool> named(appearances_.size());
    for (const OddOne& odd : odd_ones(appearances_.size(), least, [&](auto a, auto b) {
           return alike(appearances_[a], appearances_[b]);
         })) {
      named[odd.index] = true;
      found.push_back(outlier(odd.index, odd.other, least, false));
    }
    const float bound = spread_bound();
    for (std::size_t i = 0; i < appearances_.size(); ++i) {
      if (!named[i] && agreements_[i] < bound) {
        found.push_back(outlier(i, least_alike(i), bound, true));
      }
    }
    return found;
  }

 private:
  [[nodiscard]] std::vector<float> to_others(std::size_t index) const {
    std::vector<float> values;
    values.reserve(appearances_.size());
    for (std::size_t i = 0; i < appearances_.size(); ++i) {
      if (i != index) {
        values.push_back(alike(appearances_[index], appearances_[i]));
      }
    }
    return values;
  }

  [[nodiscard]] float agreement(std::size_t index) const {
    return appearances_.size() < 2 ? 1 : median(to_others(index));
  }

  [[nodiscard]] std::size_t least_alike(std::size_t index) const {
    const std::vector<float> values = to_others(index);
    const auto least =
        static_cast<std::size_t>(std::min_element(values.begin(), values.end()) - values.begin());
    return least < index ? least : least + 1;
  }

  /// Agreements below it are unusual for this character.
  [[nodiscard]] float spread_bound() const {
    constexpr float nothing = -2;
    if (agreements_.size() < least_for_spread) {
      return nothing;
    }
    const float middle = median(agreements_);
    std::vector<float> deviations;
    for (const float one : agreements_) {
      deviations.push_back(std::abs(one - middle));
    }
    return middle - most_deviations * std::max(median(std::move(deviations)), least_deviation);
  }

  [[nodiscard]] ClipOutlier outlier(std::size_t index, std::size_t other, float threshold,
                                    bool by_spread) const {
    return {character_,
            appearances_[index].clip,
            appearances_[other].clip,
            alike(appearances_[index], appearances_[other]),
            agreements_[index],
            threshold,
            by_spread};
  }

  std::uint32_t character_;
  std::vector<Appearance> appearances_;
  std::vector<float> agreements_;  ///< of each, the median of its similarities to the others
};

/// The members of all clips that were seen, by character.
std::vector<std::vector<Appearance>> appearances_in(const AcrossQuestion& question) {
  std::vector<std::vector<Appearance>> all(question.characters.size());
  for (std::uint32_t c = 0; c < question.clips.size(); ++c) {
    const AcrossClip& clip = question.clips[c];
    for (std::size_t m = 0; clip.comparison != nullptr && m < clip.cast.size(); ++m) {
      const Presence& presence = clip.comparison->cast[m];
      if (presence.compared && presence.usable > 0) {
        all[clip.cast[m]].push_back({c, &presence, std::sqrt(dot(presence.mean, presence.mean))});
      }
    }
  }
  return all;
}

/// The smallest margins between two characters that were seen in clips.
void add_margins(const std::vector<std::vector<Appearance>>& all, LookAlikes& pair) {
  for (const auto& [one, other] :
       {std::pair{pair.one, pair.other}, std::pair{pair.other, pair.one}}) {
    for (const Appearance& appearance : all[one]) {
      const Presence& presence = *appearance.presence;
      if (presence.nearest == other && (!pair.margin || presence.margin < *pair.margin)) {
        pair.margin = presence.margin;
        pair.clip = appearance.clip;
      }
    }
  }
}

std::vector<LookAlikes> look_alikes_in(const AcrossQuestion& question,
                                       const std::vector<std::vector<Appearance>>& all) {
  std::vector<LookAlikes> pairs;
  for (std::uint32_t b = 0; b < question.characters.size(); ++b) {
    for (std::uint32_t a = 0; a < b; ++a) {
      const Likeness* one = question.characters[a];
      const Likeness* other = question.characters[b];
      if (one == nullptr || other == nullptr ||
          (one->kind == CastKind::person) != (other->kind == CastKind::person) ||
          one->looks.dimensions != other->looks.dimensions) {
        continue;
      }
      const IdentityModel* model = model_of(one->kind, question.models);
      LookAlikes pair{a, b, -1, {}, {}};
      for (const std::span<const float> look : usable_looks(*one)) {
        pair.similarity = std::max(pair.similarity, best_cosine(look, usable_looks(*other)));
      }
      if (model != nullptr && pair.similarity >= model->at(IdentityLevel::normal).look.mismatch) {
        add_margins(all, pair);
        pairs.push_back(pair);
      }
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(), [](const LookAlikes& a, const LookAlikes& b) {
    return a.similarity > b.similarity;
  });
  return pairs;
}

}  // namespace

float cosine_of(std::span<const std::int8_t> a, std::span<const std::int8_t> b) {
  const double lengths = std::sqrt(dot(a, a)) * std::sqrt(dot(b, b));
  return a.size() == b.size() && lengths > 0 ? static_cast<float>(dot(a, b) / lengths) : 0;
}

Across across(const AcrossQuestion& question) {
  const std::vector<std::vector<Appearance>> all = appearances_in(question);
  Across across;
  across.clips = static_cast<std::uint32_t>(question.clips.size());
  across.medians.resize(question.characters.size() * question.clips.size());
  for (std::uint32_t c = 0; c < all.size(); ++c) {
    for (const Appearance& one : all[c]) {
      across.medians[std::size_t{c} * across.clips + one.clip] = one.presence->median;
    }
    if (all[c].empty()) {
      continue;
    }
    const Career career(c, all[c]);
    across.characters.push_back(career.summary());
    const IdentityModel* model = model_of(all[c].front().presence->kind, question.models);
    if (model != nullptr && question.levels[c] != IdentityLevel::off) {
      const std::vector<ClipOutlier> found = career.outliers(model->at(question.levels[c]).across);
      across.outliers.insert(across.outliers.end(), found.begin(), found.end());
    }
  }
  std::stable_sort(
      across.outliers.begin(), across.outliers.end(),
      [](const ClipOutlier& a, const ClipOutlier& b) { return a.agreement < b.agreement; });
  across.look_alikes = look_alikes_in(question, all);
  return across;
}

}  // namespace reshoot
