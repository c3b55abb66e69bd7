// SPDX-License-Identifier: Apache-2.0
#pragma once
// HeyGen's API, version 3: avatar videos and assets.

#include "provider/adapter.h"

namespace reshoot {

const Adapter& heygen_adapter();

}  // namespace reshoot
