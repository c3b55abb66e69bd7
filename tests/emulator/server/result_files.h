// SPDX-License-Identifier: Apache-2.0
#pragma once
// Results that play: MP4 files of the caller's, each copy marked so that no two jobs have the same.

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "emulator/storage_face.h"

namespace reshoot::emulator {

constexpr std::uint64_t largest_result = 256U << 20U;  ///< bytes of a file

/// The file with a `free` box behind it that holds the job's id; players pass over it.
std::string marked(const std::string& file, const Job& job);

/// `specs` are `FILE` or `SECONDS=FILE`: a job gets the file of its billed seconds, else the one
/// without, else a fake one. Each is marked. Errors: `environment`, `usage`.
Result<ResultMaker> result_maker(const std::vector<std::string>& specs);

}  // namespace reshoot::emulator
