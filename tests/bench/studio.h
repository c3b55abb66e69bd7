// SPDX-License-Identifier: Apache-2.0
#pragma once
// Makes measurements and likenesses of persons that chance drew: as large as those of real clips,
// and as alike.

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "identity/likeness.h"
#include "identity/measurement.h"

namespace reshoot {

/// The same calls give the same faces in every run.
class Studio {
 public:
  explicit Studio(std::uint32_t persons);

  /// Three references.
  Likeness likeness(std::uint32_t person);
  /// 8 s in two shots, looked at four times a second, with all `people` in every sample. The first
  /// `in_front` of them are large and sharp, the others pass by in the background.
  Measurement clip(const std::vector<std::uint32_t>& people, std::size_t in_front);
  /// A random number below `end`.
  std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(random_() % end); }

 private:
  std::vector<float> direction();
  /// A person's face, as alike to others of it as faces are.
  std::vector<float> face(std::uint32_t person);

  std::mt19937 random_{5};
  std::vector<std::vector<float>> persons_;
};

}  // namespace reshoot
