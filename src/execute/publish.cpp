// SPDX-License-Identifier: Apache-2.0
// Finished videos are copies: a blob that somebody edits under out/ would no longer be what its
// name says.

#include "execute/publish.h"

#include <fmt/format.h>

#include <algorithm>

namespace reshoot {

std::string output_path(std::string_view campaign, std::string_view video, bool draft) {
  return fmt::format("out/{}/{}{}.mp4", campaign, draft ? "draft/" : "", video);
}

Result<bool> is_published(const std::filesystem::path& workspace, const std::string& path,
                          const Digest& blob, const std::vector<Published>& known) {
  const auto row = std::find_if(known.begin(), known.end(),
                                [&](const Published& published) { return published.path == path; });
  if (row == known.end() || row->blob != blob) {
    return false;
  }
  TRY_ASSIGN(const std::optional<FileStat> now, stat_file(workspace / path));
  return now && *now == row->stat;
}

Result<Published> put_out(const std::filesystem::path& workspace, const std::string& path,
                          const std::filesystem::path& blob_file, const Digest& blob) {
  const std::filesystem::path target = workspace / path;
  TRY(make_directories(target.parent_path()));
  TRY(copy_file_atomically(blob_file, target));
  TRY_ASSIGN(const std::optional<FileStat> stat, stat_file(target));
  if (!stat) {
    return fail(ErrorKind::environment,
                fmt::format("'{}' went away as soon as it was written", path),
                "see what else writes to out/, then run the build again");
  }
  return Published{path, blob, *stat};
}

}  // namespace reshoot
