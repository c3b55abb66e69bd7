// SPDX-License-Identifier: Apache-2.0
#pragma once
// Times as HTTP headers write them.

#include <optional>
#include <string_view>

#include "base/clock.h"
#include "provider/http.h"

namespace reshoot {

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, IMF-fixdate); nullopt for all else.
std::optional<Wall> parse_http_date(std::string_view text);

/// How long the other side asks us to wait: seconds or a date, at most an hour. A date is held
/// against the reply's own `date`, so that no clock but theirs matters; without one, against `now`.
std::optional<Millis> retry_after(const HttpReply& reply, std::optional<Wall> now);

}  // namespace reshoot
