// SPDX-License-Identifier: Apache-2.0
#include "emulator/settings.h"

namespace reshoot::emulator {
namespace {

const Prices wan{{"720P", 100'000}, {"1080P", 150'000}};

}  // namespace

const ProviderSettings& provider_of(const Settings& settings, std::string_view provider) {
  if (provider == "gmi") {
    return settings.gmi;
  }
  if (provider == "heygen") {
    return settings.heygen;
  }
  return provider == "comfyui" ? settings.comfyui : settings.dashscope;
}

Settings usual_settings() {
  Settings settings;
  settings.gmi.accounts = {{"gmi-test-key", "gmi-test", std::nullopt}};
  settings.gmi.prices = {{"wan2.7-t2v", wan},
                         {"wan2.7-i2v", wan},
                         {"wan2.7-r2v", wan},
                         {"veo-3.1-fast-generate-001", {{"*", 100'000}}},
                         {"veo-3.1-generate-001", {{"*", 400'000}}},
                         {"heygen-avatar-4", {{"*", 66'700}}}};
  settings.gmi.bills_input_video = true;  // GMI says nothing; it is Alibaba's model
  settings.dashscope.accounts = {{"dashscope-test-key", "dashscope-test", std::nullopt}};
  settings.dashscope.prices = {{"wan2.7-t2v", wan}, {"wan2.7-i2v", wan}, {"wan2.7-r2v", wan}};
  settings.dashscope.bills_input_video = true;
  settings.dashscope.result_life = std::chrono::hours{24};
  settings.dashscope.limits.polls_per_second = 20;
  settings.heygen.accounts = {{"heygen-test-key", "heygen-test", std::nullopt}};
  settings.heygen.prices = {{"avatar_iv", {{"*", 66'700}, {"4k", 83'300}}}};
  settings.heygen.limits.jobs_out = 10;
  settings.heygen.limits.retry_after = std::chrono::seconds{10};
  settings.comfyui.accounts = {{"", "comfyui-test", std::nullopt}};
  settings.comfyui.limits.jobs_running = 1;
  return settings;
}

}  // namespace reshoot::emulator
