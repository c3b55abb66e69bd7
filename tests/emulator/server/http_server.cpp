// SPDX-License-Identifier: Apache-2.0
#include "emulator/server/http_server.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>

namespace reshoot::emulator {
namespace {

using Clock = std::chrono::steady_clock;

tl::unexpected<Error> system_error(const char* what) {
  return fail(ErrorKind::environment, fmt::format("{}: {}", what, std::strerror(errno)));
}

void watch(int epoll, int how, int fd, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.fd = fd;
  ::epoll_ctl(epoll, how, fd, &event);
}

}  // namespace

Result<HttpServer> HttpServer::listen(std::uint16_t port) {
  UniqueFd listener(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int on = 1;
  ::setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener.get(), generic, size) != 0 || ::listen(listener.get(), SOMAXCONN) != 0 ||
      ::getsockname(listener.get(), generic, &size) != 0) {
    return system_error("cannot listen on 127.0.0.1");
  }
  UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll.is_open()) {
    return system_error("cannot make an epoll");
  }
  watch(epoll.get(), EPOLL_CTL_ADD, listener.get(), EPOLLIN);
  return HttpServer(std::move(listener), std::move(epoll), ntohs(address.sin_port));
}

void HttpServer::accept_all() {
  while (true) {
    UniqueFd socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!socket.is_open()) {
      return;
    }
    const int on = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const int fd = socket.get();
    watch(epoll_.get(), EPOLL_CTL_ADD, fd, EPOLLIN);
    peers_.emplace(fd, Peer{Connection(std::move(socket)), std::nullopt, false});
  }
}

void HttpServer::serve(int fd, const RequestHandler& handler) {
  const auto found = peers_.find(fd);
  if (found == peers_.end()) {
    return;
  }
  Peer& peer = found->second;
  const bool goes_on = peer.connection.go_on(handler, Clock::now());
  if (peer.due) {
    due_.erase({*peer.due, fd});
  }
  if (!goes_on) {
    peers_.erase(found);
    return;
  }
  peer.due = peer.connection.due();
  if (peer.due) {
    due_.insert({*peer.due, fd});
  }
  if (const bool writes = peer.connection.wants_to_write(); writes != peer.writes) {
    peer.writes = writes;
    watch(epoll_.get(), EPOLL_CTL_MOD, fd, EPOLLIN | (writes ? std::uint32_t{EPOLLOUT} : 0U));
  }
}

void HttpServer::serve_due(const RequestHandler& handler) {
  const Steady now = Clock::now();
  while (!due_.empty() && due_.begin()->first <= now) {
    serve(due_.begin()->second, handler);
  }
}

int HttpServer::wait_millis(Steady until) const {
  const Steady next = due_.empty() ? until : std::min(until, due_.begin()->first);
  const auto millis = std::chrono::ceil<Millis>(next - Clock::now()).count();
  return static_cast<int>(std::clamp<Millis::rep>(millis, 0, 60'000));
}

void HttpServer::run(const RequestHandler& handler, Steady until) {
  std::array<epoll_event, 256> events;
  while (!stopping_ && Clock::now() < until) {
    const int count = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()),
                                   wait_millis(until));
    for (int i = 0; i < count; ++i) {
      const int fd = events.at(static_cast<std::size_t>(i)).data.fd;
      if (fd == listener_.get()) {
        accept_all();
      } else {
        serve(fd, handler);
      }
    }
    serve_due(handler);
  }
}

}  // namespace reshoot::emulator
