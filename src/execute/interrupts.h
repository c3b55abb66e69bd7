// SPDX-License-Identifier: Apache-2.0
#pragma once
// Ctrl-C and SIGTERM as events: a thread waits for the signals; nothing happens inside a handler.

#include <atomic>
#include <functional>
#include <thread>

namespace reshoot {

/// While it lives, SIGINT, SIGTERM and SIGHUP call `on_signal` on a thread of its own: the first
/// time it is a request, and the second signal ends the process at once with exit code 130. Make it
/// before any other thread, so that all of them leave these signals to it.
class Interrupts {
 public:
  explicit Interrupts(std::function<void()> on_signal);
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

 private:
  std::atomic<bool> over_{false};
  std::thread thread_;
};

}  // namespace reshoot
