// SPDX-License-Identifier: Apache-2.0
#include "execute/checked_blobs.h"

#include <fmt/format.h>

#include <filesystem>
#include <optional>

namespace reshoot {

Result<bool> CheckedBlobs::check(const Digest& blob, std::vector<std::string>& notes) {
  if (checked_.contains(blob)) {
    return true;
  }
  const std::filesystem::path file = store_.blobs.path_of(blob);
  TRY_ASSIGN(const std::optional<FileStat> there, stat_file(file));
  if (there) {
    TRY_ASSIGN(const KnownFile known, store_.stats.digests(file));
    if (known.sha256 == blob) {
      checked_.insert(blob);
      return true;
    }
    TRY(store_.blobs.quarantine(blob));
  }
  notes.push_back(fmt::format("blob {} {}", blob.text(),
                              there ? "was damaged and has been moved aside" : "is missing"));
  return false;
}

}  // namespace reshoot
