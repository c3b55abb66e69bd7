// SPDX-License-Identifier: Apache-2.0
#pragma once
// Header lines and body of an answer as they come in, held to caps. Pure but for the download.

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "network/download_file.h"
#include "network/transport.h"
#include "provider/http.h"

namespace reshoot {

/// Reads one answer. The body goes to `call.download` where the status is 200 and a file is named,
/// else it is held.
class ReplyReader {
 public:
  /// `call` outlives this.
  explicit ReplyReader(const Call& call) : call_(&call) {}

  /// A line of the head, its line end included. A status line begins a new head: what came before
  /// was an interim answer. Lines after the first byte of the body are trailers, which nobody asked
  /// for. Errors: `corrupt` (a head without end).
  Result<void> take_line(std::string_view line);
  /// Errors: `corrupt` (more than the cap), `environment` (the disk).
  Result<void> take_body(std::string_view bytes);
  /// Errors: `corrupt` (less than was announced), `environment` (the disk).
  Result<void> end();

  /// Forgets an answer that was no more than a redirection.
  void begin_again();

  [[nodiscard]] const HttpReply& reply() const { return reply_; }
  [[nodiscard]] HttpReply take_reply() { return std::move(reply_); }
  [[nodiscard]] const std::optional<Downloaded>& downloaded() const { return downloaded_; }

 private:
  void begin_head(std::string_view status_line);
  [[nodiscard]] bool goes_to_file() const { return call_->download && reply_.status == 200; }
  Result<void> open_file();

  const Call* call_;
  HttpReply reply_;
  std::uint64_t head_bytes_ = 0;
  std::uint64_t body_bytes_ = 0;
  std::optional<DownloadFile> file_;
  std::optional<Downloaded> downloaded_;
};

}  // namespace reshoot
