// SPDX-License-Identifier: Apache-2.0
#include "verify/ears.h"

#include <doctest/doctest.h>
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "verify/sound_reader.h"
#include "voices.h"

namespace reshoot {

using namespace test;

namespace {

/// Weights in a folder, loaded.
struct LoadedEars {
  TempDirectory folder = new_folder();
  Ears ears;

  explicit LoadedEars(const std::string& weights) : ears(load(folder, weights)) {}

  static Ears load(const TempDirectory& folder, const std::string& weights) {
    const auto file = folder.path() / "speaker.f32";
    REQUIRE(write_file_atomically(file, weights));
    auto loaded = Ears::load(file, speaker_row(weights));
    REQUIRE(loaded);
    return *std::move(loaded);
  }

  [[nodiscard]] Measurement hear(const std::filesystem::path& clip, MediaType type) const {
    Measurement measurement;
    const auto heard = ears.hear(clip, type, tools(), Cancel(), measurement);
    if (!heard) {
      FAIL(heard.error().message);
    }
    return measurement;
  }

  [[nodiscard]] Likeness learn(const std::filesystem::path& sample, MediaType type) const {
    Likeness likeness;
    const auto learnt = ears.learn(sample, type, tools(), Cancel(), likeness);
    if (!learnt) {
      FAIL(learnt.error().message);
    }
    return likeness;
  }
};

/// A clip with small pictures and the sound of a file, coded as in the wild.
std::filesystem::path make_clip(const TempDirectory& folder, const std::filesystem::path& sound,
                                const std::string& bitrate) {
  return make(folder, sound.stem().string() + ".mp4",
              fmt::format("-f lavfi -i color=size=64x48:rate=5 -i {} -shortest -c:v mpeg4 "
                          "-c:a aac -ar 44100 -b:a {}",
                          sound.string(), bitrate));
}

/// The mean of a clip's vectors, weighted by their lengths.
std::vector<float> voice_of(const Measurement& clip) {
  std::vector<float> sum(speaker_values);
  for (const SpeechSpan& span : clip.speech) {
    if (span.vector) {
      const auto row = clip.voice_vectors.row(*span.vector);
      for (std::size_t i = 0; i < sum.size(); ++i) {
        sum[i] += row[i] * static_cast<float>(span.to_ms - span.from_ms);
      }
    }
  }
  REQUIRE(normalise(sum));
  return sum;
}

/// Whose voice it is most like.
std::size_t nearest(const std::vector<Likeness>& references, std::span<const float> voice) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < references.size(); ++i) {
    if (cosine(voice, references[i].voices.row(0)) >
        cosine(voice, references[best].voices.row(0))) {
      best = i;
    }
  }
  return best;
}

/// The first recordings of each speaker, by speaker.
std::vector<const Utterance*> first_of_each() {
  std::vector<const Utterance*> first;
  for (const Utterance& utterance : utterances()) {
    if (first.empty() || first.back()->speaker != utterance.speaker) {
      first.push_back(&utterance);
    }
  }
  return first;
}

}  // namespace

TEST_CASE("Ears::load: another file is refused") {
  const auto folder = new_folder();
  const auto file = folder.path() / "speaker.f32";
  const std::string weights = drawn_speaker_weights();
  REQUIRE(write_file_atomically(file, weights.substr(0, 1000)));
  const auto loaded = Ears::load(file, speaker_row(weights));
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().kind == ErrorKind::environment);
}

TEST_CASE("Ears: clips in AAC against voice samples: right speakers are alike, others are not") {
  if (!shared_voices()) {
    return;
  }
  const LoadedEars loaded(published_speaker_weights());
  const auto samples = first_of_each();
  REQUIRE(samples.size() == 3);
  std::vector<std::vector<float>> references;
  for (const Utterance* sample : samples) {
    const Likeness likeness = loaded.learn(sample->path, MediaType::flac);
    REQUIRE(likeness.voices.count() == 1);
    const auto row = likeness.voices.row(0);
    references.emplace_back(row.begin(), row.end());
    REQUIRE(likeness.voice);
    CHECK(likeness.voice->speech_seconds > 3.5F);
    CHECK(likeness.voice->agreement > 0.7F);
    CHECK(likeness.voice->noise_db > 20);
    CHECK(likeness.gaps.empty());
  }
  std::vector<float> same;
  std::vector<float> other;
  for (const Utterance& utterance : utterances()) {
    if (std::find_if(samples.begin(), samples.end(), [&](const Utterance* u) {
          return u->path == utterance.path;
        }) != samples.end()) {
      continue;
    }
    const auto clip = make_clip(loaded.folder, utterance.path, "64k");
    const auto voice = voice_of(loaded.hear(clip, MediaType::mp4));
    for (std::size_t i = 0; i < references.size(); ++i) {
      auto& list = samples[i]->speaker == utterance.speaker ? same : other;
      list.push_back(cosine(voice, references[i]));
    }
  }
  const float worst_same = *std::min_element(same.begin(), same.end());
  const float worst_other = *std::max_element(other.begin(), other.end());
  MESSAGE("AAC 64k: one speaker " << worst_same << " and more (n " << same.size()
                                  << "), two speakers " << worst_other << " and less (n "
                                  << other.size() << ")");
  CHECK(same.size() == 18);
  CHECK(worst_same >= 0.65F);
  CHECK(worst_other < 0.60F);
}

TEST_CASE("Ears: two speakers one after the other: each line belongs to its speaker") {
  if (!shared_voices()) {
    return;
  }
  const LoadedEars loaded(published_speaker_weights());
  const auto samples = first_of_each();
  std::vector<Likeness> references;
  std::vector<std::vector<float>> lines;
  for (const Utterance* sample : samples) {
    references.push_back(loaded.learn(sample->path, MediaType::flac));
    const auto found = std::find_if(
        utterances().begin(), utterances().end(),
        [&](const Utterance& u) { return u.speaker == sample->speaker && u.path != sample->path; });
    // Four seconds from the middle of a sentence: neither begins nor ends with a pause.
    lines.emplace_back(found->samples.begin() + 12'000, found->samples.begin() + 76'000);
  }
  for (std::size_t pair = 0; pair < 9; ++pair) {
    for (const double pause : {0.0, 0.3}) {
      const std::array<std::size_t, 2> speakers{pair / 3, pair % 3};
      CAPTURE(speakers[0]);
      CAPTURE(speakers[1]);
      CAPTURE(pause);
      const auto sound = joined({lines[speakers[0]], silence(pause), lines[speakers[1]]});
      const Measurement heard =
          loaded.hear(write_wav(loaded.folder, "two.wav", sound), MediaType::wav);
      // Where both are one person, all belongs to the one side.
      const bool one = speakers[0] == speakers[1];
      const std::int64_t change = one ? 9000 : 4000 + std::llround(pause * 500);
      std::array<std::int64_t, 2> spoken_ms{};
      for (const SpeechSpan& span : heard.speech) {
        const std::size_t side = (span.from_ms + span.to_ms) / 2 > change ? 1 : 0;
        constexpr std::int64_t moment = 500;
        CHECK((side == 0 ? span.to_ms < change + moment : span.from_ms > change - moment));
        if (span.vector) {
          spoken_ms.at(side) += span.to_ms - span.from_ms;
          CHECK(nearest(references, heard.voice_vectors.row(*span.vector)) == speakers.at(side));
        }
      }
      CHECK(spoken_ms[0] > 1800);
      CHECK((one || spoken_ms[1] > 1800));
    }
  }
}

TEST_CASE("Ears::learn: what makes a sample a bad reference") {
  if (!shared_voices()) {
    return;
  }
  const LoadedEars loaded(published_speaker_weights());
  const auto samples = first_of_each();
  const auto& voice = samples[0]->samples;
  const auto learn = [&](const std::vector<float>& sound) {
    return loaded.learn(write_wav(loaded.folder, "sample.wav", sound), MediaType::wav);
  };
  SUBCASE("two speakers") {
    for (const std::size_t other : {1U, 2U}) {
      const Likeness likeness = learn(joined({voice, samples[other]->samples}));
      REQUIRE(likeness.voice);
      CHECK(likeness.voice->agreement < 0.6F);
    }
  }
  SUBCASE("noise, more and more of it") {
    float before = 100;
    for (const double amplitude : {0.001, 0.01, 0.03, 0.1}) {
      CAPTURE(amplitude);
      const Likeness likeness = learn(mixed(voice, white_noise(amplitude, 14)));
      REQUIRE(likeness.voice);
      CHECK(likeness.voice->noise_db < before);
      before = likeness.voice->noise_db;
    }
    CHECK(before < 12);
  }
  SUBCASE("one second of speech") {
    const Likeness likeness = learn({voice.begin() + 16'000, voice.begin() + 32'000});
    REQUIRE(likeness.voice);
    CHECK(likeness.voice->speech_seconds < 1.3F);
    CHECK(likeness.voices.count() == 0);
    REQUIRE(likeness.gaps.size() == 1);
    CHECK(likeness.gaps.front().find("too little") != std::string::npos);
  }
}

TEST_CASE("Ears: sound without speech, and no sound") {
  const LoadedEars loaded(drawn_speaker_weights());
  struct Row {
    const char* name;
    std::vector<float> sound;
    const char* gap;  ///< of a clip
  };
  const std::vector<Row> rows{{"empty", {}, "empty"},
                              {"one_sample", {0.1F}, ""},
                              {"silence", silence(3), ""},
                              {"noise", white_noise(0.2, 3), ""},
                              {"note", note(200, 0.2, 3), ""}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto wav = write_wav(loaded.folder, std::string(row.name) + ".wav", row.sound);
    const Measurement heard = loaded.hear(wav, MediaType::wav);
    CHECK(heard.speech.empty());
    CHECK(heard.voice_vectors.count() == 0);
    CHECK(heard.technical.has_sound == !row.sound.empty());
    CHECK(heard.gaps.size() == (*row.gap != '\0' ? 1U : 0U));
    const Likeness learnt = loaded.learn(wav, MediaType::wav);
    CHECK(learnt.voices.count() == 0);
    CHECK(learnt.gaps.size() == 1);
  }
  const auto mute =
      make(loaded.folder, "mute.mp4", "-f lavfi -i color=size=64x48:rate=5 -t 1 -c:v mpeg4");
  const Measurement heard = loaded.hear(mute, MediaType::mp4);
  CHECK(heard.gaps == std::vector<std::string>{"the clip has no sound"});
  CHECK_FALSE(heard.technical.has_sound);
  const Likeness learnt = loaded.learn(mute, MediaType::mp4);
  CHECK(learnt.gaps == std::vector<std::string>{"the voice sample has no sound"});
  CHECK_FALSE(learnt.voice);
}

TEST_CASE("hear_without_model: the same spans of one voice, the same facts, no vectors") {
  const LoadedEars loaded(drawn_speaker_weights());
  const auto folder = new_folder();
  std::vector<float> sound = joined({silence(1), tone(300, 0.5, 1), silence(2)});
  if (shared_voices()) {
    sound = joined({sound, utterances().front().samples});
  }
  const auto clip = make_clip(folder, write_wav(folder, "clip.wav", sound), "128k");
  Measurement measurement;
  measurement.speech.push_back({1, 2, 3});
  measurement.gaps = {"kept"};
  REQUIRE(hear_without_model(clip, MediaType::mp4, tools(), Cancel(), measurement));
  CHECK(measurement.gaps == std::vector<std::string>{"kept"});
  CHECK(measurement.voice_vectors.count() == 0);
  const Measurement heard = loaded.hear(clip, MediaType::mp4);
  CHECK(measurement.technical == heard.technical);
  CHECK(measurement.technical.has_sound);
  CHECK(measurement.technical.silent > 0.1F);
  CHECK(measurement.speech.empty() == !shared_voices());
  for (const SpeechSpan& span : measurement.speech) {
    CHECK(span.from_ms >= 3800);
    CHECK_FALSE(span.vector);
  }
}

TEST_CASE("Ears: what cannot be decoded is an error, and a request to stop is heard") {
  const LoadedEars loaded(drawn_speaker_weights());
  const auto file = loaded.folder.path() / "broken.mp4";
  REQUIRE(write_file_atomically(file, "not a film"));
  Measurement measurement;
  Likeness likeness;
  const Cancel go_on;
  Cancel stop;
  stop.request();
  const auto& ears = loaded.ears;
  CHECK(ears.hear(file, MediaType::mp4, tools(), go_on, measurement).error().kind ==
        ErrorKind::corrupt);
  CHECK(ears.learn(file, MediaType::mp4, tools(), go_on, likeness).error().kind ==
        ErrorKind::corrupt);
  const auto wav = write_wav(loaded.folder, "some.wav", silence(1));
  CHECK(ears.hear(wav, MediaType::wav, tools(), stop, measurement).error().kind ==
        ErrorKind::cancelled);
}

}  // namespace reshoot
