// SPDX-License-Identifier: Apache-2.0
#include "emulator/server/request_reader.h"

#include <doctest/doctest.h>

#include <vector>

namespace reshoot::emulator {
namespace {

using State = RequestReader::State;

TEST_CASE("requests: whole, in whatever pieces they come") {
  struct Row {
    const char* text;
    HttpMethod method;
    const char* target;
    const char* body;
    bool keeps_alive;
  };
  for (const Row& row :
       {Row{"GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n", HttpMethod::get, "/a?b=c", "", true},
        Row{"GET / HTTP/1.1\r\nConnection: Close\r\n\r\n", HttpMethod::get, "/", "", false},
        Row{"GET / HTTP/1.0\r\n\r\n", HttpMethod::get, "/", "", false},
        Row{"PUT /a HTTP/1.1\r\nContent-LENGTH:  3 \r\n\r\nabc", HttpMethod::put, "/a", "abc",
            true},
        Row{"POST /a HTTP/1.1\r\nTransfer-Encoding: "
            "chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n",
            HttpMethod::post, "/a", "abc", true}}) {
    const std::string text = row.text;
    CAPTURE(text);
    for (std::size_t cut = 0; cut < text.size(); ++cut) {
      RequestReader reader;
      reader.add(text.substr(0, cut));
      REQUIRE(reader.read() == State::incomplete);
      reader.add(text.substr(cut));
      REQUIRE(reader.read() == State::whole);
      CHECK(reader.keeps_alive() == row.keeps_alive);
      const EmulatedRequest request = reader.take();
      CHECK(request.method == row.method);
      CHECK(request.target == row.target);
      CHECK(request.body == row.body);
    }
  }
}

TEST_CASE("requests: one behind the other, and those that wait to be told") {
  RequestReader reader;
  reader.add("PUT /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
  CHECK(reader.read() == State::incomplete);
  CHECK(reader.take_expectation());
  CHECK(!reader.take_expectation());
  reader.add("xGET /b HTTP/1.1\r\n\r\n");
  REQUIRE(reader.read() == State::whole);
  CHECK(reader.take().target == "/a");
  REQUIRE(reader.read() == State::whole);
  const EmulatedRequest second = reader.take();
  CHECK(second.target == "/b");
  CHECK(second.headers.empty());
  CHECK(reader.read() == State::incomplete);
}

TEST_CASE("requests: what is none") {
  for (const std::string& text :
       {std::string("HELLO\r\n\r\n"), std::string("GET /\r\n\r\n"),
        std::string("GET / HTTP/2\r\n\r\n"), std::string("HEAD / HTTP/1.1\r\n\r\n"),
        std::string(70'000, 'x'), std::string("GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")}) {
    CAPTURE(text.substr(0, 60));
    RequestReader reader;
    reader.add(text);
    CHECK(reader.read() == State::malformed);
  }
}

TEST_CASE("answers: the length that is said, and whether the connection stays") {
  Delivery delivery = json_delivery(404, "{}");
  CHECK(response_head(delivery, true) ==
        "HTTP/1.1 404 Emulated\r\ncontent-length: 2\r\nconnection: keep-alive\r\n"
        "content-type: application/json\r\n\r\n");
  delivery.said_length = 9;
  CHECK(response_head(delivery, false).find("content-length: 9\r\nconnection: close\r\n") !=
        std::string::npos);
}

}  // namespace
}  // namespace reshoot::emulator
