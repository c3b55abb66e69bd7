// SPDX-License-Identifier: Apache-2.0
#pragma once
// An HTTP/1.1 server on the loopback address: one thread, epoll, plain sockets. A library would not
// reset a connection in the middle of a body, and thousands of slow answers need no thread each.

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <unordered_map>

#include "base/result.h"
#include "emulator/server/connection.h"

namespace reshoot::emulator {

class HttpServer {
 public:
  /// Listens on 127.0.0.1; `port` 0 is any that is free. Errors: `environment`.
  static Result<HttpServer> listen(std::uint16_t port);

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// Serves until `until` or stop(). The handler is called by this thread.
  void run(const RequestHandler& handler, Steady until);
  /// For the handler: ends run() once its answer is out.
  void stop() { stopping_ = true; }

 private:
  HttpServer(UniqueFd listener, UniqueFd epoll, std::uint16_t port)
      : listener_(std::move(listener)), epoll_(std::move(epoll)), port_(port) {}
  void accept_all();
  void serve(int fd, const RequestHandler& handler);
  void serve_due(const RequestHandler& handler);
  [[nodiscard]] int wait_millis(Steady until) const;

  struct Peer {
    Connection connection;
    std::optional<Steady> due;
    bool writes = false;
  };

  UniqueFd listener_;
  UniqueFd epoll_;
  std::uint16_t port_;
  bool stopping_ = false;
  std::unordered_map<int, Peer> peers_;
  std::set<std::pair<Steady, int>> due_;
};

}  // namespace reshoot::emulator
