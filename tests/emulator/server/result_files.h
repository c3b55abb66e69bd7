// SPDX-License-Identifier: Apache-2.0
#pragma once
// Results that play: MP4 files of the caller's, each copy marked so that no two jobs have the same.

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "emulator/storage_face.h"

namespace reshoot::emulator {

/// `specs` are `FILE` or `SECONDS=FILE`: a job gets the file of its billed seconds, else the one
/// without, else a fake one. Each is followed by a `free` box with the job's id. Errors:
/// `environment`, `usage`.
Result<ResultMaker> result_maker(const std::vector<std::string>& specs);

}  // namespace reshoot::emulator
