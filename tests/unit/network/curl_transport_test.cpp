// SPDX-License-Identifier: Apache-2.0
#include "network/curl_transport.h"

#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <string>
#include <thread>

#include "network_calls.h"

namespace reshoot {
using namespace test;
namespace {

/// Sends the bytes, then nothing more, until the other side goes.
LoopbackServer::Handler then_silence(std::string bytes) {
  return [bytes = std::move(bytes)](Connection& connection, const SeenRequest&) {
    connection.send(bytes);
    connection.wait_for_end();
  };
}

}  // namespace

TEST_CASE("a GET: what goes out and what comes back") {
  LoopbackServer server(always(answer("{}", "X-Thing:  A b \r\nRetry-After: 7\r\n", "429 Slow")));
  Call call = call_of(server, "/jobs?page=2");
  call.request.headers = {{"X-Organization-ID", "org"}, {"X-Empty", ""}};
  const Answered got = answered(one(std::move(call)));
  CHECK(got.id == 7);
  CHECK(got.reply.status == 429);
  CHECK(got.reply.header("x-thing") == "A b");
  CHECK(got.reply.header("retry-after") == "7");
  CHECK(got.reply.body == "{}");
  CHECK_FALSE(got.downloaded);
  const std::string head = server.requests().front().head;
  CHECK(head.starts_with("GET /jobs?page=2 HTTP/1.1\r\n"));
  CHECK(mentions(head, "\r\nUser-Agent: reshoot/1.2.3\r\n"));
  CHECK(mentions(head, "\r\nAuthorization: Bearer " + planted + "\r\n"));
  CHECK(mentions(head, "\r\nX-Organization-ID: org\r\n"));
  CHECK(mentions(head, "\r\nX-Empty:\r\n"));
  CHECK_FALSE(mentions(head, "Accept-Encoding"));
}

TEST_CASE("bodies: text, file, form, none; never held back for 100-continue") {
  const TempDirectory directory = folder();
  std::string large(3'000'000, 'x');
  large[1'234'567] = '\0';
  std::ofstream(directory.path() / "clip.mp4") << large;
  LoopbackServer server(always(answer("ok")));

  answered(one(post_of(server, R"({"a":"é"})")));
  answered(one(post_of(server, large)));
  Call put = call_of(server, "/put", HttpMethod::put);
  put.request.body = FileBody{directory.path() / "clip.mp4"};
  answered(one(put));
  Call form = call_of(server, "/form", HttpMethod::post);
  form.request.body = FormBody{{{"key", "a/b"}, {"policy", "x=\"y\""}},
                               "file",
                               directory.path() / "clip.mp4",
                               "clip.mp4",
                               "video/mp4"};
  answered(one(form));
  answered(one(call_of(server, "/empty", HttpMethod::post)));
  answered(one(call_of(server, "/job", HttpMethod::del)));

  const std::vector<SeenRequest> seen = server.requests();
  REQUIRE(seen.size() == 6);
  for (const SeenRequest& request : seen) {
    CHECK_FALSE(mentions(request.head, "Expect"));
    CHECK_FALSE(mentions(request.head, "x-www-form-urlencoded"));
    CHECK_FALSE(mentions(request.head, "chunked"));
  }
  CHECK(seen[0].body == R"({"a":"é"})");
  CHECK(mentions(seen[0].head, "\r\nContent-Type: application/json\r\n"));
  CHECK(seen[1].body == large);
  CHECK(seen[2].head.starts_with("PUT /put "));
  CHECK(seen[2].body == large);
  CHECK(mentions(seen[3].head, "Content-Type: multipart/form-data; boundary="));
  CHECK(mentions(seen[3].body, "name=\"key\"\r\n\r\na/b\r\n"));
  CHECK(mentions(seen[3].body, "name=\"policy\"\r\n\r\nx=\"y\"\r\n"));
  CHECK(mentions(seen[3].body,
                 "name=\"file\"; filename=\"clip.mp4\"\r\nContent-Type: video/mp4\r\n"));
  CHECK(mentions(seen[3].body, large));
  CHECK(mentions(seen[4].head, "Content-Length: 0\r\n"));
  CHECK(seen[5].head.starts_with("DELETE /job "));
}

TEST_CASE("connections are used again") {
  LoopbackServer server(always(answer("ok")));
  const auto transport = make_transport();
  for (int i = 0; i < 10; ++i) {
    answered(one(*transport, call_of(server, "/" + std::to_string(i))));
  }
  CHECK(server.connections() == 1);
}

TEST_CASE("a POST goes out once, also where a connection that was kept breaks under it") {
  for (const bool by_reset : {false, true}) {
    for (const HttpMethod method : {HttpMethod::post, HttpMethod::put, HttpMethod::del}) {
      LoopbackServer server([&](Connection& connection, const SeenRequest& request) {
        if (request.number == 1) {
          connection.send(answer("ok"));
        } else if (by_reset) {
          connection.reset();
        } else {
          connection.close();
        }
      });
      const auto transport = make_transport();
      answered(one(*transport, call_of(server, "/first")));
      const Broken lost = broken(one(*transport, call_of(server, "/pay", method)));
      CHECK(lost.sent);
      CHECK(lost.error.kind == ErrorKind::transient);
      CHECK(server.requests().size() == 2);
    }
  }
}

TEST_CASE("deadlines: first byte, silence, the whole") {
  struct Row {
    std::string bytes;
    Deadlines deadlines;
    std::string words;
  };
  const Millis soon{40};
  for (const Row& row : std::vector<Row>{
           {"", {long_time, soon, long_time, long_time}, "no answer within 40 ms"},
           {half_answer, {long_time, long_time, soon, long_time}, "silent for 40 ms"},
           {"HTTP/1.1 200 OK\r\nX-", {long_time, long_time, long_time, soon}, "not done within"},
           {half_answer, {long_time, long_time, long_time, soon}, "not done within 40 ms"},
           {"", {long_time, long_time, long_time, soon}, "not done within 40 ms"},
       }) {
    CAPTURE(row.words);
    LoopbackServer server(then_silence(row.bytes));
    Call call = post_of(server, "{}");
    call.deadlines = row.deadlines;
    const Steady begin = std::chrono::steady_clock::now();
    const Broken late = broken(one(std::move(call)));
    CHECK(std::chrono::steady_clock::now() - begin < long_time / 2);
    CHECK(late.sent);
    CHECK(late.error.kind == ErrorKind::transient);
    CHECK(mentions(late.error.message, row.words));
    CHECK(mentions(late.error.message, server.place()));
  }
}

TEST_CASE("deadlines: a drip is not silence, but it ends with the whole") {
  LoopbackServer server([](Connection& connection, const SeenRequest&) {
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    while (connection.send("x")) {
      std::this_thread::sleep_for(Millis(2));
    }
  });
  Call call = call_of(server, "/drip");
  call.deadlines = {long_time, long_time, Millis(1000), Millis(80)};
  CHECK(mentions(broken(one(std::move(call))).error.message, "not done within 80 ms"));
}

TEST_CASE("deadlines: a TLS handshake that nobody answers is a missing connection, nothing sent") {
  LoopbackServer server(always(""));
  Call call;
  call.request = {HttpMethod::post, "https://" + server.place() + "/", {}, {}, "{}"};
  call.deadlines.connect = Millis(40);
  const Broken late = broken(one(std::move(call)));
  CHECK_FALSE(late.sent);
  CHECK(mentions(late.error.message, "no connection within 40 ms"));
}

TEST_CASE("broken answers: what they are, and that the request was sent") {
  struct Row {
    std::string name;
    LoopbackServer::Handler handler;
    ErrorKind kind;
  };
  const auto sends_and_ends = [](std::string bytes, bool by_reset) -> LoopbackServer::Handler {
    return [bytes = std::move(bytes), by_reset](Connection& connection, const SeenRequest&) {
      connection.send(bytes);
      by_reset ? connection.reset() : connection.close();
    };
  };
  std::string flood = "HTTP/1.1 200 OK\r\n";
  std::string interim;
  for (int i = 0; i < 20'000; ++i) {
    flood += "X-Header-" + std::to_string(i) + ": aaaaaaaaaaaaaaaaaaaa\r\n";
    interim += "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
  }
  for (const Row& row : std::vector<Row>{
           {"nothing", sends_and_ends("", false), ErrorKind::transient},
           {"reset at once", sends_and_ends("", true), ErrorKind::transient},
           {"truncated", sends_and_ends(half_answer, false), ErrorKind::corrupt},
           {"reset mid-body", sends_and_ends(half_answer, true), ErrorKind::transient},
           {"too large", always(answer(std::string(2000, 'x'))), ErrorKind::corrupt},
           {"too large, no length",
            sends_and_ends("HTTP/1.1 200 OK\r\n\r\n" + std::string(2000, 'x'), false),
            ErrorKind::corrupt},
           {"too large, chunked",
            always("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" +
                   std::string(2000, 'x') + "\r\n0\r\n\r\n"),
            ErrorKind::corrupt},
           {"no HTTP", always("SSH-2.0-OpenSSH_9.2\r\n"), ErrorKind::corrupt},
           {"head without end", always(flood), ErrorKind::corrupt},
           {"interim answers without end", always(interim), ErrorKind::corrupt},
       }) {
    CAPTURE(row.name);
    LoopbackServer server(row.handler);
    Call call = post_of(server, "{}");
    call.reply_cap = 1000;
    const Broken found = broken(one(std::move(call)));
    CHECK(found.sent);
    if (row.name != "reset mid-body") {  // the kernel may drop what came before a reset
      CHECK(found.error.kind == row.kind);
    }
  }
}

TEST_CASE("answers of every common form are read") {
  for (const std::string& bytes : std::vector<std::string>{
           answer("hello"),
           "HTTP/1.1 100 Continue\r\n\r\n" + answer("hello"),
           "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + answer("hello"),
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\nX: "
           "y\r\n\r\n",
       }) {
    CAPTURE(bytes);
    LoopbackServer server(always(bytes));
    const Answered got = answered(one(post_of(server, "{}")));
    CHECK(got.reply.status == 200);
    CHECK(got.reply.body == "hello");
    CHECK(got.reply.header("link").empty());
    CHECK(got.reply.header("x").empty());
  }
}

TEST_CASE("a packed answer that nobody asked for stays packed") {
  const std::string gzip("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x03\x00\x00\x00\x00\x00", 16);
  LoopbackServer server(always(answer(gzip, "Content-Encoding: gzip\r\n")));
  CHECK(answered(one(call_of(server, "/"))).reply.body == gzip);
}

TEST_CASE("a connection that is refused: nothing was sent") {
  std::string url;
  std::string place;
  {
    const LoopbackServer gone(always(""));
    url = gone.url("/secret-path?token=" + planted);
    place = gone.place();
  }
  Call call;
  call.request = {HttpMethod::post, url, {}, {}, "{}"};
  call.rule.plain_host = place;
  const Broken refused = broken(one(std::move(call)));
  CHECK_FALSE(refused.sent);
  CHECK(refused.error.kind == ErrorKind::transient);
  CHECK(mentions(refused.error.message, place));
  CHECK(mentions(refused.error.message, "Connection refused"));
  CHECK_FALSE(mentions(refused.error.message, "secret-path"));
}

TEST_CASE("headers with line breaks are not sent") {
  LoopbackServer server(always(answer("ok")));
  Call call = call_of(server, "/");
  call.request.key->key = Secret(planted + "\r\nX-Evil: 1");
  CHECK(broken(one(std::move(call))).error.kind == ErrorKind::environment);
  Call named = call_of(server, "/");
  named.request.headers = {{"A: b", "c"}};
  CHECK(broken(one(std::move(named))).error.kind == ErrorKind::environment);
  CHECK(server.connections() == 0);
}

TEST_CASE("wait ends at its deadline, and with wake() before it or during it") {
  const auto transport = make_transport();
  CHECK(transport->wait(in(Millis(5))).empty());
  transport->wake();
  transport->wake();
  CHECK(transport->wait(in(long_time)).empty());
  const Steady begin = std::chrono::steady_clock::now();
  CHECK(transport->wait(in(Millis(20))).empty());  // two wakes are one
  CHECK(std::chrono::steady_clock::now() - begin >= Millis(20));
  std::thread other([&] { transport->wake(); });
  CHECK(transport->wait(in(long_time)).empty());
  other.join();
}

TEST_CASE("cancel: on the wire, in line, and too late") {
  LoopbackServer server(then_silence(""));
  const auto transport = make_transport(1);
  transport->start(1, call_of(server, "/1"));
  transport->start(2, call_of(server, "/2"));
  while (server.requests().empty()) {
    CHECK(transport->wait(in(Millis(1))).empty());
  }
  transport->cancel(2);
  transport->cancel(1);
  transport->cancel(1);
  transport->cancel(99);
  const std::vector<NetworkEvent> events = transport->wait(in(long_time));
  REQUIRE(events.size() == 2);
  CHECK(broken(events[0]).id == 2);
  CHECK_FALSE(broken(events[0]).sent);
  CHECK(broken(events[1]).id == 1);
  CHECK(broken(events[1]).sent);
  for (const NetworkEvent& event : events) {
    CHECK(broken(event).error.kind == ErrorKind::cancelled);
  }
  CHECK(server.requests().size() == 1);
}

TEST_CASE("what may make a job does not stand in line") {
  LoopbackServer server([](Connection& connection, const SeenRequest& request) {
    if (request.head.starts_with("POST")) {
      connection.send(answer("job"));
    } else {
      connection.wait_for_end();
    }
  });
  const auto transport = make_transport(1);
  transport->start(1, call_of(server, "/film"));
  transport->start(2, call_of(server, "/film"));
  CHECK(answered(one(*transport, post_of(server, "{}"))).reply.body == "job");
}

TEST_CASE("an id can be used again, and what is out ends with the transport") {
  LoopbackServer server(then_silence(""));
  const auto transport = make_transport();
  Call call = call_of(server, "/");
  call.deadlines.total = Millis(30);
  broken(one(*transport, call));
  broken(one(*transport, call));
  transport->start(7, call_of(server, "/"));
}

TEST_CASE("a thousand at once: each is answered once") {
  LoopbackServer server([](Connection& connection, const SeenRequest& request) {
    connection.send(answer(request.head.substr(0, request.head.find(" HTTP"))));
  });
  const auto transport = make_transport(100);
  constexpr RequestId count = 1000;
  for (RequestId id = 0; id < count; ++id) {
    transport->start(id, call_of(server, "/" + std::to_string(id)));
  }
  std::set<RequestId> seen;
  while (seen.size() < count) {
    const std::vector<NetworkEvent> events = transport->wait(in(long_time));
    REQUIRE_FALSE(events.empty());
    for (const NetworkEvent& event : events) {
      const Answered got = answered(event);
      CHECK(got.reply.body == "GET /" + std::to_string(got.id));
      CHECK(seen.insert(got.id).second);
    }
  }
  CHECK(server.connections() <= 100);
}

}  // namespace reshoot
