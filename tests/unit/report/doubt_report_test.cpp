// SPDX-License-Identifier: Apache-2.0
#include "report/doubt_report.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "sample.h"
#include "support/golden.h"

namespace reshoot {
namespace {

DoubtfulTake doubtful() {
  DoubtfulTake one;
  one.take.uuid = "6f1c2a7e-0b1d-4c3e-9f00-1234567890ab";
  one.take.number = 2;
  one.take.campaign = "acme-spring";
  one.take.model = "gmi/wan2.7-r2v";
  one.take.seed = 1'804'289'385;
  one.take.reserved = Money{600'000};
  one.take.note = "no answer within 60 s \x1b[2J";
  one.take.clip_key = digest_of(1);
  one.clip = "welcome";
  one.provider = "gmi";
  one.base_url = "https://gmi.example";
  one.model = "wan2.7-r2v";
  one.sent = Wall{1'700'000'000'000'000'000};
  one.prompt = "the person in Image 1 waves";
  return one;
}

}  // namespace

TEST_CASE("doubts_text: what to look for, and the three commands") {
  DoubtfulTake bare;
  bare.take = doubtful().take;
  bare.take.reserved = Money{};
  bare.take.note.clear();
  bare.clip = "01010101";
  const std::string text = doubts_text({doubtful(), bare}, "reshoot resolve", {80, false});
  check_golden("report/doubts.txt", text);
  check_golden("report/doubts.json", doubts_json({doubtful(), bare}));
  CHECK_FALSE(has_trailing_space(text));
  CHECK(doubts_text({}, "reshoot resolve", {}) == "no take is in doubt\n");
}

TEST_CASE("prompt_in: the words of every provider's request") {
  struct Case {
    const char* request;
    const char* prompt;
  };
  for (const Case& row : {
           Case{R"({"model":"m","payload":{"negative_prompt":"x","prompt":"a wave"}})", "a wave"},
           Case{R"({"input":{"prompt":"a mug","media":[]}})", "a mug"},
           Case{R"({"script":"Hi there"})", "Hi there"},
           Case{R"({"voice":{"input_text":"Hi"}})", "Hi"},
           Case{R"({"prompt":{"6":{"inputs":{"text":"a dog"}}}})", "a dog"},
           Case{R"({"prompt":5})", ""},
           Case{R"([{"prompt":"in a list"}])", "in a list"},
           Case{R"({"prompt":"a\nb"})", "a\\nb"},
           Case{"", ""},
           Case{"{", ""},
           Case{"\xff\xfe", ""},
       }) {
    CAPTURE(row.request);
    CHECK(prompt_in(row.request) == row.prompt);
  }
  CHECK(prompt_in(R"({"prompt":")" + std::string(500, 'a') + "\"}").size() < 100);
  CHECK(prompt_in(std::string(100'000, '[')).empty());
}

}  // namespace reshoot
