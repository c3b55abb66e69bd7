// SPDX-License-Identifier: Apache-2.0
#include "base/date.h"

#include <fmt/core.h>

#include <charconv>
#include <chrono>

namespace reshoot {
namespace {

/// All of `text` as digits.
std::optional<std::uint32_t> digits(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value)
                                                                  : std::nullopt;
}

}  // namespace

std::string Date::text() const {
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

std::optional<Date> Date::parse(std::string_view text) {
  constexpr std::string_view form = "yyyy-mm-dd";
  if (text.size() != form.size() || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  if (!year || !month || !day || *year < 1000) {
    return std::nullopt;
  }
  const Date date{static_cast<std::int32_t>(*year), *month, *day};
  const std::chrono::year_month_day calendar{
      std::chrono::year(date.year), std::chrono::month(date.month), std::chrono::day(date.day)};
  return calendar.ok() ? std::optional(date) : std::nullopt;
}

Date Date::of(Wall time) {
  const auto since =
      std::chrono::sys_time<std::chrono::nanoseconds>(std::chrono::nanoseconds(time.ns));
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(since));
  return {static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
          static_cast<unsigned>(day.day())};
}

}  // namespace reshoot
