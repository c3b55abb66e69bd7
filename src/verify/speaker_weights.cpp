// SPDX-License-Identifier: Apache-2.0

#include "verify/speaker_weights.h"

#include <fmt/core.h>

#include <bit>
#include <cmath>

#include "base/bytes.h"
#include "base/digest.h"
#include "base/files.h"
#include "verify/mfcc.h"

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
                fmt::format("it has {} bytes and not {}", bytes.size(), speaker_weights_bytes));
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
    return fail(ErrorKind::corrupt, "it holds numbers that are no weights");
  }
  return weights;
}

Result<SpeakerWeights> read_speaker_weights(const std::filesystem::path& file,
                                            const IdentityModel& model) {
  if (model.role != IdentityRole::speaker_embedding || model.dimensions != speaker_values) {
    return fail(
        ErrorKind::environment,
        fmt::format("the identity model '{}' ({} dimensions) cannot be run: the one network "
                    "for speakers that is built in has {}",
                    model.id, model.dimensions, speaker_values),
        "name another speaker model in reshoot.yaml");
  }
  TRY_ASSIGN(const std::string bytes, read_file(file, 2 * speaker_weights_bytes));
  const auto corrupt = [&](const std::string& why) {
    return fail(ErrorKind::corrupt,
                fmt::format("'{}' is not the file of the speaker model '{}': {}", file.string(),
                            model.id, why),
                "run 'reshoot models pull' to fetch it again");
  };
  if (sha256(bytes) != model.file.result) {
    return corrupt(
        bytes.size() == speaker_weights_bytes
            ? "its digest is another one"
            : fmt::format("it has {} bytes and not {}", bytes.size(), speaker_weights_bytes));
  }
  auto weights = parse_speaker_weights(bytes);
  return weights ? weights : corrupt(weights.error().message);
}

}  // namespace reshoot
