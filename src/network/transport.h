// SPDX-License-Identifier: Apache-2.0
#pragma once
// The network as the engine sees it: requests go out, what became of them comes back. With it comes
// the one place that waits.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "base/result.h"
#include "provider/http.h"

namespace reshoot {

using RequestId = std::uint64_t;

/// How long each part of a request may take, from when it goes on the wire: it may stand in line
/// before.
struct Deadlines {
  Millis connect{10'000};
  Millis first_byte{120'000};  ///< from the end of the request to the first byte of the answer
  Millis silence{60'000};      ///< without a byte, in the middle of an answer
  Millis total{600'000};
};

/// Which hosts a request may reach. https only, except where `plain_host` allows its host.
struct NetworkRule {
  /// A host and port that may be reached by plain http, and at a loopback or private address: the
  /// one that a base URL names. URLs that its answers name are held to it. Empty: none.
  std::string plain_host;
  /// A result's URL, which a provider chose: redirects are followed (https only, without keys, at
  /// most 5), and private, loopback and link-local addresses are refused but for `plain_host`.
  bool chosen_by_provider = false;
};

struct Call {
  HttpRequest request;
  Deadlines deadlines;
  NetworkRule rule;
  std::uint64_t reply_cap = 8U << 20U;  ///< bytes of a reply that is held in memory
  /// Where the body goes instead, hashed on its way; must not exist. Only of a status of 200.
  std::optional<std::filesystem::path> download;
  std::uint64_t download_cap = 2ULL << 30U;
};

struct Downloaded {
  Digest sha256;
  std::uint64_t bytes = 0;  ///< equal to Content-Length, where that was said
};

/// An answer, whatever its status.
struct Answered {
  RequestId id = 0;
  HttpReply reply;
  std::optional<Downloaded> downloaded;
};

/// No answer. `sent`: some of the request may have reached the other side, so a POST may have been
/// acted on. Kinds: `transient` (refused, timed out, reset, name not found), `environment` (TLS,
/// disk, a forbidden host or scheme), `corrupt` (too much or too little of an answer), `cancelled`.
struct Broken {
  RequestId id = 0;
  Error error;
  bool sent = true;
};

using NetworkEvent = std::variant<Answered, Broken>;

struct Transport {
  virtual ~Transport() = default;
  /// Begins; the answer comes out of wait(). `id` is the caller's and not in use.
  virtual void start(RequestId id, Call call) = 0;
  /// Ends a request, which comes back as Broken `cancelled`.
  virtual void cancel(RequestId id) = 0;
  /// What has happened; waits for the first thing, for wake(), or until `deadline`.
  virtual std::vector<NetworkEvent> wait(Steady deadline) = 0;
  /// Ends a wait() that is going on, or else the next one. The only call that any thread may make.
  virtual void wake() = 0;
};

}  // namespace reshoot
