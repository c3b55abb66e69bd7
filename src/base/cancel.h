// SPDX-License-Identifier: Apache-2.0
#pragma once
// A request to stop, shared by the thread that asks and the threads that work.

#include <atomic>

namespace reshoot {

class Cancel {
 public:
  void request() noexcept { requested_.store(true, std::memory_order_release); }
  [[nodiscard]] bool requested() const noexcept {
    return requested_.load(std::memory_order_acquire);
  }

 private:
  std::atomic<bool> requested_{false};
};

}  // namespace reshoot
