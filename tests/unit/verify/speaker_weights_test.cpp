// SPDX-License-Identifier: Apache-2.0
#include "verify/speaker_weights.h"

#include <doctest/doctest.h>

#include <bit>
#include <cstring>
#include <limits>

#include "base/digest.h"
#include "voices.h"

namespace reshoot {

using namespace test;

namespace {

/// The published file's float at a byte.
float float_at(const std::string& bytes, std::size_t at) {
  float value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

void set_float(std::string& bytes, std::size_t at, float value) {
  std::memcpy(bytes.data() + at, &value, sizeof value);
}

}  // namespace

TEST_CASE("parse_speaker_weights: each tensor from its place in the file") {
  const std::string bytes = drawn_speaker_weights();
  const auto weights = parse_speaker_weights(bytes);
  REQUIRE(weights);
  // Offsets of tensors in archive/data/0 of the published zip.
  struct Row {
    std::size_t layer;
    bool backward;
    std::size_t inputs, input, recurrent, bias_input, bias_recurrent;
  };
  const std::vector<Row> rows{{0, false, 40, 0, 40'960, 999'424, 1'000'448},
                              {0, true, 40, 106'496, 147'456, 1'001'472, 1'002'496},
                              {1, false, 128, 212'992, 344'064, 1'003'520, 1'004'544},
                              {1, true, 128, 409'600, 540'672, 1'005'568, 1'006'592},
                              {2, false, 128, 606'208, 737'280, 1'007'616, 1'008'640},
                              {2, true, 128, 802'816, 933'888, 1'009'664, 1'010'688}};
  for (const Row& row : rows) {
    CAPTURE(row.input);
    const auto& layer = weights->layers.at(row.layer);
    const LstmWeights& got = row.backward ? layer.backward : layer.forward;
    REQUIRE(got.input.size() == row.inputs * speaker_gates);
    REQUIRE(got.recurrent.size() == speaker_hidden * speaker_gates);
    for (const std::size_t gate : {0U, 1U, 100U, 255U}) {
      for (const std::size_t input : {0U, 1U, 39U}) {
        CHECK(got.input[input * speaker_gates + gate] ==
              float_at(bytes, row.input + 4 * (gate * row.inputs + input)));
        CHECK(got.recurrent[input * speaker_gates + gate] ==
              float_at(bytes, row.recurrent + 4 * (gate * speaker_hidden + input)));
      }
      CHECK(got.bias.at(gate) == float_at(bytes, row.bias_input + 4 * gate) +
                                     float_at(bytes, row.bias_recurrent + 4 * gate));
    }
  }
}

TEST_CASE("parse_speaker_weights: what no weights are") {
  const std::string good = drawn_speaker_weights();
  std::vector<std::string> bad{"", "x", good.substr(1), good + "x"};
  for (const float value :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), -1e6F}) {
    for (const std::size_t at : {std::size_t{0}, good.size() / 2, good.size() - 4}) {
      bad.push_back(good);
      set_float(bad.back(), at / 4 * 4, value);
    }
  }
  for (const std::string& bytes : bad) {
    const auto weights = parse_speaker_weights(bytes);
    REQUIRE_FALSE(weights);
    CHECK(weights.error().kind == ErrorKind::corrupt);
  }
}

TEST_CASE("read_speaker_weights: the file of the row, or words about what it is not") {
  const auto folder = new_folder();
  const auto file = folder.path() / "speaker.f32";
  const std::string good = drawn_speaker_weights();
  REQUIRE(write_file_atomically(file, good));
  CHECK(read_speaker_weights(file, speaker_row(good)));

  SUBCASE("another file of the same size") {
    const auto read = read_speaker_weights(file, speaker_row(good + "x"));
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == ErrorKind::environment);
    CHECK(read.error().help.find("models pull") != std::string::npos);
  }
  SUBCASE("a row of another shape") {
    IdentityModel row = speaker_row(good);
    row.dimensions = 256;
    const auto read = read_speaker_weights(file, row);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == ErrorKind::environment);
    CHECK(read.error().message.find("256") != std::string::npos);
  }
  SUBCASE("a row of another role") {
    IdentityModel row = speaker_row(good);
    row.role = IdentityRole::face_embedding;
    CHECK(read_speaker_weights(file, row).error().kind == ErrorKind::environment);
  }
  SUBCASE("no file") {
    CHECK(read_speaker_weights(folder.path() / "none", speaker_row(good)).error().kind ==
          ErrorKind::environment);
  }
  SUBCASE("a short file") {
    REQUIRE(write_file_atomically(file, "short"));
    const auto read = read_speaker_weights(file, speaker_row("short"));
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == ErrorKind::environment);
    CHECK(read.error().message.find("5 bytes") != std::string::npos);
  }
}

TEST_CASE("published_speaker_weights: the shared file in another order is the published one") {
  if (shared_voices()) {
    CHECK(sha256(published_speaker_weights()).hex() ==
          "e31ee8bee3ab0da257c5396cbac6d802aa1bf7f1fb0c916a02ddf7585a43ad0e");
  }
}

}  // namespace reshoot
