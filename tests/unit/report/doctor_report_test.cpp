// SPDX-License-Identifier: Apache-2.0
#include "report/doctor_report.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "support/golden.h"

namespace reshoot {

TEST_CASE("doctor: each check with what was found and what to do") {
  const std::vector<DoctorCheck> checks{
      {"ffmpeg", CheckState::ok, "/usr/bin/ffmpeg", ""},
      {"espeak-ng", CheckState::fail, "espeak-ng is not installed",
       "install the package 'espeak-ng'"},
      {"git", CheckState::warn, "the workspace is not in git",
       "keep campaigns in git: 'git init'"}};
  check_golden("report/doctor.txt", doctor_text(checks, {80, false}));
  check_golden("report/doctor.json", doctor_json(checks));
  CHECK(doctor_text({checks[0]}, {}).ends_with("\nall is well\n"));
  CHECK(nlohmann::json::parse(doctor_json({checks[0], checks[2]}))["ok"] == true);
}

}  // namespace reshoot
