// SPDX-License-Identifier: Apache-2.0
#pragma once
// One row of the model catalog: what a model takes, how long it takes, what it costs.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/units.h"
#include "catalog/evidence.h"
#include "catalog/file_limits.h"
#include "catalog/workflow.h"

namespace reshoot {

enum class Tier { interactive = 1, workflow = 2, batch = 3 };

/// What a clip can be made of.
enum class Mode {
  from_text,     ///< a prompt alone
  from_frame,    ///< a first frame
  between,       ///< a first and a last frame
  from_cast,     ///< references of characters
  talking_head,  ///< one character's portrait or avatar speaks the lines
};
/// `t2v`, `i2v`, `first+last`, `r2v`, `talking-head`
std::string_view name_of(Mode mode);

/// What a model takes as input beside the prompt.
struct ModelInputs {
  int reference_images = 0;  ///< at most; 0: binds none
  int reference_videos = 0;  ///< at most
  int references = 0;        ///< images and videos together, at most
  int characters = 0;        ///< in one clip, at most; 0: as many as references allow
  bool first_frame = false;
  bool last_frame = false;
  bool voice_sample = false;
  bool prompt = true;                 ///< false: only what is said can be asked for
  bool needs_avatar = false;          ///< talking heads: shows avatars only, by their id
  bool needs_references = false;      ///< makes no clip without a reference
  bool needs_first_frame = false;     ///< makes no clip without a first frame
  bool frames_exclude_cast = false;   ///< references and first or last frame are not taken together
  bool cast_needs_16_9 = false;       ///< references only at 16:9
  std::optional<Length> cast_length;  ///< with references only this length
  std::optional<Length> longest_with_video;  ///< with a reference video at most this long
  bool first_frame_sets_ratio = false;       ///< with a first frame, the clip has its shape
  FileLimits image_files;                    ///< of references
  FileLimits video_files;                    ///< of references
  FileLimits frame_files;
  FileLimits voice_files;
  [[nodiscard]] bool binds() const { return references > 0; }
};

/// A price that holds at one resolution.
struct ResolutionPrice {
  std::int32_t lines = 0;  ///< 720, 1080 ...
  Money per_second;
  std::optional<Sure> sure{};  ///< nullopt: as sure as the other prices of its model
};

struct Model {
  std::string provider;  ///< `local`, `gmi`, `dashscope`
  std::string name;      ///< `animatic`, `wan2.7-r2v`
  std::string wire_id;   ///< the provider's own id of it; empty: its name
  Tier tier = Tier::batch;
  Length shortest, longest;
  std::vector<Length> lengths;  ///< the only legal lengths; empty: any in range
  bool whole_seconds = false;
  std::vector<std::int32_t> resolutions;  ///< 360, 720 ...; empty: any
  std::vector<Ratio> ratios;              ///< empty: any
  bool takes_ratio = true;                ///< false: the output's shape follows its input
  int prompt_characters = 5000;           ///< code points, at most
  bool speaks = false;                    ///< spoken lines are part of the request
  bool native_audio = false;              ///< its clips come with sound of their own
  bool talking_head = false;              ///< shows one character who speaks the lines
  bool takes_language = false;
  bool takes_fps = false;
  ModelInputs inputs;
  std::shared_ptr<const Workflow> workflow;    ///< comfyui: what is run; else nullptr
  std::optional<Money> per_second;             ///< nullopt: the price is not known; zero: free
  std::vector<ResolutionPrice> per_second_at;  ///< where a resolution has another price
  std::optional<Length> billed_video;  ///< of reference videos, billed on top, at most; none: free
  Evidence price_evidence;
  std::string price_date;               ///< when the price was read: `2026-11`; may be empty
  int expected_seconds = 3;             ///< typical wait for one clip
  std::string source;                   ///< where the figures are from, with their date
  std::optional<Sure> sure;             ///< of all figures that have no evidence of their own
  std::vector<FigureEvidence> sources;  ///< of figures that are not from `source`
  std::vector<std::string> notes;       ///< what is known of it and held to by nothing here
  std::string file;                     ///< its catalog file: `models/mine.yaml`
  bool built_in = false;

  /// `gmi/wan2.7-r2v`: how a model is written.
  [[nodiscard]] std::string id() const { return provider + "/" + name; }
  /// Costs nothing and can be made again at will.
  [[nodiscard]] bool free() const {
    const auto costs = [](const ResolutionPrice& price) { return price.per_second.micros != 0; };
    return per_second && per_second->micros == 0 &&
           std::none_of(per_second_at.begin(), per_second_at.end(), costs);
  }
  [[nodiscard]] bool local() const { return provider == "local"; }
  /// The id that the provider knows it by.
  [[nodiscard]] const std::string& sent_as() const { return wire_id.empty() ? name : wire_id; }
  /// Where a figure is from, named as in a catalog file: `longest`, `inputs.voice_files`.
  [[nodiscard]] Evidence evidence_of(std::string_view figure) const;
};

/// What clips of a model can be made of, in the order of Mode.
std::vector<Mode> modes_of(const Model& model);

/// What one clip is billed by.
struct Billed {
  Length length;
  std::int32_t lines = 0;   ///< 0: at the dearest resolution whose price is known
  Length reference_videos;  ///< of all that are sent, together
};

/// What a clip costs by the catalog; nullopt where the price is not known.
std::optional<Money> price_of(const Model& model, const Billed& billed);

/// The price of a second at a resolution; 0: at the dearest that is known.
std::optional<Money> price_of_second(const Model& model, std::int32_t lines);

}  // namespace reshoot
