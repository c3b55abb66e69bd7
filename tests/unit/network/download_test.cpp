// SPDX-License-Identifier: Apache-2.0
// Results that a provider points to: where a transport goes for them, and what it keeps.

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "network_calls.h"

namespace reshoot {
using namespace test;
namespace fs = std::filesystem;

TEST_CASE("forbidden URLs are never called") {
  LoopbackServer server(always(answer("ok")));
  const std::string port = server.place().substr(server.place().find(':'));
  for (const std::string& url : std::vector<std::string>{
           server.url("/"), "http://localhost" + port + "/", "file:///etc/passwd", "https://a b/",
           "https://" + server.place() + "/", "https://localhost" + port + "/"}) {
    CAPTURE(url);
    Call call;
    call.request.url = url;
    call.rule.chosen_by_provider = true;
    const Broken refused = broken(one(std::move(call)));
    CHECK(refused.error.kind == ErrorKind::environment);
    CHECK_FALSE(refused.sent);
  }
  CHECK(server.connections() == 0);
}

TEST_CASE("redirects: five of a result, without the key, under the same rule") {
  LoopbackServer server([](Connection& connection, const SeenRequest& request) {
    const int hop = request.head[5] - '0';  // GET /4 ...
    connection.send(hop == 0 ? answer("film")
                             : answer("elsewhere", "Location: /" + std::to_string(hop - 1) + "\r\n",
                                      "302 Found"));
  });
  const Answered got = answered(one(chosen(call_of(server, "/5"))));
  CHECK(got.reply.status == 200);
  CHECK(got.reply.body == "film");
  CHECK(got.reply.header("location").empty());
  const std::vector<SeenRequest> seen = server.requests();
  REQUIRE(seen.size() == 6);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    CHECK(mentions(seen[i].head, planted) == (i == 0));
  }
  CHECK(broken(one(chosen(call_of(server, "/6")))).error.kind == ErrorKind::corrupt);
  CHECK(server.requests().size() == 12);
  // An API's own redirect, and one of anything but a GET, is an answer like another.
  CHECK(answered(one(call_of(server, "/3"))).reply.status == 302);
  Call put = chosen(call_of(server, "/3", HttpMethod::put));
  put.request.body = "x";
  CHECK(answered(one(std::move(put))).reply.status == 302);
}

TEST_CASE("redirects: to where nobody may go") {
  LoopbackServer other(always(answer("inner")));
  for (const std::string& target : std::vector<std::string>{
           other.url("/"), "https://" + other.place() + "/", "http://example.com/",
           "file:///etc/passwd", "//localhost/", "https://user:pw@example.com/",
           "https://169.254.169.254/", "gopher://x/"}) {
    CAPTURE(target);
    LoopbackServer server(always(answer("", "Location: " + target + "\r\n", "307 Away")));
    CHECK(broken(one(chosen(call_of(server, "/")))).error.kind == ErrorKind::environment);
    CHECK(server.requests().size() == 1);
  }
  CHECK(other.connections() == 0);
}

TEST_CASE("a download is hashed, whole and for its owner only") {
  const TempDirectory directory = folder();
  const fs::path file = directory.path() / "clip.part";
  std::string film(2'000'000, 'f');
  film[7] = '\0';
  LoopbackServer server(always(answer(film)));
  Call call = chosen(call_of(server, "/film"));
  call.download = file;
  call.reply_cap = 10;
  const Answered got = answered(one(call));
  REQUIRE(got.downloaded);
  CHECK(got.reply.body.empty());
  CHECK(got.downloaded->bytes == film.size());
  CHECK(got.downloaded->sha256 == sha256(film));
  CHECK(*read_file(file, film.size()) == film);
  struct stat found {};
  REQUIRE(::stat(file.c_str(), &found) == 0);
  CHECK((found.st_mode & 0777U) == 0600);

  // What is there already is not touched.
  std::ofstream(file) << "mine";
  CHECK(broken(one(call)).error.kind == ErrorKind::environment);
  CHECK(*read_file(file, 10) == "mine");
}

TEST_CASE("a download that is not one leaves no file") {
  struct Row {
    std::string name;
    std::string bytes;
    std::optional<ErrorKind> kind;
  };
  const TempDirectory directory = folder();
  const fs::path file = directory.path() / "clip.part";
  for (const Row& row : std::vector<Row>{
           {"not found", answer("gone", "", "404 Not Found"), std::nullopt},
           {"too large", answer(std::string(5000, 'x')), ErrorKind::corrupt},
           {"truncated", half_answer, ErrorKind::corrupt},
           {"truncated chunks",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nwo",
            std::nullopt},
       }) {
    CAPTURE(row.name);
    LoopbackServer server([&](Connection& connection, const SeenRequest&) {
      connection.send(row.bytes);
      connection.close();
    });
    Call call = chosen(call_of(server, "/film"));
    call.download = file;
    call.download_cap = 1000;
    const NetworkEvent event = one(std::move(call));
    if (row.name == "not found") {
      CHECK(answered(event).reply.body == "gone");
    } else {
      const Broken found = broken(event);
      CHECK((!row.kind || found.error.kind == *row.kind));
    }
    CHECK_FALSE(fs::exists(file));
  }
}

TEST_CASE("an empty download is an empty file") {
  const TempDirectory directory = folder();
  LoopbackServer server(always(answer("")));
  Call call = chosen(call_of(server, "/film"));
  call.download = directory.path() / "clip.part";
  const Answered got = answered(one(std::move(call)));
  REQUIRE(got.downloaded);
  CHECK(got.downloaded->bytes == 0);
  CHECK(fs::exists(directory.path() / "clip.part"));
}

TEST_CASE("files that cannot be read or written: nothing was sent, or nothing is kept") {
  const TempDirectory directory = folder();
  LoopbackServer server(always(answer("film")));
  Call put = call_of(server, "/put", HttpMethod::put);
  put.request.body = FileBody{directory.path() / "missing"};
  const Broken unread = broken(one(std::move(put)));
  CHECK(unread.error.kind == ErrorKind::environment);
  CHECK_FALSE(unread.sent);
  Call get = chosen(call_of(server, "/film"));
  get.download = directory.path() / "no folder" / "clip.part";
  CHECK(broken(one(std::move(get))).error.kind == ErrorKind::environment);
}

}  // namespace reshoot
