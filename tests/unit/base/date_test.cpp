// SPDX-License-Identifier: Apache-2.0
#include "base/date.h"

#include <doctest/doctest.h>

namespace reshoot {

TEST_CASE("Date: days that exist, written in one way") {
  CHECK(Date::parse("2027-03-31") == Date{2027, 3, 31});
  CHECK(Date::parse("2028-02-29") == Date{2028, 2, 29});
  CHECK(Date{2027, 3, 1}.text() == "2027-03-01");
  for (const char* bad :
       {"", "2027-02-29", "2027-04-31", "2027-13-01", "2027-00-10", "2027-01-00", "0999-01-01",
        "27-03-31", "2027-3-31", "2027/03/31", "20270331", " 2027-03-31", "2027-03-31 ",
        "2027-03-31T00:00", "-027-03-31", "2027-+3-31", "2027-03-3x"}) {
    CAPTURE(bad);
    CHECK_FALSE(Date::parse(bad).has_value());
  }
}

TEST_CASE("Date: the day of a time, in UTC; days are ordered") {
  CHECK(Date::of(Wall{0}) == Date{1970, 1, 1});
  constexpr std::int64_t second = 1'000'000'000;
  CHECK(Date::of(Wall{1'806'537'599 * second}) == Date{2027, 3, 31});  // 23:59:59
  CHECK(Date::of(Wall{1'806'537'600 * second}) == Date{2027, 4, 1});   // 00:00:00
  CHECK(Date{2027, 3, 31} < Date{2027, 4, 1});
  CHECK(Date{2026, 12, 31} < Date{2027, 1, 1});
}

}  // namespace reshoot
