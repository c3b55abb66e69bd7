// SPDX-License-Identifier: Apache-2.0
#include "provider/http_time.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace reshoot {
namespace {

/// Limits of providers count per minute or per hour: a longer wait than an hour is no wait for
/// them.
constexpr Millis longest_wait{3'600'000};

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// -1: these are not digits.
int number_at(std::string_view text, std::size_t at, std::size_t length) {
  const std::string_view digits = text.substr(at, length);
  int number = -1;
  if (is_digits(digits)) {
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
  }
  return number;
}

/// 1 to 12; 0: no month.
unsigned month_of(std::string_view name) {
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto found = std::find(months.begin(), months.end(), name);
  return found == months.end() ? 0 : static_cast<unsigned>(found - months.begin()) + 1;
}

}  // namespace

std::optional<Wall> parse_http_date(std::string_view text) {
  using namespace std::chrono;
  constexpr std::string_view form = "Sun, 06 Nov 1994 08:49:37 GMT";
  if (text.size() != form.size() || text.substr(3, 2) != ", " || text[7] != ' ' ||
      text[11] != ' ' || text[16] != ' ' || text[19] != ':' || text[22] != ':' ||
      text.substr(25) != " GMT") {
    return std::nullopt;
  }
  const int hour = number_at(text, 17, 2);
  const int minute = number_at(text, 20, 2);
  const int second = number_at(text, 23, 2);
  const int number_of_day = number_at(text, 5, 2);
  const int number_of_year = number_at(text, 12, 4);
  const year_month_day date{year{number_of_year}, month{month_of(text.substr(8, 3))},
                            day{static_cast<unsigned>(std::max(0, number_of_day))}};
  // Beyond 2255 nanoseconds of a Wall do not reach.
  if (!date.ok() || number_of_year < 1970 || number_of_year > 2255 || hour < 0 || hour > 23 ||
      minute < 0 || minute > 59 || second < 0 || second > 60) {
    return std::nullopt;
  }
  const auto since =
      sys_days{date}.time_since_epoch() + hours{hour} + minutes{minute} + seconds{second};
  return Wall{duration_cast<nanoseconds>(since).count()};
}

std::optional<Millis> retry_after(const HttpReply& reply, std::optional<Wall> now) {
  const std::string_view asked = reply.header("retry-after");
  if (is_digits(asked)) {
    std::int64_t seconds = 0;
    const auto read = std::from_chars(asked.data(), asked.data() + asked.size(), seconds);
    const auto cap = std::chrono::duration_cast<std::chrono::seconds>(longest_wait).count();
    return Millis{1000 * (read.ec == std::errc{} ? std::min(seconds, cap) : cap)};
  }
  const std::optional<Wall> until = parse_http_date(asked);
  const std::optional<Wall> theirs = parse_http_date(reply.header("date"));
  const std::optional<Wall> from = theirs ? theirs : now;
  if (!until || !from) {
    return std::nullopt;
  }
  const auto wait = std::chrono::ceil<Millis>(std::chrono::nanoseconds(until->ns - from->ns));
  return std::clamp(wait, Millis{0}, longest_wait);
}

}  // namespace reshoot
