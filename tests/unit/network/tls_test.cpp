// SPDX-License-Identifier: Apache-2.0
// Whom a transport believes to be the host that it called.

#include <doctest/doctest.h>

#include <csignal>
#include <string>

#include "network_calls.h"
#include "tls_server.h"

namespace reshoot {
using namespace test;
namespace fs = std::filesystem;

namespace {

Call call_to(const std::string& url) {
  Call call;
  call.request.url = url;
  call.request.key = KeyHeader{"X-Api-Key", "", Secret(planted)};
  return call;
}

std::unique_ptr<CurlTransport> trusting(const fs::path& authorities) {
  return *CurlTransport::create({"reshoot/1.2.3", {}, authorities, 0});
}

}  // namespace

TEST_CASE("TLS: only a host that its certificate proves gets the request") {
  std::signal(SIGPIPE, SIG_IGN);  // for the server, whom callers leave in mid-sentence
  const TempDirectory directory = folder();
  const fs::path mine = directory.path() / "mine.pem";
  const fs::path other = directory.path() / "other.pem";
  TlsServer server("DNS:localhost", mine, answer("ok"));
  const TlsServer stranger("DNS:localhost", other, answer("ok"));
  const std::string port = std::to_string(server.port());
  struct Row {
    std::string name;
    fs::path authorities;
    std::string host;
    bool trusted;
  };
  for (const Row& row : std::vector<Row>{
           {"its own certificate", mine, "localhost", true},
           {"the system's authorities", {}, "localhost", false},
           {"another one's certificate of the same name", other, "localhost", false},
           {"a certificate for another name", mine, "127.0.0.1", false},
       }) {
    CAPTURE(row.name);
    const int before = server.requests();
    const auto transport = trusting(row.authorities);
    const NetworkEvent event =
        one(*transport, call_to("https://" + row.host + ":" + port + "/v3/jobs"));
    if (row.trusted) {
      CHECK(answered(event).reply.body == "ok");
    } else {
      const Broken refused = broken(event);
      CHECK(refused.error.kind == ErrorKind::environment);
      CHECK_FALSE(refused.sent);
      CHECK(mentions(refused.error.message, row.host + ":" + port));
      CHECK(mentions(refused.error.message, "certificate"));
    }
    CHECK(server.requests() - before == (row.trusted ? 1 : 0));
  }
}

TEST_CASE("TLS: a file of authorities that is missing is the fault of this machine") {
  const TempDirectory directory = folder();
  TlsServer server("IP:127.0.0.1", directory.path() / "mine.pem", answer("ok"));
  const auto transport = trusting(directory.path() / "missing.pem");
  const Broken refused =
      broken(one(*transport, call_to("https://127.0.0.1:" + std::to_string(server.port()) + "/")));
  CHECK(refused.error.kind == ErrorKind::environment);
  CHECK_FALSE(refused.sent);
}

TEST_CASE("TLS: a result is not fetched from a redirect to plain http") {
  const TempDirectory directory = folder();
  const fs::path mine = directory.path() / "mine.pem";
  LoopbackServer plain(always(answer("film")));
  TlsServer server("DNS:localhost", mine,
                   answer("", "Location: " + plain.url("/") + "\r\n", "302 Found"));
  const auto transport = trusting(mine);
  Call call = chosen(call_to("https://localhost:" + std::to_string(server.port()) + "/film"));
  call.rule.plain_host = "localhost:" + std::to_string(server.port());
  CHECK(broken(one(*transport, std::move(call))).error.kind == ErrorKind::environment);
  CHECK(server.requests() == 1);
  CHECK(plain.connections() == 0);
}

TEST_CASE("a proxy is spoken to before TLS, and its refusal sends nothing") {
  LoopbackServer proxy(always(answer("no", "", "403 Forbidden")));
  const auto transport = *CurlTransport::create(
      {"reshoot/1.2.3", {Secret("http://user:" + planted + "@" + proxy.place()), ""}, {}, 0});
  const Broken refused = broken(one(*transport, call_to("https://api.example.com/v3/jobs")));
  CHECK_FALSE(refused.sent);
  const std::vector<SeenRequest> seen = proxy.requests();
  REQUIRE(seen.size() == 1);
  CHECK(seen[0].head.starts_with("CONNECT api.example.com:443 "));
  CHECK_FALSE(mentions(seen[0].head, "X-Api-Key"));
}

}  // namespace reshoot
