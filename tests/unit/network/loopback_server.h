// SPDX-License-Identifier: Apache-2.0
#pragma once
// A server on 127.0.0.1 whose answers a test writes byte by byte. Each connection has a thread.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/sync.h"
#include "base/unique_fd.h"

namespace reshoot::test {

struct SeenRequest {
  std::string head;  ///< request line and headers, as sent
  std::string body;
  int connection = 0;  ///< counted from 1
  int number = 0;      ///< on this connection, from 1
};

/// The server's end of a connection.
class Connection {
 public:
  explicit Connection(UniqueFd fd) : fd_(std::move(fd)) {}
  /// False: the other side has gone.
  bool send(std::string_view bytes);
  /// Waits until the other side has closed.
  void wait_for_end();
  /// Breaks it with a TCP reset.
  void reset();
  void close();
  [[nodiscard]] bool is_open() const { return fd_.is_open(); }
  /// The next request; false: there is none.
  bool read_request(SeenRequest& request);
  /// From any thread: no more is read or sent.
  void shut_down();

 private:
  bool read_more();
  std::mutex closing_;  ///< between the connection's thread, which closes, and shut_down()
  UniqueFd fd_;
  std::string buffer_;
};

class LoopbackServer {
 public:
  /// Called on a thread of the connection for each request.
  using Handler = std::function<void(Connection&, const SeenRequest&)>;
  explicit LoopbackServer(Handler handler);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  [[nodiscard]] std::string place() const { return "127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] std::string url(const std::string& path) const {
    return "http://" + place() + path;
  }
  /// Those so far.
  std::vector<SeenRequest> requests() { return *requests_.lock(); }
  [[nodiscard]] int connections() const { return connections_; }

 private:
  void accept_all();
  void serve(Connection& connection, int number);

  Handler handler_;
  UniqueFd listener_;
  int port_ = 0;
  std::atomic<int> connections_ = 0;
  Synced<std::vector<SeenRequest>> requests_;
  Synced<std::vector<std::unique_ptr<Connection>>> open_;
  std::vector<std::thread> threads_;
  std::thread accepter_;
};

/// An answer with its length.
std::string answer(std::string_view body, std::string_view more_headers = {},
                   std::string_view status = "200 OK");

}  // namespace reshoot::test
