// SPDX-License-Identifier: Apache-2.0

#include "verify/speaker_weights.h"

#include <fmt/core.h>

#include <bit>
#include <cmath>

#include "base/bytes.h"
#include "verify/mfcc.h"
#include "verify/model_file.h"

namespace reshoot {
namespace {

/// Weights of a trained network are of the order of 1; the published ones stay below 3.
constexpr float largest_weight = 100;

/// Walks through the numbers of the file. The size of the whole has been checked.
class WeightReader {
 public:
  explicit WeightReader(std::string_view bytes) : bytes_(bytes) {}

  float next() {
    const auto value = std::bit_cast<float>(little32(bytes_, at_));
    at_ += sizeof(float);
    sane_ = sane_ && std::isfinite(value) && std::abs(value) <= largest_weight;
    return value;
  }

  /// A matrix with a row per gate becomes one with a row per input.
  std::vector<float> transposed(std::size_t inputs) {
    std::vector<float> matrix(inputs * speaker_gates);
    for (std::size_t gate = 0; gate < speaker_gates; ++gate) {
      for (std::size_t input = 0; input < inputs; ++input) {
        matrix[input * speaker_gates + gate] = next();
      }
    }
    return matrix;
  }

  /// Whether all numbers so far may be weights.
  [[nodiscard]] bool sane() const { return sane_; }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool sane_ = true;
};

void read_matrices(WeightReader& reader, std::size_t inputs, LstmWeights& into) {
  into.input = reader.transposed(inputs);
  into.recurrent = reader.transposed(speaker_hidden);
}

/// The network has two biases per gate and only ever needs their sum.
void read_biases(WeightReader& reader, LstmWeights& into) {
  for (int term = 0; term < 2; ++term) {
    for (float& bias : into.bias) {
      bias += reader.next();
    }
  }
}

}  // namespace

Result<SpeakerWeights> parse_speaker_weights(std::string_view bytes) {
  if (bytes.size() != speaker_weights_bytes) {
    return fail(ErrorKind::corrupt,
                fmt::format("has {} bytes and not {}", bytes.size(), speaker_weights_bytes));
  }
  WeightReader reader(bytes);
  SpeakerWeights weights;
  std::size_t inputs = mfcc_count;
  for (auto& layer : weights.layers) {
    read_matrices(reader, inputs, layer.forward);
    read_matrices(reader, inputs, layer.backward);
    inputs = speaker_values;
  }
  for (auto& layer : weights.layers) {
    read_biases(reader, layer.forward);
    read_biases(reader, layer.backward);
  }
  if (!reader.sane()) {
    return fail(ErrorKind::corrupt, "holds numbers that are no weights");
  }
  return weights;
}

Result<SpeakerWeights> read_speaker_weights(const std::filesystem::path& file,
                                            const IdentityModel& model) {
  if (model.role != IdentityRole::speaker_embedding || model.dimensions != speaker_values) {
    return unfit_model(model, fmt::format("has {} dimensions and the one network for speakers that "
                                          "can be run has {}",
                                          model.dimensions, speaker_values));
  }
  TRY_ASSIGN(const std::string bytes, read_model(file, model));
  auto weights = parse_speaker_weights(bytes);
  if (!weights) {
    return unfit_model(model, weights.error().message);
  }
  return weights;
}

}  // namespace reshoot
