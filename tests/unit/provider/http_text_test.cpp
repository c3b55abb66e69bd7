// SPDX-License-Identifier: Apache-2.0
#include "provider/http_text.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "provider/http.h"
#include "support.h"

namespace reshoot {

TEST_CASE("percent_encoded: one path segment or query value") {
  CHECK(percent_encoded("wan2.7-r2v_~") == "wan2.7-r2v_~");
  CHECK(percent_encoded("a/b?c=d&e f%\n") == "a%2Fb%3Fc%3Dd%26e%20f%25%0A");
  CHECK(percent_encoded("é") == "%C3%A9");
}

TEST_CASE("body_of: order is kept, broken UTF-8 is replaced") {
  auto json = nlohmann::ordered_json::object();
  json["z"] = 1;
  json["a"] = "x\xff";
  CHECK(body_of(json) == "{\"z\":1,\"a\":\"x\xef\xbf\xbd\"}");
}

TEST_CASE("HttpReply::header: the first of that name") {
  const HttpReply reply = test::answer(200, "", {{"a", "1"}, {"b", "2"}, {"a", "3"}});
  CHECK(reply.header("a") == "1");
  CHECK(reply.header("b") == "2");
  CHECK(reply.header("c").empty());
}

TEST_CASE("name_of: methods as the wire writes them") {
  CHECK(name_of(HttpMethod::get) == "GET");
  CHECK(name_of(HttpMethod::post) == "POST");
  CHECK(name_of(HttpMethod::put) == "PUT");
  CHECK(name_of(HttpMethod::del) == "DELETE");
}

}  // namespace reshoot
