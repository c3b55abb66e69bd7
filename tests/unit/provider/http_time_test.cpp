// SPDX-License-Identifier: Apache-2.0
#include "provider/http_time.h"

#include <doctest/doctest.h>

#include "support.h"

namespace reshoot {

TEST_CASE("parse_http_date: one form, strictly") {
  CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT")->iso() == "1994-11-06T08:49:37Z");
  CHECK(parse_http_date("Thu, 29 Feb 2024 23:59:59 GMT")->iso() == "2024-02-29T23:59:59Z");
  for (const char* bad : {"", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 8:49:37 GMT",
                          "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT",
                          "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, +6 Nov 1994 08:49:37 GMT",
                          "Sun, 06 Nov 9999 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_http_date(bad));
  }
}

TEST_CASE("retry_after: seconds or a date, capped, by their clock where they tell it") {
  struct Row {
    const char* asked;
    const char* date;
    std::optional<std::int64_t> millis;
  };
  // noon is Mon, 21 Sep 2026 14:13:20 GMT
  const Row rows[] = {
      {"20", "", 20'000},
      {"0", "", 0},
      {"3600", "", 3'600'000},
      {"3601", "", 3'600'000},
      {"99999999999999999999999", "", 3'600'000},
      {"-1", "", std::nullopt},
      {"1.5", "", std::nullopt},
      {"soon", "", std::nullopt},
      {"", "", std::nullopt},
      {"Mon, 21 Sep 2026 14:13:50 GMT", "", 30'000},
      {"Mon, 21 Sep 2026 14:13:00 GMT", "", 0},
      {"Tue, 22 Sep 2026 14:13:00 GMT", "", 3'600'000},
      {"Mon, 21 Sep 2026 15:00:10 GMT", "Mon, 21 Sep 2026 15:00:00 GMT", 10'000},
      {"Mon, 21 Sep 2026 14:13:50 GMT", "yesterday", 30'000},
  };
  for (const Row& row : rows) {
    CAPTURE(row.asked);
    HttpReply reply = test::answer(429, "");
    reply.headers = {{"retry-after", row.asked}, {"date", row.date}};
    const std::optional<Millis> wait = retry_after(reply, test::noon);
    CHECK((wait ? std::optional(std::int64_t{wait->count()}) : std::nullopt) == row.millis);
  }
  HttpReply reply = test::answer(429, "", {{"retry-after", "Mon, 21 Sep 2026 14:13:50 GMT"}});
  CHECK_FALSE(retry_after(reply, std::nullopt));
  CHECK_FALSE(retry_after(test::answer(429, ""), test::noon));
}

}  // namespace reshoot
