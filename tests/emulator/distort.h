// SPDX-License-Identifier: Apache-2.0
#pragma once
// What faults do to an answer on its way.

#include "emulator/fault.h"
#include "emulator/message.h"

namespace reshoot::emulator {

void distort(Delivery& delivery, const FaultDraw& faults);

}  // namespace reshoot::emulator
