// SPDX-License-Identifier: Apache-2.0
#include "emulator/face.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace reshoot::emulator {

void note_violation(const Ground& ground, const FaceCall& call, const std::string& what) {
  ground.violations.push_back(
      fmt::format("{} {}: {}", name_of(call.operation), call.target.path, what));
}

void note_violations(const Ground& ground, const FaceCall& call, const Problems& problems) {
  for (const std::string& text : problems.texts) {
    note_violation(ground, call, text);
  }
}

void check_query(const Ground& ground, const FaceCall& call,
                 std::initializer_list<std::string_view> known) {
  for (const auto& [name, value] : call.target.query) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      note_violation(ground, call, fmt::format("unknown query parameter {}", name));
    }
  }
}

std::function<Millis(const std::string&)> lengths_of_uploads(const Ground& ground) {
  return [&objects = ground.objects](const std::string& url) {
    const StoredObject* const object = objects.find(url);
    return object == nullptr ? Millis{0} : mp4_length(object->bytes.value_or(""));
  };
}

const AccountSettings* account_of_key(const ProviderSettings& provider, std::string_view key) {
  for (const AccountSettings& account : provider.accounts) {
    if (account.key == key) {
      return &account;
    }
  }
  return nullptr;
}

const AccountSettings* account_of(const ProviderSettings& provider,
                                  const EmulatedRequest& request) {
  constexpr std::string_view bearer = "Bearer ";
  std::string_view key = request.header("authorization");
  if (!key.starts_with(bearer)) {
    return nullptr;
  }
  key.remove_prefix(bearer.size());
  return account_of_key(provider, key);
}

std::optional<std::int64_t> price_of(const ProviderSettings& provider, const std::string& model,
                                     const std::string& resolution) {
  const auto prices = provider.prices.find(model);
  if (prices == provider.prices.end()) {
    return std::nullopt;
  }
  for (const std::string& name : {resolution, std::string("*")}) {
    if (const auto price = prices->second.find(name); price != prices->second.end()) {
      return price->second;
    }
  }
  return std::nullopt;
}

void add_retry_after(Delivery& delivery, const Settings& settings, std::optional<Millis> after) {
  if (after) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(settings.scaled(*after)).count();
    delivery.headers.push_back({"retry-after", std::to_string(std::max<std::int64_t>(1, seconds))});
  }
}

std::string result_url(const Settings& settings, const Job& job) {
  return fmt::format("{}/results/{}/{}.mp4", settings.origin, job.provider, job.id);
}

std::optional<nlohmann::json> json_body(const Ground& ground, const FaceCall& call) {
  if (!call.request.header("content-type").starts_with("application/json")) {
    note_violation(ground, call, "the body's Content-Type is not application/json");
  }
  nlohmann::json json = nlohmann::json::parse(call.request.body, nullptr, false);
  if (!json.is_object()) {
    note_violation(ground, call, "the body is no JSON object");
    return std::nullopt;
  }
  return json;
}

std::string dumped(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace reshoot::emulator
