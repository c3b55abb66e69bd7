// SPDX-License-Identifier: Apache-2.0
#pragma once
// The real network, by libcurl. No curl type is seen here. TLS is always verified, keys go to the
// request's own host only, and nothing that was sent is printed.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "network/proxy.h"
#include "network/transport.h"

namespace reshoot {

struct TransportOptions {
  std::string user_agent;  ///< `reshoot/0.1.0`
  Proxy proxy;
  /// Certificates (PEM) that servers are trusted by; empty: the system's.
  std::filesystem::path authorities;
  /// Requests that are on the wire at a time; the others stand in line and their deadlines have not
  /// begun. A POST of a text, which may make a job, goes out at once. 0: a quarter of the files
  /// that this process may open, at most 1,000.
  std::size_t at_once = 0;
};

/// Its cost grows with what happens, not with how much is out: sockets are waited for by epoll and
/// deadlines lie in a heap.
class CurlTransport final : public Transport {
 public:
  /// Before the first other thread begins. Errors: `environment`.
  static Result<std::unique_ptr<CurlTransport>> create(TransportOptions options);
  ~CurlTransport() override;
  CurlTransport(const CurlTransport&) = delete;
  CurlTransport& operator=(const CurlTransport&) = delete;

  void start(RequestId id, Call call) override;
  void cancel(RequestId id) override;
  std::vector<NetworkEvent> wait(Steady deadline) override;
  void wake() override;

 private:
  struct Impl;
  explicit CurlTransport(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace reshoot
