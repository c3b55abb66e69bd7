// SPDX-License-Identifier: Apache-2.0
#pragma once
// Has ffmpeg decode an animatic's pictures and set its text, in one process.

#include <filesystem>
#include <vector>

#include "assemble/picture.h"
#include "assemble/text_page.h"
#include "assemble/toolbox.h"
#include "base/cancel.h"
#include "base/result.h"
#include "base/units.h"
#include "graph/request.h"

namespace reshoot {

/// A picture or clip to decode; of a clip, one telling frame of its beginning.
struct WantedPicture {
  const InputFile* file = nullptr;
  Size box;            ///< it is not needed any larger
  bool cover = false;  ///< it fills the box; else it fits into it
};

struct Material {
  std::vector<Picture> pictures;  ///< in the order asked for, colours multiplied by alpha
  std::vector<Picture> pages;     ///< one canvas for each page of text
};

/// Errors: `corrupt` (a picture cannot be decoded; the message names it), `environment`,
/// `cancelled`.
Result<Material> gather_material(const std::vector<WantedPicture>& pictures,
                                 const std::vector<TextPage>& pages, Size frame,
                                 const Toolbox& toolbox, const std::filesystem::path& scratch,
                                 const Cancel& cancel);

}  // namespace reshoot
