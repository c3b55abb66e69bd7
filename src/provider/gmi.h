// SPDX-License-Identifier: Apache-2.0
#pragma once
// The request queue of GMI Cloud.

#include "provider/adapter.h"

namespace reshoot {

const Adapter& gmi_adapter();

}  // namespace reshoot
