// SPDX-License-Identifier: Apache-2.0
#include "emulator/settings.h"

namespace reshoot::emulator {
namespace {

const Prices wan{{"720P", 100'000}, {"1080P", 150'000}};

}  // namespace

Settings usual_settings() {
  Settings settings;
  settings.gmi.accounts = {{"gmi-test-key", "gmi-test", std::nullopt}};
  settings.gmi.prices = {{"wan2.7-t2v", wan},
                         {"wan2.7-i2v", wan},
                         {"wan2.7-r2v", wan},
                         {"veo-3.1-fast-generate-001", {{"*", 100'000}}},
                         {"veo-3.1-generate-001", {{"*", 400'000}}},
                         {"heygen-avatar-4", {{"*", 66'700}}}};
  settings.dashscope.accounts = {{"dashscope-test-key", "dashscope-test", std::nullopt}};
  settings.dashscope.prices = {{"wan2.7-t2v", wan}, {"wan2.7-i2v", wan}, {"wan2.7-r2v", wan}};
  settings.dashscope.bills_input_video = true;
  settings.dashscope.result_life = std::chrono::hours{24};
  settings.dashscope.limits.polls_per_second = 20;
  return settings;
}

}  // namespace reshoot::emulator
