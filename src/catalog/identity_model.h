// SPDX-License-Identifier: Apache-2.0
#pragma once
// A model that measures faces, pictures or voices, as its row says: where its file is from, what it
// is fed with, and the thresholds that belong to it and to no other model.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "catalog/identity_policy.h"

namespace reshoot {

enum class IdentityRole : std::uint8_t {
  face_detector,
  face_embedding,
  image_embedding,  ///< mascots and products
  speaker_embedding,
};
constexpr std::size_t identity_roles = 4;
std::string_view name_of(IdentityRole role);
constexpr std::array<IdentityRole, identity_roles> all_identity_roles{
    IdentityRole::face_detector, IdentityRole::face_embedding, IdentityRole::image_embedding,
    IdentityRole::speaker_embedding};

/// How a file that was downloaded becomes the file that is used.
enum class IdentityEdit : std::uint8_t {
  none,
  bsdiff,     ///< a small delta in bspatch's format, in the row
  torch_zip,  ///< one stored entry of a PyTorch zip holds all tensors
};
std::string_view name_of(IdentityEdit edit);

/// A file that anybody can download, and what is made of it.
struct IdentityFile {
  std::string url;          ///< https; empty: files are taken from a folder only
  Digest source;            ///< of what is downloaded
  std::uint64_t bytes = 0;  ///< of what is downloaded
  std::string licence;
  IdentityEdit edit = IdentityEdit::none;
  std::string delta;               ///< bsdiff: its bytes
  std::string entry;               ///< torch_zip: the name of the entry, such as `archive/data/0`
  Digest result;                   ///< of the file that is used; without an edit the source's
  std::uint64_t result_bytes = 0;  ///< of the file that is used
};

/// What pixels become before the network sees them: `(value * scale - mean) / deviation`, channel
/// by channel, for values of 0 to 255.
struct ImageInput {
  std::int32_t width = 0, height = 0;
  bool rgb = true;  ///< else BGR
  float scale = 1;
  std::array<float, 3> mean{}, deviation{1, 1, 1};  ///< in the order of the channels
  bool add_mirrored = false;  ///< the embedding of the mirrored picture is added
  bool signed_root = false;   ///< each value becomes its signed square root before L2
  /// The layer that is read; empty: the last one that puts out as many values as the embedding has
  /// dimensions.
  std::string output;
};

/// Cosines of one kind of comparison. `match` and `mismatch` judge one sample; the others a clip.
struct SimilarityThresholds {
  float match = 0;          ///< a sample at or above it is the right one
  float mismatch = 0;       ///< a sample below it is a wrong one
  float pass_median = 0;    ///< a clip passes with a median at or above it,
  float pass_p10 = 0;       ///< a tenth percentile at or above it
  float pass_share = 0;     ///< and this share of usable samples that match
  float fail_median = 0;    ///< a clip fails with a median below it
  float fail_coverage = 0;  ///< or where it is seen in less than this share of its samples
  float margin = 0;         ///< to the most similar other character
};

struct IdentityThresholds {
  SimilarityThresholds look;  ///< faces, or pictures of mascots and products
  float agree = 0;            ///< pictures of one character agree pairwise at or above it
  float drift = 0;            ///< first fifth minus last fifth above it warns
  float flicker = 0;          ///< neighbours within a track below it warn
  float across = 0;           ///< two clips of one character below it: an outlier
  float voice_pass = 0;       ///< speaker embeddings only, as are the next two
  float voice_warn = 0;       ///< below it warns
  float voice_fail = 0;       ///< below it fails
};

/// One row of a manifest.
struct IdentityModel {
  std::string id;  ///< `mobilefacenet-foamliu`
  IdentityRole role = IdentityRole::face_embedding;
  IdentityFile file;
  std::int32_t dimensions = 0;  ///< of its embedding; 0 for detectors
  ImageInput input;             ///< image models
  /// By level: strict, normal, loose. Detectors have none.
  std::array<IdentityThresholds, 3> thresholds{};
  bool measured = false;  ///< whether the thresholds rest on measurements
  std::string figures;    ///< what was measured, for people
  std::string source;     ///< where the figures are from
  std::string row;        ///< the file that it stands in: `identity/ours.yaml`
  bool built_in = false;
  bool is_default = false;  ///< used where the workspace names no other of its role

  /// `level` is not off.
  [[nodiscard]] const IdentityThresholds& at(IdentityLevel level) const {
    return thresholds[static_cast<std::size_t>(level)];
  }
};

/// The models that a workspace uses: one of each role. Owned by the IdentityCatalog.
struct IdentityModels {
  const IdentityModel* face_detector = nullptr;
  const IdentityModel* face_embedding = nullptr;
  const IdentityModel* image_embedding = nullptr;
  const IdentityModel* speaker_embedding = nullptr;
};

}  // namespace reshoot
