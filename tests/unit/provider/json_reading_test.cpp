// SPDX-License-Identifier: Apache-2.0
#include "provider/json_reading.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace reshoot {

TEST_CASE("read_json: anything that is no JSON reads as null") {
  for (const std::string& text :
       {std::string(), std::string("<html>"), std::string("{"), std::string("{}x"),
        std::string("{\"a\":1e999}"), std::string("\"\xff\""), std::string(1, '\0'),
        std::string(65, '[') + std::string(65, ']'), std::string(5'000'000, '[')}) {
    CHECK(read_json(text).is_null());
  }
  CHECK(read_json(std::string(64, '[') + std::string(64, ']')).is_array());
  CHECK(read_json("\"" + std::string(100, '[') + "\"").is_string());
  CHECK(read_json(R"(["\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["])")
            .is_array());
  CHECK(member(read_json(R"({"a":1,"a":2})"), "a") == 2);
}

TEST_CASE("readers answer with nothing where the type is another one") {
  const Json object =
      read_json(R"({"s":"x","n":5,"f":5.0,"h":5.5,"t":"5","big":18446744073709551615,
      "huge":1e300,"neg":-3,"b":true,"o":{},"l":[]})");
  CHECK(text_of(member(object, "s")) == "x");
  for (const char* name : {"n", "b", "o", "l", "missing"}) {
    CHECK(text_of(member(object, name)).empty());
  }
  CHECK(integer_of(member(object, "n")) == 5);
  CHECK(integer_of(member(object, "f")) == 5);
  CHECK(integer_of(member(object, "t")) == 5);
  CHECK(integer_of(member(object, "neg")) == -3);
  for (const char* name : {"s", "h", "big", "huge", "b", "o", "l", "missing"}) {
    CAPTURE(name);
    CHECK_FALSE(integer_of(member(object, name)));
  }
  CHECK(member(Json::array(), "s").is_null());
}

TEST_CASE("unix_time_of: seconds, or milliseconds") {
  struct Row {
    const char* json;
    std::optional<std::int64_t> ns;
  };
  const Row rows[] = {
      {"1790000000", 1'790'000'000'000'000'000},
      {"1790000000.75", 1'790'000'000'000'000'000},
      {"\"1790000000\"", 1'790'000'000'000'000'000},
      {"1790000000500", 1'790'000'000'500'000'000},
      {"0", std::nullopt},
      {"-5", std::nullopt},
      {"1e300", std::nullopt},
      {"9223372036854775807", std::nullopt},
      {"\"2026-01-01\"", std::nullopt},
      {"null", std::nullopt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.json);
    const std::optional<Wall> time = unix_time_of(read_json(row.json));
    CHECK((time ? std::optional(time->ns) : std::nullopt) == row.ns);
  }
}

TEST_CASE("id_of: only what cannot leave its place in a path") {
  CHECK(id_of(Json("8d2f-4a_b.c:d")) == "8d2f-4a_b.c:d");
  CHECK(id_of(Json(17)) == "17");
  for (const Json& bad : {Json(""), Json(".."), Json("a/b"), Json("a?b"), Json("a b"), Json("a\n"),
                          Json(std::string(201, 'a')), Json(-1), Json(1.5), Json(), Json(true),
                          Json::object(), Json("é")}) {
    CHECK_FALSE(id_of(bad));
  }
}

TEST_CASE("contains: every field that was sent, whatever else is there") {
  struct Row {
    const char* whole;
    const char* part;
    bool is_in;
  };
  const Row rows[] = {
      {R"({"b":2,"a":1,"c":3})", R"({"a":1,"b":2})", true},
      {R"({"a":5.0})", R"({"a":5})", true},
      {R"({"a":5})", R"({"a":5.0})", true},
      {R"({"a":5.5})", R"({"a":5})", false},
      {R"({"a":"5"})", R"({"a":5})", false},
      {R"({"a":1})", R"({"a":true})", false},
      {R"({"a":1})", R"({"a":1,"b":null})", false},
      {R"({"o":{"x":1,"y":2}})", R"({"o":{"y":2}})", true},
      {R"({"o":{"x":1}})", R"({"o":{"y":2}})", false},
      {R"({"l":[{"x":1,"z":0},2]})", R"({"l":[{"x":1},2]})", true},
      {R"({"l":[1,2,3]})", R"({"l":[1,2]})", false},
      {R"({"l":[2,1]})", R"({"l":[1,2]})", false},
      {R"([])", R"({})", false},
      {R"({})", R"([])", false},
      {R"({"o":5})", R"({"o":{}})", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.whole);
    CAPTURE(row.part);
    CHECK(contains(read_json(row.whole), read_json(row.part)) == row.is_in);
  }
}

}  // namespace reshoot
