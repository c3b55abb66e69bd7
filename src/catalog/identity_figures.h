// SPDX-License-Identifier: Apache-2.0
#pragma once
// The thresholds of identity models by name: which there are, and which roles have them.

#include <array>
#include <string_view>
#include <vector>

#include "catalog/identity_model.h"

namespace reshoot {

/// One number among a level's thresholds.
struct IdentityFigure {
  std::string_view key;  ///< as in a row: `pass_median`
  float& (*in)(IdentityThresholds&);
  bool looks = true;              ///< embeddings of faces and pictures have it
  bool voices = false;            ///< embeddings of voices have it
  bool is_share = false;          ///< else a cosine, or a difference of two
  bool less_is_stricter = false;  ///< else the larger number asks for more
};

/// In the order in which people read them.
inline constexpr std::array identity_figures{
    IdentityFigure{"match", [](IdentityThresholds& t) -> float& { return t.look.match; }},
    IdentityFigure{"mismatch", [](IdentityThresholds& t) -> float& { return t.look.mismatch; }},
    IdentityFigure{"pass_median",
                   [](IdentityThresholds& t) -> float& { return t.look.pass_median; }},
    IdentityFigure{"pass_p10", [](IdentityThresholds& t) -> float& { return t.look.pass_p10; }},
    IdentityFigure{.key = "pass_share",
                   .in = [](IdentityThresholds& t) -> float& { return t.look.pass_share; },
                   .is_share = true},
    IdentityFigure{"fail_median",
                   [](IdentityThresholds& t) -> float& { return t.look.fail_median; }},
    IdentityFigure{.key = "fail_coverage",
                   .in = [](IdentityThresholds& t) -> float& { return t.look.fail_coverage; },
                   .is_share = true},
    IdentityFigure{"margin", [](IdentityThresholds& t) -> float& { return t.look.margin; }},
    IdentityFigure{.key = "agree",
                   .in = [](IdentityThresholds& t) -> float& { return t.agree; },
                   .voices = true},
    IdentityFigure{.key = "drift",
                   .in = [](IdentityThresholds& t) -> float& { return t.drift; },
                   .less_is_stricter = true},
    IdentityFigure{"flicker", [](IdentityThresholds& t) -> float& { return t.flicker; }},
    IdentityFigure{"across", [](IdentityThresholds& t) -> float& { return t.across; }},
    IdentityFigure{.key = "voice_pass",
                   .in = [](IdentityThresholds& t) -> float& { return t.voice_pass; },
                   .looks = false,
                   .voices = true},
    IdentityFigure{.key = "voice_warn",
                   .in = [](IdentityThresholds& t) -> float& { return t.voice_warn; },
                   .looks = false,
                   .voices = true},
    IdentityFigure{.key = "voice_fail",
                   .in = [](IdentityThresholds& t) -> float& { return t.voice_fail; },
                   .looks = false,
                   .voices = true},
};

/// Whether models of this role have the figure; detectors have none.
bool has_figure(IdentityRole role, const IdentityFigure& figure);

float value_of(const IdentityFigure& figure, const IdentityThresholds& thresholds);

}  // namespace reshoot
