// SPDX-License-Identifier: Apache-2.0
#include "assemble/mastering.h"

#include <doctest/doctest.h>

#include "assemble/limiter.h"
#include "assemble/loudness.h"
#include "base/files.h"
#include "signals.h"

namespace reshoot {
namespace {

struct Fixture {
  TempDirectory folder = *TempDirectory::create(std::filesystem::temp_directory_path(), "master");

  SoundFile file_of(const std::vector<float>& samples) {
    auto file = SoundFile::create(folder.path() / "sound.f32");
    REQUIRE(file);
    const auto* bytes = reinterpret_cast<const char*>(samples.data());
    REQUIRE(file->append({bytes, samples.size() * sizeof(float)}));
    return std::move(*file);
  }
};

std::optional<double> loudness_with(const std::vector<float>& samples, const Mastering& mastering) {
  Limiter limiter(mastering.gain, peak_ceiling);
  std::vector<float> out;
  limiter.push(samples, out);
  limiter.finish(out);
  LoudnessMeter meter;
  meter.add(out);
  return meter.integrated();
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "sound file: reads back what was appended in odd pieces") {
  const auto samples = sine(50, 0.5, 1.1);
  auto file = SoundFile::create(folder.path() / "s.f32");
  REQUIRE(file);
  const std::string_view bytes(reinterpret_cast<const char*>(samples.data()),
                               samples.size() * sizeof(float));
  for (std::size_t at = 0; at < bytes.size(); at += 1001) {
    REQUIRE(file->append(bytes.substr(at, 1001)));
  }
  CHECK(file->frames() == static_cast<std::int64_t>(samples.size() / sound_channels));
  for (int round = 0; round < 2; ++round) {
    std::vector<float> all;
    for (auto block = file->read(); !block->empty(); block = file->read()) {
      all.insert(all.end(), block->begin(), block->end());
    }
    CHECK(all == samples);
    file->rewind();
  }
}

TEST_CASE_FIXTURE(Fixture, "mastering: reaches the asked loudness") {
  struct Row {
    std::string name;
    std::vector<float> samples;
    std::int32_t target;
  };
  const std::vector<Row> rows{{"lowered", sine(1000, 0.5, 2), -2300},
                              {"raised", sine(1000, 0.01, 2), -1600},
                              {"through the limiter", spiky_noise(3, 11), -1600},
                              {"hard through the limiter", spiky_noise(3, 12), -1000}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    SoundFile file = file_of(row.samples);
    const auto mastering = plan_mastering(file, Loudness{row.target});
    REQUIRE(mastering);
    CHECK(mastering->warning.empty());
    CHECK(*loudness_with(row.samples, *mastering) ==
          doctest::Approx(row.target / 100.0).epsilon(0.01));
  }
}

TEST_CASE_FIXTURE(Fixture, "mastering: silence stays silence, noise is not blown up") {
  SoundFile silent = file_of(sine(1000, 0, 2));
  CHECK(plan_mastering(silent, Loudness{-1600})->gain == 1);

  SoundFile faint = file_of(sine(1000, 0.0006, 2));
  const auto mastering = plan_mastering(faint, Loudness{-1600});
  CHECK(mastering->gain == doctest::Approx(31.62).epsilon(0.01));
  CHECK(mastering->warning.find("so quiet") != std::string::npos);

  SoundFile impossible = file_of(sine(1000, 0.5, 2));
  CHECK(plan_mastering(impossible, Loudness{0})->warning.find("squeezed") != std::string::npos);
}

}  // namespace reshoot
