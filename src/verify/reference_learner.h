// SPDX-License-Identifier: Apache-2.0
#pragma once
// What references show, one after the other, written down as a Likeness. Hears nothing.

#include "base/cancel.h"
#include "base/result.h"
#include "identity/likeness.h"
#include "identity/measurer.h"
#include "media/ffmpeg.h"
#include "verify/eyes.h"

namespace reshoot {

/// Adds the views and looks of one reference: a picture, or up to eight frames of a clip, one per
/// second. `eyes` have the models that `into.kind` needs. Errors: `corrupt` (it shows nothing),
/// `environment`, `transient`, `cancelled`.
Result<void> learn_reference(const CharacterFiles::File& file, std::uint32_t reference, Eyes& eyes,
                             const Tools& tools, const Cancel& cancel, Likeness& into);

}  // namespace reshoot
