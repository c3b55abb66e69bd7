// SPDX-License-Identifier: Apache-2.0
#pragma once
// Brings one identity model here: out of a folder, or from its URL; makes the edit; and gives the
// file its name once its digest is right.

#include <filesystem>

#include "cli/identity_files.h"
#include "cli/pull/model_download.h"
#include "cli/pull/model_folder.h"
#include "report/pull_report.h"

namespace reshoot {

/// Downloads a model that is not here. Errors: `environment`, `transient`, `corrupt`, `cancelled`;
/// they say what is kept of it.
Result<void> download_installed(const IdentityModel& model, const IdentityFiles& files,
                                const DownloadAccess& access);

/// Takes a model out of a folder, by the digest of its result or of its source. False: it is not
/// there. Errors: as above.
Result<bool> take_installed(const IdentityModel& model, const IdentityFiles& files,
                            ModelFolder& from, const Cancel& cancel);

}  // namespace reshoot
