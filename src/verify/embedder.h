// SPDX-License-Identifier: Apache-2.0
#pragma once
// A network that makes a vector of a picture, fed and read as its row says. Knows not what is
// shown.

#include <filesystem>
#include <memory>
#include <vector>

#include "base/result.h"
#include "catalog/identity_model.h"
#include "verify/picture.h"

namespace reshoot {

/// Planes of `input.width` x `input.height` floats, channel after channel, as the row says;
/// mirrored left to right where asked. `picture` is of that size.
std::vector<float> network_input(const PictureView& picture, const ImageInput& input,
                                 bool mirrored);

/// Not safe from several threads.
class Embedder {
 public:
  /// Errors: `environment` (the file cannot be read, or is another file than the row
  /// says, OpenCV cannot load it, or its vectors have another length).
  static Result<Embedder> load(const std::filesystem::path& file, const IdentityModel& model);
  Embedder(Embedder&&) noexcept;
  Embedder& operator=(Embedder&&) noexcept;
  ~Embedder();

  [[nodiscard]] Size input_size() const;
  /// Of length 1, `dimensions` of the row. `picture` has input_size(). An error where the network
  /// gives no direction.
  Result<std::vector<float>> embed(const PictureView& picture);

 private:
  struct Network;
  explicit Embedder(std::unique_ptr<Network> network);

  std::unique_ptr<Network> network_;
};

}  // namespace reshoot
