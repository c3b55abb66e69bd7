// SPDX-License-Identifier: Apache-2.0
#pragma once
// The version of this program; CMake passes the project's.

namespace reshoot {

constexpr const char* version = RESHOOT_VERSION;

}  // namespace reshoot
