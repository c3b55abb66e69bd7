// SPDX-License-Identifier: Apache-2.0
#pragma once
// Cuts a stream of blocks into whole records of one size.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace reshoot {

class Records {
 public:
  /// `size`: bytes of a record, at least 1.
  explicit Records(std::size_t size) : size_(size) {}

  /// Calls `take` with stretches of whole records; what is left waits for the next block.
  template <class Take>
  void feed(std::string_view block, const Take& take) {
    if (!rest_.empty()) {
      const std::size_t missing = std::min(size_ - rest_.size(), block.size());
      rest_ += block.substr(0, missing);
      block.remove_prefix(missing);
      if (rest_.size() < size_) {
        return;
      }
      take(std::string_view(rest_));
      rest_.clear();
    }
    const std::size_t whole = block.size() / size_ * size_;
    if (whole != 0) {
      take(block.substr(0, whole));
    }
    rest_ = block.substr(whole);
  }

  /// Bytes of a record that was not finished.
  [[nodiscard]] std::size_t left() const { return rest_.size(); }

 private:
  std::size_t size_;
  std::string rest_;
};

}  // namespace reshoot
