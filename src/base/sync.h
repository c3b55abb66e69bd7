// SPDX-License-Identifier: Apache-2.0
#pragma once
// A value and the lock that guards it: there is no way to the value but through lock().

#include <mutex>
#include <utility>

namespace reshoot {

template <class T>
class Synced {
 public:
  class Locked {
   public:
    T* operator->() { return value_; }
    T& operator*() { return *value_; }
    /// For std::condition_variable.
    std::unique_lock<std::mutex>& guard() { return guard_; }

   private:
    friend class Synced;
    Locked(std::mutex& mutex, T& value) : guard_(mutex), value_(&value) {}
    std::unique_lock<std::mutex> guard_;
    T* value_;
  };

  Synced() = default;
  explicit Synced(T value) : value_(std::move(value)) {}
  [[nodiscard]] Locked lock() { return Locked(mutex_, value_); }

 private:
  std::mutex mutex_;
  T value_{};
};

}  // namespace reshoot
