// SPDX-License-Identifier: Apache-2.0
#pragma once
// Embeddings of one model, row after row in one block: thousands of clips are compared in seconds.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace reshoot {

/// Rows of equal length, each of length 1 (L2), so that a dot product is a cosine.
struct Vectors {
  std::uint32_t dimensions = 0;
  std::vector<float> values;  ///< count() * dimensions

  [[nodiscard]] std::size_t count() const {
    return dimensions == 0 ? 0 : values.size() / dimensions;
  }
  [[nodiscard]] std::span<const float> row(std::size_t index) const {
    return std::span(values).subspan(index * dimensions, dimensions);
  }
  /// Appends a row; the first one sets the dimensions. Its index.
  std::uint32_t add(std::span<const float> row);

  friend bool operator==(const Vectors&, const Vectors&) = default;
};

/// Of two rows of the same model and of length 1. Between -1 and 1.
float cosine(std::span<const float> a, std::span<const float> b);

/// Brings a row to length 1; false where it has no direction (all zero, or not finite).
bool normalise(std::span<float> row);

}  // namespace reshoot
