// SPDX-License-Identifier: Apache-2.0
#pragma once
// One row of the model catalog: what a model takes, how long it takes, what it costs.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"

namespace reshoot {

enum class Tier { interactive = 1, workflow = 2, batch = 3 };

/// What a model takes as input beside the prompt.
struct ModelInputs {
  int reference_images = 0;  ///< at most; 0: binds none
  int reference_videos = 0;  ///< at most
  int references = 0;        ///< images and videos together, at most
  int characters = 0;        ///< in one clip, at most; 0: as many as references allow
  bool first_frame = false;
  bool last_frame = false;
  bool voice_sample = false;
  bool needs_references = false;      ///< makes no clip without a reference
  bool needs_first_frame = false;     ///< makes no clip without a first frame
  bool frames_exclude_cast = false;   ///< references and first or last frame are not taken together
  bool cast_needs_16_9 = false;       ///< references only at 16:9
  std::optional<Length> cast_length;  ///< with references only this length
  std::optional<Length> longest_with_video;  ///< with a reference video at most this long
  [[nodiscard]] bool binds() const { return references > 0; }
};

/// A price that holds at one resolution.
struct ResolutionPrice {
  std::int32_t lines = 0;  ///< 720, 1080 ...
  Money per_second;
};

struct Model {
  std::string provider;  ///< `local`, `gmi`, `dashscope`
  std::string name;      ///< `animatic`, `wan2.7-r2v`
  Tier tier = Tier::batch;
  Length shortest, longest;
  std::vector<Length> lengths;  ///< the only legal lengths; empty: any in range
  bool whole_seconds = false;
  std::vector<std::int32_t> resolutions;  ///< 360, 720 ...; empty: any
  std::vector<Ratio> ratios;              ///< empty: any
  bool takes_ratio = true;                ///< false: the output's shape follows its input
  int prompt_characters = 5000;           ///< code points, at most
  bool speaks = false;                    ///< spoken lines are part of the request
  bool takes_language = false;
  bool takes_fps = false;
  ModelInputs inputs;
  std::optional<Money> per_second;             ///< nullopt: the price is not known; zero: free
  std::vector<ResolutionPrice> per_second_at;  ///< where a resolution has another price
  int expected_seconds = 3;                    ///< typical wait for one clip
  std::string source;                          ///< where the figures are from, with their date

  /// `gmi/wan2.7-r2v`: how a model is written.
  [[nodiscard]] std::string id() const { return provider + "/" + name; }
  /// Costs nothing and can be made again at will.
  [[nodiscard]] bool free() const {
    const auto costs = [](const ResolutionPrice& price) { return price.per_second.micros != 0; };
    return per_second && per_second->micros == 0 &&
           std::none_of(per_second_at.begin(), per_second_at.end(), costs);
  }
  [[nodiscard]] bool local() const { return provider == "local"; }
};

/// What one clip of this length costs by the catalog at a resolution (0: at the dearest that is
/// known); nullopt where the price is not known.
std::optional<Money> price_of(const Model& model, Length length, std::int32_t lines = 0);

}  // namespace reshoot
