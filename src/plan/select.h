// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which take a clip uses: the one pure function.

#include <string>

#include "plan/facts.h"

namespace reshoot {

/// The pinned take (by clip name and key, else by key alone, so that a renamed scene keeps its
/// take) while it belongs to the clip's key, has been fetched and is not rejected; else
/// first_take(). nullptr: the clip has no take that may be used. Its bytes may be missing: ask
/// `facts.blobs`.
const Take* select_take(const Facts& facts, const std::string& clip, const Digest& clip_key);

/// The first take of a key that has been fetched and is not rejected: what a draft uses, which no
/// pin concerns.
const Take* first_take(const Facts& facts, const Digest& clip_key);

}  // namespace reshoot
