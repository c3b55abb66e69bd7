// SPDX-License-Identifier: Apache-2.0
#pragma once
// Content digests of a revision's media. What the work tree has with the same bytes is known
// already.

#include <filesystem>
#include <string>
#include <unordered_map>

#include "base/cancel.h"
#include "base/clock.h"
#include "graph/expand.h"
#include "media/ffmpeg.h"
#include "store/stat_cache.h"

namespace reshoot {

/// The same workspace in two states.
struct TwinWorkspaces {
  std::filesystem::path revision;  ///< laid out
  std::filesystem::path work_tree;
};

class RevisionDigests final : public ContentDigests {
 public:
  /// The references outlive this. Nothing that is learnt of files that are soon gone is kept.
  static Result<RevisionDigests> open(TwinWorkspaces workspaces, StatCache& work_tree_stats,
                                      const Tools& tools, const Clock& clock, const Cancel& cancel);
  Result<InputFile> digest(const MediaFile& file) override;

 private:
  RevisionDigests(TwinWorkspaces workspaces, StatCache& work_tree_stats, StatCache own,
                  const Tools& tools, const Cancel& cancel);
  Result<KnownFile> look_at(const MediaFile& file);

  TwinWorkspaces workspaces_;
  StatCache& work_tree_stats_;
  StatCache own_;
  const Tools& tools_;
  const Cancel& cancel_;
  std::unordered_map<std::string, KnownFile> seen_;  ///< by path: one look per file
};

}  // namespace reshoot
