// SPDX-License-Identifier: Apache-2.0
#pragma once
// Makes the file that is used out of the one that was downloaded.

#include <filesystem>
#include <string>

#include "base/cancel.h"
#include "base/result.h"
#include "catalog/identity_model.h"

namespace reshoot {

/// The bytes of the file that is used; they have the row's digest. `file.edit` is not `none`, and
/// `source` is the file that the row names, in a folder that can be written. Errors: `environment`
/// (the program bspatch, the disk), `corrupt`, `transient`, `cancelled`.
Result<std::string> edited(const IdentityFile& file, const std::filesystem::path& source,
                           const Cancel& cancel);

}  // namespace reshoot
