// SPDX-License-Identifier: Apache-2.0
// Thin glue between the stat cache and the media room.

#include "execute/input_digests.h"

#include "media/content_digest.h"

namespace reshoot {

Result<InputFile> InputDigests::digest(const MediaFile& file) {
  auto known = seen_.find(file.path.native());
  if (known == seen_.end()) {
    TRY_ASSIGN(KnownFile found, cache_.content(file.path, [&] {
      return content_digest(file.path, file.type, tools_, cancel_);
    }));
    known = seen_.emplace(file.path.native(), std::move(found)).first;
  }
  return InputFile{file.path, file.type, *known->second.content, known->second.stat, file.at};
}

}  // namespace reshoot
