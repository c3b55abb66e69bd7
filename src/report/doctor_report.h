// SPDX-License-Identifier: Apache-2.0
#pragma once
// What `doctor` found out about this machine, in a list of checks.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/styled_text.h"

namespace reshoot {

enum class CheckState : std::uint8_t { ok, warn, fail };
std::string_view name_of(CheckState state);

struct DoctorCheck {
  std::string name;
  CheckState state = CheckState::ok;
  std::string detail;  ///< what was found
  std::string help;    ///< what to do; empty where all is well
};

std::string doctor_text(const std::vector<DoctorCheck>& checks, const TextStyle& style);
std::string doctor_json(const std::vector<DoctorCheck>& checks);

}  // namespace reshoot
