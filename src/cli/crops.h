// SPDX-License-Identifier: Apache-2.0
#pragma once
// Small pictures for reports: a character's reference beside the best, the median and the worst of
// how a clip shows it.

#include <vector>

#include "base/cancel.h"
#include "campaign/model.h"
#include "media/ffmpeg.h"
#include "report/checked_clip.h"
#include "report/contact_sheet.h"
#include "store/blobs.h"

namespace reshoot {

/// Of one clip that was compared. What cannot be read is left out: the numbers say enough.
std::vector<FaceCrop> crops_of(const CheckedClip& clip, const Campaign& campaign,
                               const BlobStore& blobs, const Tools& tools, const Cancel& cancel);

}  // namespace reshoot
