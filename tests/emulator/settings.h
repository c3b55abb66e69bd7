// SPDX-License-Identifier: Apache-2.0
#pragma once
// How an emulated cloud behaves: accounts, limits, latency, prices, faults.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "emulator/fault.h"

namespace reshoot::emulator {

/// Who may call.
struct AccountSettings {
  std::string key;
  std::string name;                           ///< in the bill
  std::optional<std::int64_t> credit_micros;  ///< nullopt: as much as it takes
};

/// Of one account. 0: no limit.
struct Limits {
  std::size_t jobs_out = 0;      ///< more than this many unfinished jobs: 429
  std::size_t jobs_running = 0;  ///< more wait in the queue
  std::size_t submits_per_minute = 0;
  std::size_t submits_per_hour = 0;
  std::size_t polls_per_second = 0;
  std::optional<Millis> retry_after;  ///< what a 429 says; nullopt: nothing
};

/// Micro-dollars per second by the provider's word for the resolution; `*` is any.
using Prices = std::map<std::string, std::int64_t>;

struct ProviderSettings {
  std::vector<AccountSettings> accounts;
  Limits limits;
  Millis latency{60'000};                    ///< of a job from its start
  Millis latency_spread{0};                  ///< up to that much longer, by chance
  std::map<std::string, Millis> latency_of;  ///< by model
  std::map<std::string, Prices> prices;      ///< by model; a job without a price is refused
  bool bills_input_video = false;
  std::optional<Millis> result_life;  ///< of job and URL; nullopt: for good
};

struct Settings {
  std::string origin = "https://emulator.test";  ///< scheme and host of every URL it gives out
  std::uint64_t seed = 1;
  /// Divides latencies, their spread, the windows of limits, outages, lags and Retry-After. Expiry
  /// and clock skew stay as they are.
  double speed = 1;
  ProviderSettings gmi;
  ProviderSettings dashscope;
  ProviderSettings heygen;
  ProviderSettings comfyui;
  FaultPlan faults;

  [[nodiscard]] Millis scaled(Millis time) const {
    return Millis{static_cast<std::int64_t>(static_cast<double>(time.count()) / speed)};
  }
};

/// By a name of a provider that jobs have.
const ProviderSettings& provider_of(const Settings& settings, std::string_view provider);

/// One account per provider (keys `gmi-test-key`, `dashscope-test-key`, `heygen-test-key`; ComfyUI
/// takes none), no limits but DashScope's 20 polls per second, HeyGen's 10 jobs at a time and one
/// running job at ComfyUI, a minute per job, prices as the catalog has them or, where nobody
/// publishes them, as on DashScope.
Settings usual_settings();

}  // namespace reshoot::emulator
