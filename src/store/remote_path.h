// SPDX-License-Identifier: Apache-2.0
#pragma once
// Names in a remote's folder, opened part by part without following links: what somebody else put
// there leads nowhere else.

#include <sys/stat.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/unique_fd.h"

namespace reshoot {

/// Parts of lower-case letters, digits, `-`, `_` and `.`, none empty or beginning with `.`, joined
/// by `/`; at most 200 characters.
bool is_remote_name(std::string_view name);

/// A failure of the remote at `root`, with what is kept and what to do next; kind `environment`.
[[nodiscard]] tl::unexpected<Error> remote_failure(std::string_view doing,
                                                   const std::filesystem::path& root,
                                                   std::string_view name, int error_number);

/// The remote's folder itself. Error: it is not there (a drive that is not mounted), or no folder.
Result<UniqueFd> open_remote_root(const std::filesystem::path& root);

/// The folder that holds `name`. nullopt: there is none, or something else has its name.
Result<std::optional<UniqueFd>> open_parent(const UniqueFd& root_fd,
                                            const std::filesystem::path& root,
                                            std::string_view name);

/// The same, with folders made where they are missing; who may use them is as for `root`.
Result<UniqueFd> make_parent(const UniqueFd& root_fd, const std::filesystem::path& root,
                             std::string_view name);

/// Makes the names in a folder durable, where its file system can (SMB cannot). False: it failed,
/// and errno says why.
bool sync_folder(const UniqueFd& folder);

/// `c` of `a/b/c`.
std::string last_part(std::string_view name);

}  // namespace reshoot
