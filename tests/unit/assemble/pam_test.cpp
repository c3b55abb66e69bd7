// SPDX-License-Identifier: Apache-2.0
#include "assemble/pam.h"

#include <doctest/doctest.h>

#include <string>

namespace reshoot {
namespace {

const std::string head = "P7\nWIDTH 2\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n";

}  // namespace

TEST_CASE("take_pam: one picture after another") {
  const std::string bytes = head + "abcdefgh" + head + "ABCDEFGHrest";
  std::string_view rest = bytes;
  const auto first = take_pam(rest);
  REQUIRE(first.has_value());
  CHECK(first->width == 2);
  CHECK(first->height == 1);
  CHECK(first->rgba.front() == 'a');
  REQUIRE(take_pam(rest).has_value());
  CHECK(rest == "rest");
}

TEST_CASE("take_pam: refuses everything that is not a whole picture") {
  const std::string whole = head + "abcdefgh";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    std::string_view bytes(whole.data(), size);
    CHECK_FALSE(take_pam(bytes).has_value());
  }
  for (const char* bad :
       {"P7\nWIDTH 0\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n",
        "P7\nWIDTH -2\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n",
        "P7\nWIDTH 99999999999999999999\nHEIGHT 1\nDEPTH 4\n",
        "P7\nWIDTH 2\nHEIGHT 1\nDEPTH 3\nMAXVAL 255\nTUPLTYPE RGB\nENDHDR\nabcdef",
        "P7\nWIDTH 4000000000\nHEIGHT 4000000000\nDEPTH 4\nMAXVAL 255\n"
        "TUPLTYPE RGB_ALPHA\nENDHDR\n"}) {
    CAPTURE(bad);
    std::string_view bytes = bad;
    CHECK_FALSE(take_pam(bytes).has_value());
  }
}

}  // namespace reshoot
