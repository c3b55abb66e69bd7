// SPDX-License-Identifier: Apache-2.0
#pragma once
// HTTP/1.1 requests out of a stream of bytes. Pure.

#include <optional>
#include <string>
#include <string_view>

#include "emulator/message.h"

namespace reshoot::emulator {

/// Collects bytes until a request is whole. Bodies come with a Content-Length or chunked.
class RequestReader {
 public:
  enum class State { incomplete, whole, malformed };

  void add(std::string_view bytes) { buffer_ += bytes; }
  State read();
  /// The request that read() found whole; what came behind it stays.
  EmulatedRequest take();
  [[nodiscard]] bool keeps_alive() const { return keeps_alive_; }
  /// Whether the client waits for `100 Continue` before it sends its body. True once.
  bool take_expectation();

 private:
  bool read_head();
  bool read_chunks();

  std::string buffer_;
  EmulatedRequest request_;
  bool has_head_ = false;
  bool expects_ = false;
  bool keeps_alive_ = true;
  bool chunked_ = false;
  bool malformed_ = false;
  std::size_t length_ = 0;
};

/// The head of an answer, with its empty line.
std::string response_head(const Delivery& delivery, bool keeps_alive);

}  // namespace reshoot::emulator
