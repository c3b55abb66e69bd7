// SPDX-License-Identifier: Apache-2.0
#pragma once
// Waits for many file descriptors and for a call from another thread. Its cost does not grow with
// the number of descriptors that are quiet (epoll).

#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace reshoot {

/// A descriptor, and what may be done with it.
struct Ready {
  int fd = -1;
  bool readable = false;
  bool writable = false;
  bool failed = false;
};

class Poller {
 public:
  static Result<Poller> create();
  /// From now on this descriptor is waited for in these ways.
  void watch(int fd, bool reading, bool writing);
  void forget(int fd);
  /// What is ready, at most some hundreds at a time; waits until `deadline` or wake().
  std::vector<Ready> wait(Steady deadline);
  /// Whether wake() was called since the last answer; the answer resets it.
  bool woken();
  /// From any thread. One that nobody waits for is not lost.
  void wake();

 private:
  Poller(UniqueFd events, UniqueFd bell) : events_(std::move(events)), bell_(std::move(bell)) {}
  UniqueFd events_;
  UniqueFd bell_;
  bool woken_ = false;
};

}  // namespace reshoot
