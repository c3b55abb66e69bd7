// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which take a clip uses: the one pure function.

#include <string_view>

#include "plan/facts.h"

namespace reshoot {

/// The pinned take (by clip name and key, else by key alone, so that a renamed scene keeps its
/// take) while it belongs to the clip's key, has been fetched and is not rejected; else the first
/// take that has been fetched and is not rejected. nullptr: the clip has no take that may be used.
/// Its bytes may be missing: ask `facts.blobs`.
const Take* select_take(const Facts& facts, std::string_view clip, const Digest& clip_key);

}  // namespace reshoot
