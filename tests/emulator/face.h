// SPDX-License-Identifier: Apache-2.0
#pragma once
// A face is one API of the emulated cloud: which calls are its own, and what it answers. All faces
// share the jobs, the uploads and the list of violations.

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/fault.h"
#include "emulator/job_desk.h"
#include "emulator/message.h"
#include "emulator/object_store.h"
#include "emulator/payload.h"
#include "emulator/settings.h"

namespace reshoot::emulator {

/// What the faces stand on; outlives them.
struct Ground {
  const Settings& settings;
  JobDesk& jobs;
  ObjectStore& objects;
  Ids& ids;
  std::vector<std::string>& violations;  ///< what a client did against the documentation
};

struct FaceCall {
  const EmulatedRequest& request;
  const Target& target;
  Operation operation;
  const FaultDraw& faults;
  Wall now;
};

/// Why a face says no without looking at the call.
enum class No { throttled, server_error, upstream_refusal, content };

struct Face {
  virtual ~Face() = default;
  /// What the call asks for; nullopt: it is no call of this face.
  [[nodiscard]] virtual std::optional<Operation> operation(const EmulatedRequest& request,
                                                           const Target& target) const = 0;
  virtual Delivery answer(const FaceCall& call) = 0;
  [[nodiscard]] virtual Delivery refuse(No why, int status) const = 0;
};

/// Remembers what was wrong with a call.
void note_violation(const Ground& ground, const FaceCall& call, const std::string& what);
void note_violations(const Ground& ground, const FaceCall& call, const Problems& problems);

/// Query parameters that the documentation does not know are violations.
void check_query(const Ground& ground, const FaceCall& call,
                 std::initializer_list<std::string_view> known);

/// How long an uploaded video plays; 0 where there is none.
std::function<Millis(const std::string& url)> lengths_of_uploads(const Ground& ground);

/// The account of that key; nullptr: none.
const AccountSettings* account_of_key(const ProviderSettings& provider, std::string_view key);
/// The account whose key the call carries as `Authorization: Bearer`; nullptr: none.
const AccountSettings* account_of(const ProviderSettings& provider, const EmulatedRequest& request);

/// Micro-dollars per second; nullopt: no such price.
std::optional<std::int64_t> price_of(const ProviderSettings& provider, const std::string& model,
                                     const std::string& resolution);

/// Adds the header, where a limit's answer has one.
void add_retry_after(Delivery& delivery, const Settings& settings, std::optional<Millis> after);

/// Where a job's result lies.
std::string result_url(const Settings& settings, const Job& job);

/// A JSON body; nullopt and a violation: it is none.
std::optional<nlohmann::json> json_body(const Ground& ground, const FaceCall& call);

/// Prints it; bytes that are no UTF-8 become U+FFFD.
std::string dumped(const nlohmann::json& json);

/// Whole milliseconds and seconds since 1970.
inline std::int64_t millis_of(Wall time) {
  return time.ns / 1'000'000;
}
inline std::int64_t seconds_of(Wall time) {
  return time.ns / 1'000'000'000;
}
inline Wall after(Wall time, Millis by) {
  return {time.ns + std::chrono::nanoseconds(by).count()};
}

}  // namespace reshoot::emulator
