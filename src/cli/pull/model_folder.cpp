// SPDX-License-Identifier: Apache-2.0
#include "cli/pull/model_folder.h"

#include <fmt/format.h>

#include <system_error>

#include "base/io_error.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_files = 100'000;

}  // namespace

Result<ModelFolder> ModelFolder::open(const fs::path& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    return fail(ErrorKind::usage, fmt::format("there is no folder '{}'", folder.string()),
                "--from takes a folder with files of models, under any names");
  }
  ModelFolder found;
  fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    std::error_code gone;  // a file that has just been removed
    if (!at->is_regular_file(gone) || gone) {
      continue;
    }
    const std::uint64_t size = at->file_size(gone);
    if (!gone) {
      found.by_size_.emplace(size, File{at->path(), std::nullopt});
    }
    if (found.by_size_.size() > most_files) {
      return fail(ErrorKind::environment,
                  fmt::format("'{}' holds more than {} files", folder.string(), most_files),
                  "name the folder that the models are in");
    }
  }
  if (error) {
    return io_failure("read the folder", folder, error.value());
  }
  return found;
}

Result<std::optional<fs::path>> ModelFolder::find(const Digest& digest, std::uint64_t bytes,
                                                  const Cancel& cancel) {
  const auto [begin, end] = by_size_.equal_range(bytes);
  for (auto at = begin; at != end; ++at) {
    if (cancel.requested()) {
      return fail(ErrorKind::cancelled, "stopped");
    }
    File& file = at->second;
    if (!file.digest) {
      const Result<FileDigests> read = digest_file(file.path);
      file.digest = read ? read->sha256 : Digest{};
    }
    if (file.digest == digest) {
      return file.path;
    }
  }
  return std::nullopt;
}

}  // namespace reshoot
