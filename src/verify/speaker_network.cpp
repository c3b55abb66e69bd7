// SPDX-License-Identifier: Apache-2.0
// A plain LSTM. All that takes time are products of a matrix and a vector: each input's row of 256
// weights is added to the gates, so that loops run over neighbouring numbers and compilers turn
// them into vector instructions.

#include "verify/speaker_network.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/check.h"
#include "verify/mfcc.h"

namespace reshoot {
namespace {

using Gates = std::array<float, speaker_gates>;
using Cells = std::array<float, speaker_hidden>;

/// `gates += weights * values`, four inputs at a time. All layers have a multiple of four.
void add_product(std::span<const float> weights, std::span<const float> values, Gates& gates) {
  Gates sum = gates;  // a copy that nothing else can point to
  for (std::size_t k = 0; k < values.size(); k += 4) {
    const float* rows = weights.data() + k * speaker_gates;
    const float a = values[k];
    const float b = values[k + 1];
    const float c = values[k + 2];
    const float d = values[k + 3];
    for (std::size_t gate = 0; gate < speaker_gates; ++gate) {
      sum[gate] += rows[gate] * a + rows[gate + speaker_gates] * b +
                   rows[gate + 2 * speaker_gates] * c + rows[gate + 3 * speaker_gates] * d;
    }
  }
  gates = sum;
}
static_assert(mfcc_count % 4 == 0 && speaker_hidden % 4 == 0);

float sigmoid(float x) {
  return 1 / (1 + std::exp(-x));
}

/// One time step: the cell forgets, takes in and shows.
void step(const Gates& gates, Cells& state, Cells& output) {
  for (std::size_t cell = 0; cell < speaker_hidden; ++cell) {
    const float in = sigmoid(gates[cell]);
    const float forget = sigmoid(gates[cell + speaker_hidden]);
    const float candidate = std::tanh(gates[cell + 2 * speaker_hidden]);
    const float show = sigmoid(gates[cell + 3 * speaker_hidden]);
    state[cell] = forget * state[cell] + in * candidate;
    output[cell] = show * std::tanh(state[cell]);
  }
}

/// Frames of `width` numbers each.
struct Frames {
  std::vector<float> values;
  std::size_t width = 0;
  [[nodiscard]] std::size_t count() const { return values.size() / width; }
  [[nodiscard]] std::span<const float> at(std::size_t i) const {
    return std::span(values).subspan(i * width, width);
  }
};

/// Runs one direction and writes its outputs into half of each frame of `out`, from `column` on.
void run_direction(const LstmWeights& weights, const Frames& in, bool backward, Frames& out,
                   std::size_t column) {
  Cells state{};
  Cells output{};
  const std::size_t count = in.count();
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t now = backward ? count - 1 - i : i;
    Gates gates = weights.bias;
    add_product(weights.input, in.at(now), gates);
    add_product(weights.recurrent, output, gates);
    step(gates, state, output);
    std::copy(output.begin(), output.end(),
              out.values.begin() + static_cast<std::ptrdiff_t>(now * out.width + column));
  }
}

}  // namespace

std::array<float, speaker_values> run_speaker_network(const SpeakerWeights& weights,
                                                      std::span<const float> frames) {
  CHECK(!frames.empty() && frames.size() % mfcc_count == 0);
  Frames in{{frames.begin(), frames.end()}, mfcc_count};
  for (const auto& layer : weights.layers) {
    Frames out{std::vector<float>(in.count() * speaker_values), speaker_values};
    run_direction(layer.forward, in, false, out, 0);
    run_direction(layer.backward, in, true, out, speaker_hidden);
    in = std::move(out);
  }
  std::array<float, speaker_values> mean{};
  for (std::size_t i = 0; i < in.count(); ++i) {
    const auto frame = in.at(i);
    for (std::size_t k = 0; k < speaker_values; ++k) {
      mean[k] += frame[k] / static_cast<float>(in.count());
    }
  }
  return mean;
}

}  // namespace reshoot
