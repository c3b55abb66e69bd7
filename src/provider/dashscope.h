// SPDX-License-Identifier: Apache-2.0
#pragma once
// DashScope, the API of Alibaba Cloud's Model Studio.

#include "provider/adapter.h"

namespace reshoot {

const Adapter& dashscope_adapter();

}  // namespace reshoot
