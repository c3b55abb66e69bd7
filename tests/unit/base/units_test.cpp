// SPDX-License-Identifier: Apache-2.0
#include "base/units.h"

#include <doctest/doctest.h>

namespace reshoot {

TEST_CASE("Rate: whole numbers and the three film rates") {
  CHECK(Rate::parse("24") == Rate{24, 1});
  CHECK(Rate::parse("240") == Rate{240, 1});
  CHECK(Rate::parse("23.976") == Rate{24000, 1001});
  CHECK(Rate::parse("29.97") == Rate{30000, 1001});
  CHECK(Rate::parse("59.94") == Rate{60000, 1001});
  for (const char* bad :
       {"", "0", "241", "-1", "+24", "024", "24.0", "12.5", "30/1", " 30", "1e2"}) {
    CAPTURE(bad);
    CHECK_FALSE(Rate::parse(bad).has_value());
  }
  CHECK(Rate{30, 1}.text() == "30");
  CHECK(Rate{24000, 1001}.text() == "23.976");
  CHECK(Rate{30000, 1001}.text() == "29.97");
  CHECK(Rate{60000, 1001}.text() == "59.94");
  CHECK(Rate{25, 2}.text() == "12.5");
  CHECK(Rate{30000, 1001}.fraction() == "30000/1001");
}

TEST_CASE("Length: seconds with at most three decimals") {
  CHECK(Length::parse("6") == Length{6000});
  CHECK(Length::parse("4.5") == Length{4500});
  CHECK(Length::parse("0.033") == Length{33});
  for (const char* bad : {"", ".5", "4.", "4.5555", "-1", "+1", "1,5", "06", "6s", "1e3", "9999999",
                          "99999999999999999999"}) {
    CAPTURE(bad);
    CHECK_FALSE(Length::parse(bad).has_value());
  }
  CHECK(Length{6000}.text() == "6");
  CHECK(Length{4500}.text() == "4.5");
  CHECK(Length{33}.text() == "0.033");
}

TEST_CASE("Length::frames: the nearest whole number, at least one") {
  CHECK(Length{6000}.frames({30, 1}) == 180);
  CHECK(Length{1000}.frames({30000, 1001}) == 30);
  CHECK(Length{10010}.frames({30000, 1001}) == 300);
  CHECK(Length{50}.frames({30, 1}) == 2);
  CHECK(Length{49}.frames({30, 1}) == 1);
  CHECK(Length{0}.frames({30, 1}) == 1);
}

TEST_CASE("Size and Ratio: two numbers") {
  CHECK(Size::parse("1280x720") == Size{1280, 720});
  CHECK(Size::parse("1x8192") == Size{1, 8192});
  for (const char* bad :
       {"", "1280", "1280x", "x720", "0x1", "8193x1", "1280X720", "1280x720x1", "-1x1"}) {
    CAPTURE(bad);
    CHECK_FALSE(Size::parse(bad).has_value());
  }
  CHECK(Size{1280, 720}.text() == "1280x720");
  CHECK(Ratio::parse("16:9") == Ratio{16, 9});
  CHECK(Ratio::parse("1920:1080") == Ratio{16, 9});
  CHECK_FALSE(Ratio::parse("16/9").has_value());
  CHECK_FALSE(Ratio::parse("16:0").has_value());
  CHECK(Ratio{9, 16}.text() == "9:16");
}

TEST_CASE("size_of: lines are the shorter side; both sides are even") {
  CHECK(size_of(720, {16, 9}) == Size{1280, 720});
  CHECK(size_of(720, {9, 16}) == Size{720, 1280});
  CHECK(size_of(480, {16, 9}) == Size{854, 480});
  CHECK(size_of(1080, {1, 1}) == Size{1080, 1080});
  CHECK(size_of(720, {4, 3}) == Size{960, 720});
  CHECK(size_of(360, {21, 9}) == Size{840, 360});
}

TEST_CASE("Money: dollars with up to six decimals") {
  CHECK(Money::parse("40 USD") == Money{40'000'000});
  CHECK(Money::parse("0.5 USD") == Money{500'000});
  CHECK(Money::parse("0.000001 USD") == Money{1});
  for (const char* bad : {"", "40", "40USD", "40  USD", "$40", "40 EUR", "-1 USD", "0.0000001 USD",
                          " USD", "2000000000 USD"}) {
    CAPTURE(bad);
    CHECK_FALSE(Money::parse(bad).has_value());
  }
  CHECK(Money{0}.text() == "$0.00");
  CHECK(Money{600'000}.text() == "$0.60");
  CHECK(Money{12'345'000}.text() == "$12.345");
  CHECK(Money{1}.text() == "$0.000001");
  CHECK(Money{-600'000}.text() == "-$0.60");
  CHECK(Money{1} + Money{2} == Money{3});
}

TEST_CASE("Loudness: -70 to 0 LUFS") {
  CHECK(Loudness::parse("-16 LUFS") == Loudness{-1600});
  CHECK(Loudness::parse("-16.5 LUFS") == Loudness{-1650});
  CHECK(Loudness::parse("0 LUFS") == Loudness{0});
  CHECK(Loudness::parse("-70 LUFS") == Loudness{-7000});
  for (const char* bad :
       {"", "LUFS", " LUFS", "-16", "16 LUFS", "-70.01 LUFS", "-71 LUFS", "--16 LUFS", "-16 dB"}) {
    CAPTURE(bad);
    CHECK_FALSE(Loudness::parse(bad).has_value());
  }
  CHECK(Loudness{-1600}.text() == "-16 LUFS");
  CHECK(Loudness{-1650}.text() == "-16.5 LUFS");
}

}  // namespace reshoot
