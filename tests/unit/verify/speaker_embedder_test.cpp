// SPDX-License-Identifier: Apache-2.0
#include "verify/speaker_embedder.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "voices.h"

namespace reshoot {

using namespace test;

namespace {

SpeakerEmbedder embedder_of(const std::string& bytes) {
  return SpeakerEmbedder(parse_speaker_weights(bytes).value());
}

/// Cosines of pairs of one speaker and of two.
struct Pairs {
  std::vector<float> same, other;

  [[nodiscard]] double rejected(float threshold) const { return share_below(same, threshold); }
  [[nodiscard]] double accepted(float threshold) const { return 1 - share_below(other, threshold); }
  /// The rate where as many are wrongly rejected as accepted.
  [[nodiscard]] double equal_error_rate() const {
    double best = 1;
    double rate = 1;
    for (float threshold = -1; threshold <= 1; threshold += 0.01F) {
      const double apart = std::abs(rejected(threshold) - accepted(threshold));
      if (apart < best) {
        best = apart;
        rate = (rejected(threshold) + accepted(threshold)) / 2;
      }
    }
    return rate;
  }
  void print(const std::string& what) const {
    MESSAGE(what << ": equal error rate " << 100 * equal_error_rate() << " %, n " << same.size()
                 << " and " << other.size());
    for (const float threshold : {0.40F, 0.50F, 0.65F}) {
      MESSAGE("  at " << threshold << ": "
                      << std::lround(rejected(threshold) * static_cast<double>(same.size()))
                      << " of one speaker rejected, "
                      << std::lround(accepted(threshold) * static_cast<double>(other.size()))
                      << " of two accepted");
    }
  }

 private:
  static double share_below(const std::vector<float>& values, float threshold) {
    const auto below =
        std::count_if(values.begin(), values.end(), [&](float value) { return value < threshold; });
    return static_cast<double>(below) / static_cast<double>(values.size());
  }
};

struct Voice {
  std::string speaker;
  std::vector<float> vector;
};

Pairs pairs_of(const std::vector<Voice>& voices) {
  Pairs pairs;
  for (std::size_t a = 0; a < voices.size(); ++a) {
    for (std::size_t b = a + 1; b < voices.size(); ++b) {
      auto& list = voices[a].speaker == voices[b].speaker ? pairs.same : pairs.other;
      list.push_back(cosine(voices[a].vector, voices[b].vector));
    }
  }
  return pairs;
}

}  // namespace

TEST_CASE("SpeakerEmbedder: as the original, by PyTorch and librosa, to 5 digits") {
  if (!shared_voices()) {
    return;
  }
  const auto embedder = embedder_of(published_speaker_weights());
  const auto& all = utterances();
  const auto found = std::find_if(all.begin(), all.end(), [](const Utterance& u) {
    return u.path.filename() == "1998-15444-0001.flac";
  });
  REQUIRE(found != all.end());
  const auto vector = embedder.embed(found->samples);
  REQUIRE(vector);
  // torch.nn.LSTM 2.15 on librosa 0.11's features of the sound at -26 dB.
  constexpr std::array wanted{0.18495561182498932,  -0.11542455106973648, 0.053124263882637024,
                              -0.07733083516359329, -0.04622463509440422, -0.022724341601133347};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    CAPTURE(i);
    CHECK(std::abs(static_cast<double>((*vector)[i]) - wanted[i]) < 1e-5);
  }
}

TEST_CASE("SpeakerEmbedder: recordings of one speaker are alike, of two are not") {
  if (!shared_voices()) {
    return;
  }
  const auto embedder = embedder_of(published_speaker_weights());
  std::vector<Voice> whole;
  std::vector<Voice> short_pieces;
  for (const Utterance& utterance : utterances()) {
    whole.push_back({utterance.speaker, embedder.embed(utterance.samples).value()});
    const std::span sound(utterance.samples);
    for (std::size_t at = 0; at + shortest_speaker_samples <= sound.size();
         at += 2 * shortest_speaker_samples) {
      short_pieces.push_back(
          {utterance.speaker, embedder.embed(sound.subspan(at, shortest_speaker_samples)).value()});
    }
  }
  REQUIRE(whole.size() == 21);
  const Pairs pairs = pairs_of(whole);
  pairs.print("whole recordings");
  CHECK(pairs.equal_error_rate() <= 0.007);
  CHECK(pairs.rejected(0.65F) == 0);
  CHECK(pairs.accepted(0.65F) == 0);
  CHECK(pairs.accepted(0.50F) <= 0.01);
  const Pairs brief = pairs_of(short_pieces);
  brief.print("pieces of 1.6 s");
  CHECK(brief.equal_error_rate() <= 0.03);
}

TEST_CASE("SpeakerEmbedder: loudness does not matter, and sound shorter than 1.6 s has no vector") {
  const auto embedder = embedder_of(drawn_speaker_weights());
  const auto sound = mixed(note(150, 0.2, 4), white_noise(0.01, 4));
  std::vector<float> quiet = sound;
  for (float& sample : quiet) {
    sample /= 64;
  }
  CHECK(cosine(embedder.embed(sound).value(), embedder.embed(quiet).value()) > 0.9999F);

  const std::span all(sound);
  CHECK_FALSE(embedder.embed({}));
  CHECK_FALSE(embedder.embed(all.first(1)));
  CHECK_FALSE(embedder.embed(all.first(shortest_speaker_samples - 1)));
  REQUIRE(embedder.embed(all.first(shortest_speaker_samples)));
  const auto vector = embedder.embed(all).value();
  CHECK(vector.size() == speaker_values);
  CHECK(cosine(vector, vector) == doctest::Approx(1));
  CHECK(embedder.embed(silence(4)));  // no direction is better than another, but it is one
}

TEST_CASE("SpeakerEmbedder: windows begin at every step that leaves room for one") {
  const auto embedder = embedder_of(drawn_speaker_weights());
  struct Row {
    double seconds;
    SpeakerWindow window;
    std::size_t count;
  };
  for (const Row& row : {Row{3.1, {}, 0},
                         {3.2, {}, 1},
                         {4.7, {}, 1},
                         {4.8, {}, 2},
                         {8, {}, 4},
                         {3.2, {50, 10}, 6}}) {
    CAPTURE(row.seconds);
    const Vectors rows = embedder.windows(white_noise(0.1, row.seconds), row.window);
    CHECK(rows.count() == row.count);
    for (std::size_t i = 0; i < rows.count(); ++i) {
      CHECK(cosine(rows.row(i), rows.row(i)) == doctest::Approx(1));
    }
  }
}

}  // namespace reshoot
