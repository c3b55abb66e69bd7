// SPDX-License-Identifier: Apache-2.0
#pragma once
// Spoken lines by espeak-ng, timed one after the other so that they fit a clip.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "assemble/speech.h"
#include "base/cancel.h"
#include "base/result.h"
#include "base/units.h"

namespace reshoot {

/// When a line is heard, in thousandths of a second since the clip's first frame.
struct LineTime {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  friend bool operator==(const LineTime&, const LineTime&) = default;
};

/// How lines lie in a clip.
struct LineTiming {
  std::vector<LineTime> lines;
  /// How much faster they have to be spoken to fit even with the shortest pauses; 1: as they are.
  double hurry = 1;
  std::int64_t overrun = 0;  ///< thousandths of a second that lie beyond the clip's end
};

/// Places lines of these lengths in order, with pauses that shrink before anything is lost.
LineTiming time_lines(const std::vector<std::int64_t>& lengths, std::int64_t clip_millis);

/// espeak-ng's voices to try for a language tag, best first; English comes last.
std::vector<std::string> voices_for(std::string_view language);

/// espeak-ng's variant for a speaker: by what the description says of the person, else by the place
/// in the cast, so that neighbours differ.
std::string_view voice_variant(std::string_view description, std::size_t place);

/// One line to speak.
struct ScratchLine {
  std::string text;
  std::string variant;
  double side = 0;  ///< -1 left to 1 right: where the speaker stands
};

struct ScratchVoice {
  Timeline sound;  ///< as long as the clip, or a little longer
  std::vector<LineTime> lines;
  std::vector<std::string> warnings;
};

/// Speaks `lines`. Errors: `environment` (espeak-ng is missing or fails), `cancelled`.
Result<ScratchVoice> speak(const std::vector<ScratchLine>& lines, std::string_view language,
                           Length clip, const std::filesystem::path& espeak, const Cancel& cancel);

}  // namespace reshoot
