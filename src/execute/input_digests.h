// SPDX-License-Identifier: Apache-2.0
#pragma once
// Content digests of a campaign's inputs: from the stat cache, or by looking into the media.

#include <string>
#include <unordered_map>

#include "base/cancel.h"
#include "graph/expand.h"
#include "media/ffmpeg.h"
#include "store/stat_cache.h"

namespace reshoot {

class InputDigests final : public ContentDigests {
 public:
  /// The references outlive this.
  InputDigests(StatCache& cache, const Tools& tools, const Cancel& cancel)
      : cache_(cache), tools_(tools), cancel_(cancel) {}
  Result<InputFile> digest(const MediaFile& file) override;

 private:
  StatCache& cache_;
  const Tools& tools_;
  const Cancel& cancel_;
  std::unordered_map<std::string, KnownFile> seen_;  ///< by path: one look per file and run
};

}  // namespace reshoot
