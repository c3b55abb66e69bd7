// SPDX-License-Identifier: Apache-2.0
#pragma once
// A server on 127.0.0.1 that speaks TLS with a certificate it signed itself.

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "base/unique_fd.h"

namespace reshoot::test {

/// Gives each request the same answer, one connection after the other.
class TlsServer {
 public:
  /// The certificate is good for `name`, as `DNS:localhost` or `IP:127.0.0.1`, and is written to
  /// `certificate`.
  TlsServer(const std::string& name, const std::filesystem::path& certificate, std::string answer);
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] int requests() const { return requests_; }

 private:
  struct Keys;
  void serve_all();
  void serve(int fd);

  std::unique_ptr<Keys> keys_;
  std::string answer_;
  UniqueFd listener_;
  int port_ = 0;
  std::atomic<int> requests_ = 0;
  std::thread thread_;
};

}  // namespace reshoot::test
