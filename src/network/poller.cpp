// SPDX-License-Identifier: Apache-2.0
#include "network/poller.h"

#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <limits>
#include <system_error>

namespace reshoot {
namespace {

constexpr std::size_t at_a_time = 256;

int millis_until(Steady deadline) {
  const auto left = std::chrono::ceil<Millis>(deadline - std::chrono::steady_clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max()));
}

tl::unexpected<Error> refused(int error_number) {
  return fail(ErrorKind::environment,
              fmt::format("cannot wait for the network: {}",
                          std::error_code(error_number, std::generic_category()).message()),
              "the limit of open files may be reached (`ulimit -n`)");
}

}  // namespace

Result<Poller> Poller::create() {
  UniqueFd events(::epoll_create1(EPOLL_CLOEXEC));
  UniqueFd bell(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!events.is_open() || !bell.is_open()) {
    return refused(errno);
  }
  Poller poller(std::move(events), std::move(bell));
  poller.watch(poller.bell_.get(), true, false);
  return poller;
}

void Poller::watch(int fd, bool reading, bool writing) {
  epoll_event event{};
  event.data.fd = fd;
  event.events = (reading ? EPOLLIN : 0U) | (writing ? EPOLLOUT : 0U);
  // A descriptor that was closed is gone from the set without a word, so both ways are tried.
  if (::epoll_ctl(events_.get(), EPOLL_CTL_MOD, fd, &event) != 0 && errno == ENOENT) {
    ::epoll_ctl(events_.get(), EPOLL_CTL_ADD, fd, &event);
  }
}

void Poller::forget(int fd) {
  ::epoll_ctl(events_.get(), EPOLL_CTL_DEL, fd, nullptr);
}

std::vector<Ready> Poller::wait(Steady deadline) {
  std::array<epoll_event, at_a_time> events{};
  const int count = ::epoll_wait(events_.get(), events.data(), at_a_time, millis_until(deadline));
  std::vector<Ready> ready;
  for (int i = 0; i < count; ++i) {  // -1: a signal came
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    if (event.data.fd == bell_.get()) {
      std::uint64_t rings = 0;
      woken_ = ::read(bell_.get(), &rings, sizeof rings) == sizeof rings || woken_;
      continue;
    }
    ready.push_back({event.data.fd, (event.events & EPOLLIN) != 0, (event.events & EPOLLOUT) != 0,
                     (event.events & (EPOLLERR | EPOLLHUP)) != 0});
  }
  return ready;
}

bool Poller::woken() {
  return std::exchange(woken_, false);
}

void Poller::wake() {
  const std::uint64_t ring = 1;
  // The only failure is a counter that is full, and then the bell is ringing already.
  [[maybe_unused]] const ssize_t written = ::write(bell_.get(), &ring, sizeof ring);
}

}  // namespace reshoot
