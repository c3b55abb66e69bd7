// SPDX-License-Identifier: Apache-2.0
#pragma once
// The file of an identity model, held against its row before anything is loaded from it.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "catalog/identity_model.h"

namespace reshoot {

/// Its bytes. Errors: `environment` (cannot be read, or is another file than the row
/// says).
Result<std::string> read_model(const std::filesystem::path& file, const IdentityModel& model);

/// An `environment` error: "the model 'x' " and `what`.
[[nodiscard]] tl::unexpected<Error> unfit_model(const IdentityModel& model, std::string_view what);

}  // namespace reshoot
