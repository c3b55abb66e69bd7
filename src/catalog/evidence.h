// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where a figure of the catalog is from, and how sure it is.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reshoot {

enum class Sure {
  documented,   ///< by who sells it, or by the maker of the model
  third_party,  ///< somebody else's documentation or price list
  observed,     ///< seen in the code or notes of who calls it
  guess         ///< concluded, not read anywhere
};
/// `documented`, `third-party`, `observed`, `guess`
std::string_view name_of(Sure sure);

struct Evidence {
  std::string source;        ///< may be empty
  std::optional<Sure> sure;  ///< nullopt: whoever wrote the figure did not say
};

/// Evidence for one figure, named as in a catalog file: `longest`, `inputs.voice_files`.
struct FigureEvidence {
  std::string figure;
  Evidence evidence;
};

/// The evidence for a figure; nullptr: it has none of its own.
const Evidence* find_evidence(const std::vector<FigureEvidence>& all, std::string_view figure);

}  // namespace reshoot
