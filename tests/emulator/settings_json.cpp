// SPDX-License-Identifier: Apache-2.0
#include "emulator/settings_json.h"

#include <fmt/format.h>

#include <functional>
#include <map>
#include <nlohmann/json.hpp>

namespace reshoot::emulator {
namespace {

using Json = nlohmann::json;
/// What to do with the value of each key.
using Readers = std::map<std::string, std::function<Result<void>(const Json& value)>>;

/// Reads `value` into `target`; nlohmann's exceptions end here.
template <class T>
Result<void> read_into(T& target, const Json& value) {
  try {
    target = value.get<T>();
  } catch (const Json::exception& e) {
    return fail(ErrorKind::usage, e.what());
  }
  return {};
}

template <class T>
std::function<Result<void>(const Json&)> into(T& target) {
  return [&target](const Json& value) { return read_into(target, value); };
}

template <class T>
std::function<Result<void>(const Json&)> into(std::optional<T>& target) {
  return [&target](const Json& value) { return read_into(target.emplace(), value); };
}

Result<void> read_millis(Millis& target, const Json& value) {
  Millis::rep count = 0;
  TRY(read_into(count, value));
  target = Millis{count};
  return {};
}

std::function<Result<void>(const Json&)> millis_into(Millis& target) {
  return [&target](const Json& value) { return read_millis(target, value); };
}

std::function<Result<void>(const Json&)> millis_into(std::optional<Millis>& target) {
  return [&target](const Json& value) { return read_millis(target.emplace(), value); };
}

Result<void> read_object(const Json& json, const Readers& readers) {
  if (!json.is_object()) {
    return fail(ErrorKind::usage, fmt::format("not an object: {}", json.dump()));
  }
  for (const auto& [key, value] : json.items()) {
    const auto reader = readers.find(key);
    if (reader == readers.end()) {
      return fail(ErrorKind::usage, fmt::format("unknown key '{}'", key));
    }
    if (auto read = reader->second(value); !read) {
      return fail(ErrorKind::usage, fmt::format("{}: {}", key, read.error().message));
    }
  }
  return {};
}

/// A value by its name, where `find` knows it.
template <class Target, class Find>
std::function<Result<void>(const Json&)> named_into(Target& target, Find find) {
  return [&target, find](const Json& value) -> Result<void> {
    std::string name;
    TRY(read_into(name, value));
    const auto found = find(name);
    if (!found) {
      return fail(ErrorKind::usage, fmt::format("there is no '{}'", name));
    }
    target = *found;
    return {};
  };
}

Result<FaultRule> read_rule(const Json& json) {
  FaultRule rule;
  TRY(read_object(json, {{"kind", named_into(rule.kind, find_fault)},
                         {"at", named_into(rule.at, find_operation)},
                         {"probability", into(rule.probability)},
                         {"calls", into(rule.calls)},
                         {"most", into(rule.most)},
                         {"retry_after_ms", millis_into(rule.retry_after)},
                         {"duration_ms", millis_into(rule.duration)},
                         {"bytes", into(rule.bytes)},
                         {"status", into(rule.status)}}));
  if (!json.contains("kind")) {
    return fail(ErrorKind::usage, "a fault without a kind");
  }
  return rule;
}

Result<AccountSettings> read_account(const Json& json) {
  AccountSettings account;
  TRY(read_object(json, {{"key", into(account.key)},
                         {"name", into(account.name)},
                         {"credit_micros", into(account.credit_micros)}}));
  return account;
}

Result<Limits> read_limits(const Json& json) {
  Limits limits;
  TRY(read_object(json, {{"jobs_out", into(limits.jobs_out)},
                         {"jobs_running", into(limits.jobs_running)},
                         {"submits_per_minute", into(limits.submits_per_minute)},
                         {"submits_per_hour", into(limits.submits_per_hour)},
                         {"polls_per_second", into(limits.polls_per_second)},
                         {"retry_after_ms", millis_into(limits.retry_after)}}));
  return limits;
}

Result<void> change_provider(ProviderSettings& provider, const Json& json) {
  const auto accounts = [&](const Json& list) -> Result<void> {
    provider.accounts.clear();
    for (const Json& element : list) {
      TRY_ASSIGN(AccountSettings account, read_account(element));
      provider.accounts.push_back(std::move(account));
    }
    return {};
  };
  const auto limits = [&](const Json& value) -> Result<void> {
    TRY_ASSIGN(provider.limits, read_limits(value));
    return {};
  };
  const auto latency_of = [&](const Json& value) -> Result<void> {
    std::map<std::string, Millis::rep> by_model;
    TRY(read_into(by_model, value));
    for (const auto& [model, count] : by_model) {
      provider.latency_of[model] = Millis{count};
    }
    return {};
  };
  return read_object(json, {{"accounts", accounts},
                            {"limits", limits},
                            {"latency_ms", millis_into(provider.latency)},
                            {"latency_spread_ms", millis_into(provider.latency_spread)},
                            {"latency_of_ms", latency_of},
                            {"prices", into(provider.prices)},
                            {"bills_input_video", into(provider.bills_input_video)},
                            {"result_life_ms", millis_into(provider.result_life)}});
}

}  // namespace

Result<FaultPlan> read_fault_plan(const Json& json) {
  FaultPlan plan;
  const auto rules = [&](const Json& list) -> Result<void> {
    for (const Json& element : list) {
      TRY_ASSIGN(FaultRule rule, read_rule(element));
      plan.rules.push_back(std::move(rule));
    }
    return {};
  };
  TRY(read_object(json, {{"seed", into(plan.seed)}, {"rules", rules}}));
  return plan;
}

Result<void> change_settings(Settings& settings, const Json& json) {
  Settings changed = settings;
  const auto faults = [&](const Json& value) -> Result<void> {
    TRY_ASSIGN(changed.faults, read_fault_plan(value));
    return {};
  };
  TRY(read_object(
      json, {{"speed", into(changed.speed)},
             {"seed", into(changed.seed)},
             {"faults", faults},
             {"gmi", [&](const Json& v) { return change_provider(changed.gmi, v); }},
             {"dashscope", [&](const Json& v) { return change_provider(changed.dashscope, v); }},
             {"heygen", [&](const Json& v) { return change_provider(changed.heygen, v); }},
             {"comfyui", [&](const Json& v) { return change_provider(changed.comfyui, v); }}}));
  if (!(changed.speed > 0)) {
    return fail(ErrorKind::usage, "speed is not above 0");
  }
  settings = std::move(changed);
  return {};
}

}  // namespace reshoot::emulator
