// SPDX-License-Identifier: Apache-2.0
#pragma once
// The seam between deciding and doing: what one step's work is, and who does it.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/cancel.h"
#include "base/result.h"
#include "graph/request.h"

namespace reshoot {

/// A media file that a step reads: verified, with a known type.
struct WorkInput {
  std::filesystem::path path;
  MediaType type = MediaType::unknown;
};

struct GenerateWork {
  GenerateRequest request;
  std::uint32_t seed = 0;
};

struct ConformWork {
  WorkInput source;
  Size size;
  Rate fps;
  Fit fit = Fit::crop;
  std::optional<Length> seconds;  ///< nullopt: the source's own length
};

/// One segment of a video: its conformed picture and where its sound is.
struct CutSegment {
  std::filesystem::path picture;
  std::int64_t frames = 0;
  std::optional<WorkInput> sound;  ///< nullopt: silent
};

struct CutWork {
  std::vector<CutSegment> segments;
  Size size;
  Rate fps;
  Loudness loudness;
};

/// A reference video that shows a picture for as long as a voice sample can be heard in it.
struct PrepareWork {
  WorkInput portrait;
  WorkInput sample;
};

using StepWork = std::variant<GenerateWork, ConformWork, CutWork, PrepareWork>;

/// What a step made. `file` lies in the scratch folder and is moved into the store by the caller.
struct StepOutput {
  std::filesystem::path file;
  std::int64_t frames = 0;  ///< pictures in `file`
  bool has_sound =
      false;  ///< generate, cut, prepare: `file` has sound; conform: its *source* has sound
  std::vector<std::string>
      warnings;  ///< for people: things that were adjusted, such as speech that did not fit
};

/// Does the work of steps. Called from several threads at once.
struct StepRunner {
  virtual ~StepRunner() = default;
  /// Blocks until done. `scratch` is an empty folder of this call alone, removed afterwards.
  virtual Result<StepOutput> run(const StepWork& work, const std::filesystem::path& scratch,
                                 const Cancel& cancel) const = 0;
  /// The facts of a clip that was made elsewhere: frames and sound. `file` stays where it is.
  virtual Result<StepOutput> inspect(const std::filesystem::path& file,
                                     const Cancel& cancel) const = 0;
};

}  // namespace reshoot
