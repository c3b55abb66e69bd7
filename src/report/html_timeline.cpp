// SPDX-License-Identifier: Apache-2.0
// Similarity over the time of a clip, as an SVG that is stretched to the width it is given. Words
// stand beside it as HTML, so that they keep their size.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "report/html_parts.h"
#include "report/identity_facts.h"

namespace reshoot {
namespace {

// Units of the drawing: thousandths of the clip's length, hundredths of similarity.
constexpr double wide = 1000;
constexpr double high = 100;

/// From similarity to units from the top; what is below 0 lies on the ground line.
double y_of(float similarity) {
  const double value = std::isfinite(similarity) ? static_cast<double>(similarity) : 0;
  return high * (1 - std::clamp(value, 0.0, 1.0));
}

class Drawing {
 public:
  Drawing(const Comparison& comparison, const Presence& presence,
          const SimilarityThresholds* thresholds)
      : comparison_(comparison), presence_(presence), thresholds_(thresholds) {
    last_ms_ = std::max<std::int64_t>(comparison.technical.length.millis, 1);
    if (!comparison.times_ms.empty()) {
      last_ms_ = std::max(last_ms_, comparison.times_ms.back());
    }
    samples_ = std::min(presence.sightings.size(), comparison.times_ms.size());
  }

  [[nodiscard]] std::int64_t length_ms() const { return last_ms_; }

  void put_plot(Markup& page) const {
    page.open("svg", {{"viewBox", "0 0 1000 100"},
                      {"preserveAspectRatio", "none"},
                      {"class", "plot"},
                      {"aria-hidden", "true"}});
    if (thresholds_ != nullptr) {
      put_band(page, "b-pass", 0, y_of(thresholds_->match));
      put_band(page, "b-unsure", y_of(thresholds_->match), y_of(thresholds_->mismatch));
      put_band(page, "b-fail", y_of(thresholds_->mismatch), high);
      put_path(page, "limit", horizontal(thresholds_->match) + horizontal(thresholds_->mismatch));
    }
    std::string cuts;
    for (const std::int64_t cut : comparison_.cuts_ms) {
      fmt::format_to(std::back_inserter(cuts), "M{:.1f} 0V100", x_of(cut));
    }
    put_path(page, "cut", cuts);
    put_path(page, "line", line());
    for (const Verdict verdict : {Verdict::pass, Verdict::unsure, Verdict::fail}) {
      put_path(page, "dots " + verdict_class(verdict), dots(verdict));
    }
    page.close();
  }

  /// Below the plot: where it is seen, unusable or not there, and where strangers are.
  void put_lane(Markup& page) const {
    page.open("svg", {{"viewBox", "0 0 1000 10"},
                      {"preserveAspectRatio", "none"},
                      {"class", "lane"},
                      {"aria-hidden", "true"}});
    put_path(page, "seen", runs(Sighting::Kind::seen, 0, 10));
    put_path(page, "unusable", runs(Sighting::Kind::unusable, 3, 7));
    put_path(page, "absent", runs(Sighting::Kind::absent, 4.6, 5.4));
    page.close();
  }

  void put_strangers(Markup& page) const {
    page.open("svg", {{"viewBox", "0 0 1000 10"},
                      {"preserveAspectRatio", "none"},
                      {"class", "lane strangers"},
                      {"aria-hidden", "true"}});
    std::string bars;
    for (const Stranger& stranger : comparison_.strangers) {
      const double from = x_of(stranger.from_ms);
      bars += bar(from, std::max(x_of(stranger.to_ms), from + 4), 0, 10);
    }
    put_path(page, "stranger", bars);
    page.close();
  }

 private:
  [[nodiscard]] double x_of(std::int64_t ms) const {
    return wide * static_cast<double>(std::clamp<std::int64_t>(ms, 0, last_ms_)) /
           static_cast<double>(last_ms_);
  }

  static void put_band(Markup& page, std::string_view name, double top, double bottom) {
    if (bottom > top) {
      put_path(page, name, bar(0, wide, top, bottom));
    }
  }

  static void put_path(Markup& page, std::string_view name, std::string_view path) {
    if (!path.empty()) {
      page.single("path", {{"class", name}, {"d", path}});
    }
  }

  static std::string bar(double left, double right, double top, double bottom) {
    return fmt::format("M{:.1f} {:.1f}H{:.1f}V{:.1f}H{:.1f}z", left, top, right, bottom, left);
  }

  static std::string horizontal(float similarity) {
    return fmt::format("M0 {:.1f}H1000", y_of(similarity));
  }

  [[nodiscard]] bool cut_between(std::size_t a, std::size_t b) const {
    return std::any_of(comparison_.cuts_ms.begin(), comparison_.cuts_ms.end(),
                       [&](std::int64_t cut) {
                         return comparison_.times_ms[a] < cut && cut <= comparison_.times_ms[b];
                       });
  }

  /// Neighbours that are both seen in one shot are joined.
  [[nodiscard]] std::string line() const {
    std::string path;
    bool joined = false;
    for (std::size_t i = 0; i < samples_; ++i) {
      const Sighting& sighting = presence_.sightings[i];
      if (sighting.kind != Sighting::Kind::seen) {
        joined = false;
        continue;
      }
      joined = joined && !cut_between(i - 1, i);
      fmt::format_to(std::back_inserter(path), "{}{:.1f} {:.1f}", joined ? 'L' : 'M',
                     x_of(comparison_.times_ms[i]), y_of(sighting.similarity));
      joined = true;
    }
    return path;
  }

  [[nodiscard]] Verdict verdict_of(float similarity) const {
    if (thresholds_ == nullptr || similarity >= thresholds_->match) {
      return Verdict::pass;
    }
    return similarity < thresholds_->mismatch ? Verdict::fail : Verdict::unsure;
  }

  /// Lines of no length: round caps make dots that stay round however the drawing is stretched.
  [[nodiscard]] std::string dots(Verdict verdict) const {
    std::string path;
    for (std::size_t i = 0; i < samples_; ++i) {
      const Sighting& sighting = presence_.sightings[i];
      if (sighting.kind == Sighting::Kind::seen && verdict_of(sighting.similarity) == verdict) {
        fmt::format_to(std::back_inserter(path), "M{:.1f} {:.1f}h0", x_of(comparison_.times_ms[i]),
                       y_of(sighting.similarity));
      }
    }
    return path;
  }

  /// Each sample stands for the time up to half-way to its neighbours.
  [[nodiscard]] double begin_of(std::size_t sample) const {
    return sample == 0
               ? 0
               : (x_of(comparison_.times_ms[sample - 1]) + x_of(comparison_.times_ms[sample])) / 2;
  }

  [[nodiscard]] std::string runs(Sighting::Kind kind, double top, double bottom) const {
    std::string path;
    for (std::size_t i = 0; i < samples_; ++i) {
      if (presence_.sightings[i].kind != kind) {
        continue;
      }
      const std::size_t first = i;
      while (i + 1 < samples_ && presence_.sightings[i + 1].kind == kind) {
        ++i;
      }
      path += bar(begin_of(first), i + 1 < samples_ ? begin_of(i + 1) : wide, top, bottom);
    }
    return path;
  }

  const Comparison& comparison_;
  const Presence& presence_;
  const SimilarityThresholds* thresholds_;
  std::int64_t last_ms_ = 1;
  std::size_t samples_ = 0;
};

void put_limit(Markup& page, float similarity) {
  const std::string place = fmt::format("top:{:.1f}%", y_of(similarity));
  page.leaf("span", similarity_text(similarity), {{"style", place}});
}

std::string seconds_text(std::int64_t ms) {
  return fmt::format("{:.1f} s", static_cast<double>(ms) / 1000);
}

/// The drawing in words.
std::string description(const Comparison& comparison, const Presence& presence,
                        std::string_view name, std::int64_t length_ms) {
  return fmt::format(
      "Similarity of {} over {}: median {}, lowest {}, seen well in {} of {} "
      "sampled frames, {} cuts",
      name, seconds_text(length_ms), similarity_text(presence.median),
      similarity_text(presence.min), presence.usable, presence.sightings.size(),
      comparison.cuts_ms.size());
}

}  // namespace

void put_timeline(Markup& page, const Comparison& comparison, const Presence& presence,
                  std::string_view name, const SimilarityThresholds* thresholds) {
  const Drawing drawing(comparison, presence, thresholds);
  page.open("div", {{"class", "timeline"},
                    {"role", "img"},
                    {"aria-label", description(comparison, presence, name, drawing.length_ms())}});
  page.open("div", {{"class", "frame"}});
  drawing.put_plot(page);
  page.open("div", {{"class", "limits"}});
  if (thresholds != nullptr) {
    put_limit(page, thresholds->match);
    put_limit(page, thresholds->mismatch);
  }
  page.close().close();
  drawing.put_lane(page);
  if (!comparison.strangers.empty()) {
    drawing.put_strangers(page);
  }
  page.open("div", {{"class", "times"}}).leaf("span", "0 s");
  if (!comparison.cuts_ms.empty()) {
    std::string cuts;
    constexpr std::size_t most_named = 6;
    for (std::size_t i = 0; i < std::min(comparison.cuts_ms.size(), most_named); ++i) {
      cuts += (i > 0 ? ", " : "") +
              fmt::format("{:.1f}", static_cast<double>(comparison.cuts_ms[i]) / 1000);
    }
    page.leaf("span", fmt::format("cuts at {} s{}", cuts,
                                  comparison.cuts_ms.size() > most_named ? " and later" : ""));
  }
  page.leaf("span", seconds_text(drawing.length_ms())).close();
  page.close();
}

}  // namespace reshoot
