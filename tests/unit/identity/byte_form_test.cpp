// SPDX-License-Identifier: Apache-2.0
#include "identity/byte_form.h"

#include <doctest/doctest.h>

#include <limits>
#include <random>

#include "identity/compare.h"
#include "unit/identity/clip_maker.h"

namespace reshoot {
namespace {

using test::ClipMaker;

Measurement sample_measurement() {
  Measurement clip = ClipMaker(8, {5})
                         .face(0, 8, {0.6F, 0.1F})
                         .unusable(2, 4, FaceUse::blurred, {-3.5F, 7.25F, 31, 33})
                         .picture(1, {0.8F})
                         .speech(100, 1900, {0.7F})
                         .make();
  clip.technical.frozen = 0.125F;
  clip.speech.push_back({1950, 2000, std::nullopt});
  clip.gaps = {"no model for voices", "größer"};
  return clip;
}

Likeness sample_likeness() {
  Likeness likeness = test::with_voice(
      test::likeness_of(CastKind::person, {test::direction(0), test::direction(1)}), 2);
  likeness.views.push_back({2, 3, {1, 2, 3, 4}, 0.5F, 0.9F, 12, FaceUse::turned, std::nullopt});
  likeness.gaps = {"a reference cannot be decoded"};
  return likeness;
}

Comparison sample_comparison() {
  const Measurement clip = ClipMaker(32)
                               .face(0, 30, {0.61234F, 0.1F})
                               .face(0, 32, {0.1F, 0.57891F}, {900, 181.37F, 99.1F, 120})
                               .face(4, 12, {0, 0}, {20, 20, 80, 80})
                               .speech(0, 5000, {0.7F})
                               .make();
  return test::compared(clip, {test::with_voice(test::person(0), 0), test::person(1)}, {0, 1},
                        {0, 1});
}

template <class Value, class From>
void check_round_trip(const Value& value, From from) {
  const std::string bytes = to_bytes(value);
  const Result<Value> again = from(bytes);
  REQUIRE(again.has_value());
  CHECK(*again == value);
  CHECK(to_bytes(*again) == bytes);
}

/// Every prefix, every changed byte, and random bytes are answered; what is accepted is what would
/// be written.
template <class From>
void check_hostile(const std::string& bytes, From from) {
  const auto answer = [&](const std::string& hostile) {
    const auto value = from(hostile);
    if (value) {
      CHECK(to_bytes(*value) == hostile);
    } else {
      CHECK(value.error().kind == ErrorKind::corrupt);
    }
    return value.has_value();
  };
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    CHECK_FALSE(answer(bytes.substr(0, length)));
  }
  CHECK_FALSE(answer(bytes + '\0'));
  const std::uint32_t seed = 5;
  MESSAGE("seed " << seed);
  std::mt19937 random(seed);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const int way : {0, 1, 2}) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(way == 0 ? 0xff : (way == 1 ? 0x80 : random()));
      answer(changed);
    }
  }
  for (int round = 0; round < 2000; ++round) {
    std::string noise = bytes.substr(0, 4);
    for (std::size_t i = random() % 200; i > 0; --i) {
      noise += static_cast<char>(random() % 3 == 0 ? random() : random() % 4);
    }
    answer(noise);
  }
}

}  // namespace

TEST_CASE("byte forms: what is written is read again") {
  check_round_trip(sample_measurement(), measurement_from);
  check_round_trip(Measurement{}, measurement_from);
  check_round_trip(sample_likeness(), likeness_from);
  check_round_trip(Likeness{}, likeness_from);
  check_round_trip(sample_comparison(), comparison_from);
  check_round_trip(Comparison{}, comparison_from);
}

TEST_CASE("byte forms: foreign bytes are answered") {
  check_hostile(to_bytes(sample_measurement()), measurement_from);
  check_hostile(to_bytes(sample_likeness()), likeness_from);
  check_hostile(to_bytes(sample_comparison()), comparison_from);
}

TEST_CASE("byte forms: one value is not read as another") {
  CHECK_FALSE(likeness_from(to_bytes(sample_measurement())).has_value());
  CHECK_FALSE(measurement_from(to_bytes(sample_comparison())).has_value());
  CHECK_FALSE(comparison_from(to_bytes(sample_likeness())).has_value());
}

TEST_CASE("byte forms: equal values have equal bytes, and numbers are finite") {
  Measurement clip = sample_measurement();
  Measurement twin = clip;
  clip.faces[0].turn = 0.0F;
  twin.faces[0].turn = -0.0F;
  CHECK(clip == twin);
  CHECK(to_bytes(clip) == to_bytes(twin));

  clip.faces[0].turn = std::numeric_limits<float>::quiet_NaN();
  clip.faces[0].box.x = -std::numeric_limits<float>::infinity();
  const Result<Measurement> read = measurement_from(to_bytes(clip));
  REQUIRE(read.has_value());
  CHECK(read->faces[0].turn == 0);
  CHECK(read->faces[0].box.x == std::numeric_limits<float>::lowest());
}

TEST_CASE("byte forms: promises that are broken are corrupt") {
  const auto is_refused = [](auto change) {
    Measurement clip = sample_measurement();
    change(clip);
    const Result<Measurement> read = measurement_from(to_bytes(clip));
    return !read && read.error().kind == ErrorKind::corrupt;
  };
  CHECK_FALSE(is_refused([](Measurement&) {}));
  CHECK(is_refused([](Measurement& clip) { clip.faces[0].sample = 99; }));
  CHECK(is_refused([](Measurement& clip) { clip.faces.back().sample = 0; }));
  CHECK(is_refused([](Measurement& clip) { clip.faces[0].vector = 99; }));
  CHECK(is_refused([](Measurement& clip) { clip.samples[3].shot = 2; }));
  CHECK(is_refused([](Measurement& clip) { clip.pictures[0].vector = 1; }));
  CHECK(is_refused([](Measurement& clip) { clip.speech[0].vector = 1; }));
  CHECK(is_refused([](Measurement& clip) { clip.face_vectors.values[0] += 0.1F; }));
}

TEST_CASE("byte forms: whatever a clip says of itself is written so that it can be read") {
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  for (const std::int64_t number :
       {least, std::int64_t{-1}, std::int64_t{2'147'483'647'000}, most}) {
    CAPTURE(number);
    const auto all_of = [&](TechnicalFacts& facts) {
      facts.length.millis = number;
      facts.frames = number;
      facts.size = {static_cast<std::int32_t>(number), static_cast<std::int32_t>(number)};
      facts.fps = {static_cast<std::int32_t>(number), -1};
    };
    Measurement clip = sample_measurement();
    all_of(clip.technical);
    clip.samples[3].time_ms = number;
    clip.shots.back().to_ms = number;
    clip.speech.back().from_ms = number;
    const Result<Measurement> read = measurement_from(to_bytes(clip));
    REQUIRE(read.has_value());
    CHECK(to_bytes(*read) == to_bytes(clip));
    CHECK(read->technical.length.millis == (number < 0 ? 0 : latest_identity_ms));

    Comparison comparison = sample_comparison();
    all_of(comparison.technical);
    comparison.times_ms[1] = number;
    comparison.cuts_ms = {number};
    comparison.cast[0].usable = -1;
    comparison.cast[0].flicker_at = 99;
    REQUIRE_FALSE(comparison.strangers.empty());
    comparison.strangers[0].to_ms = number;
    comparison.lines[0].to_ms = number;
    CHECK(comparison_from(to_bytes(comparison)).has_value());

    Likeness likeness = sample_likeness();
    likeness.views[0].faces = -1;
    likeness.views[0].rivals = 2'000'000;
    CHECK(likeness_from(to_bytes(likeness)).has_value());
  }
}

TEST_CASE("byte forms: a number has one form, and 64 bits") {
  const std::string bytes = to_bytes(Measurement{});  // head, three flags, the length
  const auto with_length = [&](const std::string& length) {
    return measurement_from(bytes.substr(0, 7) + length + bytes.substr(8)).has_value();
  };
  CHECK(with_length(std::string(1, '\0')));
  CHECK_FALSE(with_length({'\x80', '\0'}));
  CHECK_FALSE(with_length(std::string(9, '\x80') + '\2'));  // 2 to the power of 64
}

TEST_CASE("byte forms: a comparison of 8 seconds and two members stays small") {
  const std::size_t bytes = to_bytes(sample_comparison()).size();
  MESSAGE(bytes << " bytes");
  CHECK(bytes < 2048);
}

}  // namespace reshoot
