// SPDX-License-Identifier: Apache-2.0
#pragma once
// What reaches the emulator and what leaves it, as values: requests, and answers together with how
// they arrive. Nothing here knows sockets.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "provider/http.h"

namespace reshoot::emulator {

/// The first header of that (lower-case) name; empty: there is none.
std::string_view find_header(const std::vector<HttpHeader>& headers, std::string_view name);

struct EmulatedRequest {
  HttpMethod method = HttpMethod::get;
  std::string target;               ///< path and query, as sent
  std::vector<HttpHeader> headers;  ///< names in lower case
  std::string body;

  [[nodiscard]] std::string_view header(std::string_view name) const {
    return find_header(headers, name);
  }
};

/// A target taken apart, percent signs decoded.
struct Target {
  std::string path;
  std::map<std::string, std::string> query;

  static Target parse(std::string_view target);
  /// Empty: not there.
  [[nodiscard]] std::string_view value(const std::string& name) const;
};

/// What happens to the connection after what is sent of the answer.
enum class Ending {
  keep,   ///< as HTTP says
  close,  ///< closed in an orderly way
  reset,  ///< RST
  hang,   ///< nothing more comes, and the connection stays
};

/// An answer and how it arrives.
struct Delivery {
  int status = 200;
  std::vector<HttpHeader> headers;  ///< names in lower case, without content-length
  std::string body;

  bool connects = true;  ///< false: the connection itself is refused; nothing was sent
  bool answers = true;   ///< false: not a byte comes back, and `ending` says what does
  Millis delay{0};       ///< before the first byte
  std::uint64_t bytes_per_second = 0;        ///< 0: as fast as it goes
  std::optional<std::uint64_t> cut_after;    ///< bytes of the body after which `ending` comes
  std::optional<std::uint64_t> said_length;  ///< Content-Length, where it lies
  Ending ending = Ending::keep;

  [[nodiscard]] std::uint64_t content_length() const { return said_length.value_or(body.size()); }
};

/// An answer with a body of type application/json.
Delivery json_delivery(int status, std::string text);

}  // namespace reshoot::emulator
