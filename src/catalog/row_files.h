// SPDX-License-Identifier: Apache-2.0
#pragma once
// Files of rows: those compiled into the binary, then a workspace's own in a folder of it. Knows
// nothing of what stands in them.

#include <filesystem>
#include <functional>
#include <span>
#include <string_view>

#include "base/diagnostic.h"
#include "base/embedded_file.h"
#include "base/source.h"

namespace reshoot {

/// Reads one file of rows, which has been added to the sources; mistakes go to the diagnostics.
using ReadRows = std::function<void(SourceId source, bool built_in, Diagnostics& diags)>;

/// Calls `read` for each of `embedded`, in which a mistake is a bug, then for each
/// `FOLDER/*.yaml` of the workspace in the order of their names. A file that cannot be read is
/// reported. An empty `workspace`: the embedded ones only.
void read_row_files(std::span<const EmbeddedFile> embedded, const std::filesystem::path& workspace,
                    std::string_view folder, SourceMap& sources, Diagnostics& diags,
                    const ReadRows& read);

}  // namespace reshoot
