// SPDX-License-Identifier: Apache-2.0
// Judges and compares 10,000 clips from their stored bytes, as a changed policy or a new character
// makes it happen: 8 s each, one to three faces four times a second, 12 characters with three
// references. Prints processor time, one core.

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <iostream>

#include "base/check.h"
#include "identity/across.h"
#include "identity/compare.h"
#include "identity/judge.h"
#include "studio.h"

namespace reshoot {
namespace {

constexpr std::size_t clips = 10'000;
constexpr std::size_t made = 500;  ///< different ones, which are taken in turn
constexpr std::uint32_t characters = 12;
constexpr std::size_t clips_across = 200;

/// Clips as they are stored, and who is in them.
struct Stock {
  std::vector<Likeness> likenesses;
  std::vector<std::vector<std::uint32_t>> casts;
  std::vector<std::string> measurements, comparisons;
};

CompareQuestion question_of(const Stock& stock, std::size_t clip) {
  CompareQuestion question;
  for (const Likeness& likeness : stock.likenesses) {
    question.characters.push_back(&likeness);
  }
  question.cast = stock.casts[clip];
  return question;
}

Stock make_stock() {
  Studio studio(characters);
  Stock stock;
  for (std::uint32_t person = 0; person < characters; ++person) {
    stock.likenesses.push_back(studio.likeness(person));
  }
  for (std::size_t i = 0; i < made; ++i) {
    const std::uint32_t first = studio.below(characters);
    std::vector<std::uint32_t> people;
    for (std::uint32_t count = studio.below(3) + 1; count > 0; --count) {
      people.push_back((first + count) % characters);
    }
    stock.measurements.push_back(to_bytes(studio.clip(people, people.size())));
    people.resize(std::min<std::size_t>(people.size(), 2));
    stock.casts.push_back(people);
  }
  return stock;
}

template <class Work>
double seconds_of(Work work) {
  const std::clock_t start = std::clock();
  work();
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

double compare_all(Stock& stock) {
  stock.comparisons.resize(made);
  return seconds_of([&] {
    for (std::size_t i = 0; i < clips; ++i) {
      const Result<Measurement> clip = measurement_from(stock.measurements[i % made]);
      CHECK(clip.has_value());
      stock.comparisons[i % made] = to_bytes(compare(*clip, question_of(stock, i % made)));
    }
  });
}

IdentityModel face_model() {
  IdentityModel model;
  IdentityThresholds at;
  at.look = {0.45F, 0.35F, 0.55F, 0.40F, 0.90F, 0.35F, 0.60F, 0.15F};
  at.drift = 0.15F;
  at.flicker = 0.55F;
  at.across = 0.50F;
  model.thresholds = {at, at, at};
  return model;
}

/// Adds to `passed` how many of them pass.
double judge_all(const Stock& stock, const IdentityModels& models, std::size_t& passed) {
  const std::vector<std::string> names(characters, "somebody");
  return seconds_of([&] {
    for (std::size_t i = 0; i < clips; ++i) {
      const Result<Comparison> comparison = comparison_from(stock.comparisons[i % made]);
      CHECK(comparison.has_value());
      JudgeQuestion question{{}, names, {}, models};
      for (const std::uint32_t member : stock.casts[i % made]) {
        question.cast.push_back({names[member], {}});
      }
      passed += judge(*comparison, question).ships ? 1 : 0;
    }
  });
}

double across_all(const Stock& stock, const IdentityModels& models) {
  std::vector<Comparison> comparisons;
  AcrossQuestion question{{}, {}, std::vector<IdentityLevel>(characters), models};
  for (const Likeness& likeness : stock.likenesses) {
    question.characters.push_back(&likeness);
  }
  for (std::size_t i = 0; i < clips_across; ++i) {
    comparisons.push_back(*comparison_from(stock.comparisons[i]));
  }
  for (std::size_t i = 0; i < clips_across; ++i) {
    question.clips.push_back({stock.casts[i], &comparisons[i]});
  }
  return seconds_of([&] { CHECK(across(question).clips == clips_across); });
}

std::size_t mean_size(const std::vector<std::string>& all) {
  std::size_t bytes = 0;
  for (const std::string& one : all) {
    bytes += one.size();
  }
  return bytes / all.size();
}

void run() {
  Stock stock = make_stock();
  const IdentityModel model = face_model();
  const IdentityModels models{&model, &model, nullptr, nullptr};
  const double comparing = compare_all(stock);
  std::size_t passed = 0;
  const double judging = judge_all(stock, models, passed);
  const double clip_by_clip = across_all(stock, models);
  std::cout << fmt::format("compare {} clips of {} bytes: {:.2f} s\n", clips,
                           mean_size(stock.measurements), comparing)
            << fmt::format("judge {} comparisons of {} bytes: {:.3f} s, {} ship\n", clips,
                           mean_size(stock.comparisons), judging, passed)
            << fmt::format("across {} clips: {:.1f} ms\n", clips_across, clip_by_clip * 1e3);
}

}  // namespace
}  // namespace reshoot

int main() {
  reshoot::run();
  return 0;
}
