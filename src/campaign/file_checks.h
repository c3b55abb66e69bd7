// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether the chosen model takes the files of a scene: their formats, sizes and lengths.

#include <cstdint>
#include <vector>

#include "base/diagnostic.h"
#include "campaign/model.h"

namespace reshoot {

/// What a file is in a request.
enum class FileRole : std::uint8_t { image, video, frame, voice };

class FileChecks {
 public:
  explicit FileChecks(Diagnostics& diags) : diags_(diags) {}

  /// Reports what the scene's model does not take; each file once for each model. What is not known
  /// of a file is not held against it.
  void check(const Scene& scene, const MediaFile& file, FileRole role);

 private:
  struct Reported {
    Span at;
    const Model* model;
    friend bool operator==(const Reported&, const Reported&) = default;
  };
  Diagnostics& diags_;
  std::vector<Reported> reported_;
};

}  // namespace reshoot
