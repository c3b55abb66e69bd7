// SPDX-License-Identifier: Apache-2.0
#include "verify/mfcc.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "voices.h"

namespace reshoot {

using namespace test;

TEST_CASE("Mfcc: what librosa 0.11 gives for a recording") {
  if (!shared_voices()) {
    return;
  }
  // librosa.feature.mfcc(y=soundfile.read(...), sr=16000, n_mfcc=40), in double precision.
  struct Row {
    std::size_t frame;
    std::array<double, 5> wanted;  // coefficients 0, 1, 2, 13, 39
  };
  const std::array rows{Row{0,
                            {-432.5260009765625, 107.0611343383789, -1.1404072046279907,
                             12.991046905517578, -3.7454099655151367}},
                        Row{7,
                            {-433.3631286621094, 129.20445251464844, 13.616044998168945,
                             4.695986270904541, 0.5620511770248413}},
                        Row{50,
                            {-248.61305236816406, 7.247611045837402, 66.5762710571289,
                             -2.1303791999816895, 0.11627385765314102}},
                        Row{188,
                            {-419.8964538574219, 115.28711700439453, -4.2560811042785645,
                             13.376204490661621, 5.496662139892578}}};
  const auto& all = utterances();
  const auto found = std::find_if(all.begin(), all.end(), [](const Utterance& u) {
    return u.path.filename() == "1998-15444-0001.flac";
  });
  REQUIRE(found != all.end());
  const MfccFrames frames = Mfcc().of(found->samples);
  REQUIRE(frames.count() == 189);
  constexpr std::array<std::size_t, 5> coefficients{0, 1, 2, 13, 39};
  for (const Row& row : rows) {
    CAPTURE(row.frame);
    for (std::size_t i = 0; i < coefficients.size(); ++i) {
      CAPTURE(coefficients[i]);
      const double got = frames.part(row.frame, 1)[coefficients[i]];
      CHECK(std::abs(got - row.wanted[i]) < 1e-4);
    }
  }
}

TEST_CASE("Mfcc: frames are counted as librosa counts them, and any sound has finite ones") {
  const Mfcc mfcc;
  struct Row {
    std::size_t samples, frames;
  };
  for (const Row row : {Row{0, 1}, {1, 1}, {511, 1}, {512, 2}, {16'000, 32}}) {
    CAPTURE(row.samples);
    const MfccFrames frames = mfcc.of(std::vector<float>(row.samples, 0.5F));
    CHECK(frames.count() == row.frames);
    CHECK(std::all_of(frames.values.begin(), frames.values.end(),
                      [](float value) { return std::isfinite(value); }));
  }
}

TEST_CASE("Mfcc: a silent frame lies 80 dB below the loudest, not deeper") {
  const MfccFrames frames = Mfcc().of(joined({white_noise(0.5, 1), silence(2)}));
  // All 128 bands on one floor: only the first coefficient of an orthonormal DCT is not zero.
  const auto last = frames.part(frames.count() - 10, 1);
  for (std::size_t k = 1; k < mfcc_count; ++k) {
    CHECK(std::abs(last[k]) < 1e-3);
  }
  const auto first = frames.part(10, 1);
  const double fall = (first[0] - last[0]) / std::sqrt(128.0);  // mean over bands
  CHECK(fall > 65);
  CHECK(fall < 80);
}

}  // namespace reshoot
