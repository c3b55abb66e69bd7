// SPDX-License-Identifier: Apache-2.0
#pragma once
// The weights of the speaker network, as its file has them: three bidirectional LSTM layers of
// PyTorch. Computes nothing.

#include <array>
#include <cstddef>
#include <filesystem>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalog/identity_model.h"

namespace reshoot {

constexpr std::size_t speaker_hidden = 64;                  ///< cells of one direction
constexpr std::size_t speaker_gates = 4 * speaker_hidden;   ///< in the order i, f, g, o
constexpr std::size_t speaker_values = 2 * speaker_hidden;  ///< of the embedding
constexpr std::size_t speaker_layers = 3;

/// One direction of one layer. Matrices stand with one row of `speaker_gates` per input, so that
/// a product runs over neighbouring numbers.
struct LstmWeights {
  std::vector<float> input;      ///< a row for each value of the layer below
  std::vector<float> recurrent;  ///< a row for each of the `speaker_hidden` outputs
  std::array<float, speaker_gates> bias{};
};

struct SpeakerWeights {
  struct Layer {
    LstmWeights forward, backward;
  };
  std::array<Layer, speaker_layers> layers;
};

/// Bytes of the one file that is read: `archive/data/0` of the published PyTorch zip.
constexpr std::size_t speaker_weights_bytes = 1'011'712;

/// Little-endian floats: weight_ih and weight_hh of layer 0 forward, of layer 0 backward, of layer
/// 1 forward ...; then bias_ih and bias_hh in the same order. `corrupt`, with words
/// that follow "the model": another size, or a number that no weight is.
Result<SpeakerWeights> parse_speaker_weights(std::string_view bytes);

/// Reads the file of a row. Errors: as for `Ears::load`.
Result<SpeakerWeights> read_speaker_weights(const std::filesystem::path& file,
                                            const IdentityModel& model);

}  // namespace reshoot
