// SPDX-License-Identifier: Apache-2.0
#include "cli/revision_digests.h"

#include <utility>

#include "media/content_digest.h"

namespace reshoot {

Result<RevisionDigests> RevisionDigests::open(TwinWorkspaces workspaces, StatCache& work_tree_stats,
                                              const Tools& tools, const Clock& clock,
                                              const Cancel& cancel) {
  // In a folder that is not there, a cache lives in memory.
  TRY_ASSIGN(StatCache own, StatCache::open(workspaces.revision / ".none" / "stat.db", clock));
  return RevisionDigests(std::move(workspaces), work_tree_stats, std::move(own), tools, cancel);
}

RevisionDigests::RevisionDigests(TwinWorkspaces workspaces, StatCache& work_tree_stats,
                                 StatCache own, const Tools& tools, const Cancel& cancel)
    : workspaces_(std::move(workspaces)),
      work_tree_stats_(work_tree_stats),
      own_(std::move(own)),
      tools_(tools),
      cancel_(cancel) {}

Result<InputFile> RevisionDigests::digest(const MediaFile& file) {
  auto known = seen_.find(file.path.native());
  if (known == seen_.end()) {
    TRY_ASSIGN(KnownFile found, look_at(file));
    known = seen_.emplace(file.path.native(), std::move(found)).first;
  }
  return InputFile{file.path, file.type, *known->second.content, known->second.stat, file.at};
}

Result<KnownFile> RevisionDigests::look_at(const MediaFile& file) {
  const auto compute = [&] { return content_digest(file.path, file.type, tools_, cancel_); };
  TRY_ASSIGN(const KnownFile own, own_.digests(file.path));
  const std::filesystem::path twin =
      workspaces_.work_tree / file.path.lexically_relative(workspaces_.revision);
  if (const auto other = work_tree_stats_.digests(twin); other && other->sha256 == own.sha256) {
    return work_tree_stats_.content(twin, compute);
  }
  return own_.content(file.path, compute);
}

}  // namespace reshoot
