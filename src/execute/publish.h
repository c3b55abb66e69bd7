// SPDX-License-Identifier: Apache-2.0
#pragma once
// Puts finished videos under out/: a copy that appears whole, only where it is not there already.

#include <filesystem>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "store/ledger.h"

namespace reshoot {

/// `out/NAME/launch.mp4`, or `out/NAME/draft/launch.mp4`; relative to the workspace.
std::string output_path(std::string_view campaign, std::string_view video, bool draft);

/// Whether the file at `path` is the blob, by what was remembered when it was put there and its
/// stat now.
Result<bool> is_published(const std::filesystem::path& workspace, const std::string& path,
                          const Digest& blob, const std::vector<Published>& known);

/// Copies the blob's file to `path` and answers with what to remember.
Result<Published> put_out(const std::filesystem::path& workspace, const std::string& path,
                          const std::filesystem::path& blob_file, const Digest& blob);

}  // namespace reshoot
