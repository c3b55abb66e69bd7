// SPDX-License-Identifier: Apache-2.0
#pragma once
// One client's connection: reads a request, then gives out its delivery as it says, byte for byte
// and in its time.

#include <functional>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/unique_fd.h"
#include "emulator/server/request_reader.h"

namespace reshoot::emulator {

using RequestHandler = std::function<Delivery(const EmulatedRequest&)>;

class Connection {
 public:
  /// Takes a connected, non-blocking socket.
  explicit Connection(UniqueFd socket) : socket_(std::move(socket)) {}

  /// Does what can be done now. False: the connection is over.
  bool go_on(const RequestHandler& handler, Steady now);
  /// When there is something to do though nothing happens on the socket; nullopt: never.
  [[nodiscard]] std::optional<Steady> due() const { return due_; }
  [[nodiscard]] bool wants_to_write() const { return phase_ == Phase::writing && !due_; }
  [[nodiscard]] int fd() const { return socket_.get(); }

 private:
  enum class Phase { reading, waiting, writing, hanging };

  /// False: the client is gone.
  bool receive();
  bool answer(const RequestHandler& handler, Steady now);
  bool write(Steady now);
  /// Bytes that may go now, by the delivery's speed.
  [[nodiscard]] std::size_t allowed(Steady now) const;
  bool finish();
  bool end(Ending ending);

  UniqueFd socket_;
  RequestReader reader_;
  Delivery delivery_;
  std::string out_;
  std::size_t head_size_ = 0;
  std::size_t written_ = 0;
  Phase phase_ = Phase::reading;
  std::optional<Steady> due_;
  Steady began_;
  bool peer_done_ = false;
};

}  // namespace reshoot::emulator
