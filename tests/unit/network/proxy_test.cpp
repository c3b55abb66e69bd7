// SPDX-License-Identifier: Apache-2.0
#include "network/proxy.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace reshoot {

TEST_CASE("goes_through: https to the world, but for what NO_PROXY names") {
  struct Row {
    std::string url;
    std::string except;
    bool through;
  };
  for (const Row& row : std::vector<Row>{
           {"https://api.heygen.com/", "", true},
           {"http://api.heygen.com/", "", false},
           {"https://127.0.0.1/", "", false},
           {"https://192.168.1.7/", "", false},
           {"https://localhost/", "", false},
           {"https://gpu/", "", false},
           {"https://8.8.8.8/", "", true},
           {"https://api.heygen.com/", "*", false},
           {"https://api.heygen.com/", "heygen.com", false},
           {"https://api.heygen.com/", "a.b, .heygen.com", false},
           {"https://api.heygen.com/", "a.b heygen.com", false},
           {"https://api.heygen.com/", "api.heygen.com:443", false},
           {"https://api.heygen.com/", "api.heygen.com:8443", true},
           {"https://notheygen.com/", "heygen.com", true},
           {"https://heygen.com.evil.example/", "heygen.com", true},
           {"https://api.heygen.com/", ",, ,", true},
           {"https://api.heygen.com/", ".", true},
       }) {
    CAPTURE(row.url);
    CAPTURE(row.except);
    const Result<Url> url = parse_url(row.url);
    REQUIRE(url);
    CHECK(goes_through({Secret("http://proxy:3128"), row.except}, *url) == row.through);
    CHECK_FALSE(goes_through({Secret(), row.except}, *url));
  }
}

}  // namespace reshoot
