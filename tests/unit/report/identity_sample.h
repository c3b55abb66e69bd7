// SPDX-License-Identifier: Apache-2.0
#pragma once
// An identity report with one clip of each kind, put together by hand: what its formats are tested
// on.

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "base/source.h"
#include "report/identity_report.h"

namespace reshoot {

/// How one cast member is seen in a made clip.
struct SeenAs {
  std::uint32_t character = 0;
  float from = 0.7F, to = 0.7F;  ///< similarity at the beginning and at the end
  Verdict verdict = Verdict::pass;
  std::uint32_t absent_from = 1000, absent_to = 1000;  ///< samples in which it is not seen
  std::uint32_t turned_from = 1000, turned_to = 1000;  ///< samples in which it is unusable
};

struct IdentitySample {
  IdentityReport report;
  SourceMap sources;

  /// maya and leo (persons with voices), pip (a mascot); no clips yet.
  IdentitySample();
  IdentitySample(const IdentitySample&) = delete;
  IdentitySample& operator=(const IdentitySample&) = delete;

  /// A clip of 32 samples in 8 s; its verdict is the worst of its cast.
  CheckedClip& clip(const std::string& name, ClipFate fate, std::initializer_list<SeenAs> cast);
  /// One clip of each kind, earlier builds, and something that was not measured.
  void add_every_kind();
  /// What `identity/across.h` finds, made up.
  void add_across();
  /// `count` clips that pass, or fail where `every` divides their number (0: none fails).
  void add_many(int count, int every);
  /// Drawn faces for all that is seen.
  void add_crops();
};

/// A finding about the cast member `cast`.
IdentityFinding finding(FindingCode code, Verdict verdict, std::uint32_t cast, float value,
                        float threshold, std::string text, Tolerance tolerance = Tolerance::none);

}  // namespace reshoot
