// SPDX-License-Identifier: Apache-2.0
#pragma once
// Random names that are unique everywhere.

#include <string>

namespace reshoot {

/// A UUID version 4 (RFC 9562) from the kernel's random numbers: 36 lower-case characters.
std::string new_uuid();

}  // namespace reshoot
