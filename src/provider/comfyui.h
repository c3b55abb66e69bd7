// SPDX-License-Identifier: Apache-2.0
#pragma once
// A user's own ComfyUI server. What is run there is the user's workflow; jobs have the ids that we
// choose, and its lists of jobs are exact until it is started anew.

#include "provider/adapter.h"

namespace reshoot {

const Adapter& comfyui_adapter();

}  // namespace reshoot
