// SPDX-License-Identifier: Apache-2.0
#pragma once
// The nodes of the graph: what is generated, conformed and cut.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/source.h"
#include "base/units.h"
#include "campaign/model.h"
#include "graph/request.h"

namespace reshoot {

using StepIndex = std::uint32_t;

enum class StepKind : std::uint8_t { generate, conform, cut };
std::string_view name_of(StepKind kind);

/// Has a model make the clip of one scene. All its inputs are sources, so its key is known at once.
struct GenerateStep {
  std::uint32_t scene = 0;
  const Model* model = nullptr;  ///< owned by the catalog
  GenerateRequest request;
  Digest key;                 ///< the clip key
  std::optional<Money> cost;  ///< by the catalog; nullopt: price unknown
};

/// Picture of one segment of a video: a clip or footage, brought to the video's size and rate.
struct ConformStep {
  std::uint32_t scene = 0;
  std::optional<StepIndex> clip;  ///< the generate step; else footage
  std::optional<InputFile> footage;
  Size size;
  Rate fps;
  Fit fit = Fit::crop;
  std::optional<Length> seconds;  ///< length of the segment; nullopt: footage in its own length
  Span size_at, fps_at, fit_at, seconds_at;
};

/// Joins the segments of one video by stream copy; mixes and encodes the sound of their clips in
/// one pass.
struct CutStep {
  std::uint32_t video = 0;
  std::vector<StepIndex> segments;  ///< conform steps in order; the same one may stand there twice
  Rate fps;
  Loudness loudness;
  Span loudness_at, scenes_at;
};

struct Step {
  std::string id;  ///< `generate:welcome`, `conform:launch/welcome`, `cut:launch`
  Span at;
  std::vector<StepIndex> inputs;  ///< steps that must be done before
  std::variant<GenerateStep, ConformStep, CutStep> what;

  [[nodiscard]] StepKind kind() const { return static_cast<StepKind>(what.index()); }
};

/// Versions of programs and fonts, as they stand in keys of free steps.
struct ToolVersions {
  std::string shoot;   ///< what a local model's bytes depend on
  std::string render;  ///< what the bytes of conform and cut depend on
};

/// What tells what a character looks and sounds like: all its references, also those that no scene
/// binds.
struct CharacterInputs {
  std::vector<InputFile> references;
  std::optional<InputFile> voice;
};

/// All steps, inputs before their users.
struct Graph {
  std::string campaign;
  std::string tools;  ///< versions that the bytes of conform and cut depend on
  std::vector<Step> steps;
  std::vector<std::vector<StepIndex>> users;  ///< per step: the steps that take its output
  /// In the campaign's order; empty where no scene is judged.
  std::vector<CharacterInputs> characters;
};

}  // namespace reshoot
