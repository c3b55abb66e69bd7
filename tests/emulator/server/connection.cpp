// SPDX-License-Identifier: Apache-2.0
#include "emulator/server/connection.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>

namespace reshoot::emulator {
namespace {

// How often a slow answer gets its next bytes.
constexpr Millis slice{20};

bool would_block() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

}  // namespace

bool Connection::receive() {
  std::array<char, 65536> bytes;
  while (!peer_done_) {
    const ssize_t got = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
    if (got < 0) {
      return would_block();
    }
    peer_done_ = got == 0;
    reader_.add({bytes.data(), static_cast<std::size_t>(got)});
  }
  return !peer_done_ || phase_ == Phase::reading || phase_ == Phase::writing;
}

bool Connection::go_on(const RequestHandler& handler, Steady now) {
  if (!receive()) {
    return false;
  }
  while (phase_ == Phase::reading) {
    const RequestReader::State state = reader_.read();
    if (state == RequestReader::State::malformed) {
      return false;
    }
    if (state == RequestReader::State::incomplete) {
      constexpr std::string_view go = "HTTP/1.1 100 Continue\r\n\r\n";
      const bool expects = reader_.take_expectation();
      return !peer_done_ &&
             (!expects || ::send(socket_.get(), go.data(), go.size(), MSG_NOSIGNAL) > 0);
    }
    if (!answer(handler, now)) {
      return false;
    }
  }
  if (phase_ == Phase::waiting && now >= *due_) {
    phase_ = Phase::writing;
    began_ = now;
    due_.reset();
  }
  return phase_ != Phase::writing || write(now);
}

bool Connection::answer(const RequestHandler& handler, Steady now) {
  delivery_ = handler(reader_.take());
  if (!delivery_.answers) {
    return end(delivery_.ending);
  }
  const bool keeps = reader_.keeps_alive() && delivery_.ending == Ending::keep;
  out_ = response_head(delivery_, keeps);
  head_size_ = out_.size();
  out_ +=
      std::string_view(delivery_.body).substr(0, delivery_.cut_after.value_or(std::string::npos));
  delivery_.body.clear();
  written_ = 0;
  if (delivery_.delay > Millis{0}) {
    phase_ = Phase::waiting;
    due_ = now + delivery_.delay;
    return true;
  }
  phase_ = Phase::writing;
  began_ = now;
  return write(now);
}

std::size_t Connection::allowed(Steady now) const {
  if (delivery_.bytes_per_second == 0) {
    return out_.size();
  }
  const auto millis = std::chrono::duration_cast<Millis>(now - began_).count();
  const std::uint64_t bytes =
      head_size_ + static_cast<std::uint64_t>(millis) * delivery_.bytes_per_second / 1000;
  return std::min<std::size_t>(out_.size(), bytes);
}

bool Connection::write(Steady now) {
  due_.reset();
  const std::size_t until = allowed(now);
  while (written_ < until) {
    const ssize_t sent =
        ::send(socket_.get(), out_.data() + written_, until - written_, MSG_NOSIGNAL);
    if (sent < 0) {
      return would_block();
    }
    written_ += static_cast<std::size_t>(sent);
  }
  if (written_ < out_.size()) {
    due_ = now + slice;
    return true;
  }
  return finish();
}

bool Connection::finish() {
  if (delivery_.ending != Ending::keep) {
    return end(delivery_.ending);
  }
  phase_ = Phase::reading;
  return reader_.keeps_alive() && !peer_done_;
}

bool Connection::end(Ending ending) {
  if (ending == Ending::hang) {
    phase_ = Phase::hanging;
    return true;
  }
  if (ending == Ending::reset) {
    const linger none{1, 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &none, sizeof none);
  }
  return false;
}

}  // namespace reshoot::emulator
