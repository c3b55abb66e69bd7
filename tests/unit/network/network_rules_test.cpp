// SPDX-License-Identifier: Apache-2.0
#include "network/network_rules.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace reshoot {
namespace {

NetworkRule rule(const std::string& plain_host, bool chosen) {
  return {plain_host, chosen};
}

bool allows(const std::string& url, const NetworkRule& rule) {
  const Result<Url> parsed = parse_url(url);
  return parsed && check_url(*parsed, rule);
}

bool accepts(const std::string& url, const std::string& address, const NetworkRule& rule) {
  return check_address(*parse_url(url), *IpAddress::parse(address), rule).has_value();
}

}  // namespace

TEST_CASE("parse_url: what is plain is read") {
  struct Row {
    std::string url;
    bool https;
    std::string place;
  };
  const std::vector<Row> rows{
      {"https://api.heygen.com", true, "api.heygen.com:443"},
      {"HTTPS://API.heygen.com/v3?x=http://a@b/", true, "api.heygen.com:443"},
      {"http://127.0.0.1:8188/view?filename=a", false, "127.0.0.1:8188"},
      {"http://localhost", false, "localhost:80"},
      {"https://[::1]:8443/", true, "[::1]:8443"},
      {"https://[0:0::0:1]", true, "[::1]:443"},
      {"https://a.b#c@d", true, "a.b:443"},
      {"https://a_b-c.example?x", true, "a_b-c.example:443"},
      {"https://a.b/\xc3\xa9", true, "a.b:443"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.url);
    const Result<Url> url = parse_url(row.url);
    REQUIRE(url);
    CHECK(url->https == row.https);
    CHECK(url->place() == row.place);
  }
}

TEST_CASE("parse_url: what two readers could see differently is refused, and not repeated") {
  for (const std::string& url :
       std::vector<std::string>{"",
                                "a.b",
                                "//a.b",
                                "file:///etc/passwd",
                                "ftp://a.b",
                                "gopher://a.b",
                                "data:,x",
                                "https:a.b",
                                "https:///a",
                                "https://",
                                "https://:443",
                                "https://u:hunter2@a.b/",
                                "https://hunter2@a.b",
                                "https://a.b\\@c.d/",
                                "https://a.b /",
                                "https://a.b/\r\nX: y",
                                "https://a.b/\t",
                                std::string("https://a.b/\0", 13),
                                "https://a.b:0",
                                "https://a.b:65536",
                                "https://a.b:",
                                "https://a.b:8x",
                                "https://a.b:-1",
                                "https://a..b",
                                "https://.a.b",
                                "https://a.b.",
                                "https://a%2eb",
                                "https://\xc3\xa9.b",
                                "https://2130706433",
                                "https://0x7f.1",
                                "https://127.1",
                                "https://0177.0.0.1",
                                "https://127.0.0.01",
                                "https://1.2.3.4.5",
                                "https://[127.0.0.1]",
                                "https://[::1",
                                "https://::1",
                                "https://[fe80::1%25eth0]",
                                "https://[::1]x",
                                "https://a.b:80:80",
                                "https://" + std::string(64, 'a') + ".b",
                                "https://a.b/" + std::string(20'000, 'x')}) {
    CAPTURE(url);
    const Result<Url> parsed = parse_url(url);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().kind == ErrorKind::environment);
    CHECK(parsed.error().message.find("hunter2") == std::string::npos);
  }
}

TEST_CASE("check_url: https, and plain http to the one host that the base URL names") {
  struct Row {
    std::string url;
    std::string plain_host;
    bool chosen;
    bool allowed;
  };
  const std::vector<Row> rows{
      {"https://api.heygen.com/v3", "", false, true},
      {"https://10.0.0.5/v3", "", false, true},  // the user's own base URL, proved by TLS
      {"http://api.heygen.com/v3", "", false, false},
      {"http://127.0.0.1:8188/", "", false, false},
      {"http://127.0.0.1:8188/", "127.0.0.1:8188", false, true},
      {"http://127.0.0.1:8189/", "127.0.0.1:8188", false, false},
      {"http://127.0.0.1/", "127.0.0.1:80", false, true},
      {"http://localhost:8188/", "127.0.0.1:8188", false, false},
      {"https://files.example.com/a.mp4", "", true, true},
      {"http://files.example.com/a.mp4", "", true, false},
      {"https://127.0.0.1/a", "", true, false},
      {"https://[::1]/a", "", true, false},
      {"https://[::ffff:127.0.0.1]/a", "", true, false},
      {"https://10.1.2.3/a", "", true, false},
      {"https://169.254.169.254/latest/meta-data", "", true, false},
      {"https://metadata.google.internal/", "", true, false},
      {"https://localhost/", "", true, false},
      {"https://printer/", "", true, false},
      {"https://nas.local/", "", true, false},
      {"https://8.8.8.8/a", "", true, true},
      // A server at a local address names its own files only.
      {"http://127.0.0.1:8188/view", "127.0.0.1:8188", true, true},
      {"http://127.0.0.1:8189/view", "127.0.0.1:8188", true, false},
      {"http://127.0.0.2:8188/view", "127.0.0.1:8188", true, false},
      {"https://files.example.com/a.mp4", "127.0.0.1:8188", true, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.url);
    CAPTURE(row.plain_host);
    CAPTURE(row.chosen);
    CHECK(allows(row.url, rule(row.plain_host, row.chosen)) == row.allowed);
  }
}

TEST_CASE("check_address: names that a provider chose lead to public addresses only") {
  const std::string url = "https://files.example.com/a.mp4";
  for (const char* address : {"127.0.0.1",
                              "127.255.255.254",
                              "::1",
                              "::",
                              "0.0.0.0",
                              "0.1.2.3",
                              "10.0.0.1",
                              "172.16.0.1",
                              "172.31.255.255",
                              "192.168.1.1",
                              "100.64.0.1",
                              "100.127.255.255",
                              "169.254.169.254",
                              "100.100.100.200",
                              "168.63.129.16",
                              "192.0.0.192",
                              "192.0.2.1",
                              "198.18.0.1",
                              "198.51.100.7",
                              "203.0.113.7",
                              "224.0.0.1",
                              "239.1.2.3",
                              "240.0.0.1",
                              "255.255.255.255",
                              "fe80::1",
                              "febf::1",
                              "fec0::1",
                              "fc00::1",
                              "fdff::1",
                              "fd00:ec2::254",
                              "ff02::1",
                              "::ffff:127.0.0.1",
                              "::ffff:8.8.8.8",
                              "::127.0.0.1",
                              "64:ff9b::7f00:1",
                              "64:ff9b::10.0.0.1",
                              "64:ff9b:1::1",
                              "2001:db8::1",
                              "2001::1",
                              "2002:7f00:1::",
                              "100::1",
                              "3fff::1",
                              "4000::1"}) {
    CAPTURE(address);
    CHECK_FALSE(accepts(url, address, rule("", true)));
    CHECK(accepts(url, address, rule("", false)));
  }
  for (const char* address :
       {"8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "11.0.0.1",
        "223.255.255.255", "2606:4700::1111", "2001:4860::8888", "2a00::1", "64:ff9b::8.8.8.8"}) {
    CAPTURE(address);
    CHECK(accepts(url, address, rule("", true)));
  }
}

TEST_CASE("check_address: plain http stays on this machine or in the network") {
  struct Row {
    std::string url;
    std::string address;
    bool allowed;
  };
  for (const bool chosen : {false, true}) {
    for (const Row& row : std::vector<Row>{
             {"http://127.0.0.1:80/", "127.0.0.1", true},
             {"http://localhost/", "::1", true},
             {"http://localhost/", "192.168.1.7", false},
             {"http://127.0.0.1/", "8.8.8.8", false},
             {"http://gpu.lan/", "192.168.1.7", true},
             {"http://gpu.lan/", "100.101.102.103", true},
             {"http://gpu.lan/", "127.0.0.1", true},
             {"http://gpu.lan/", "8.8.8.8", false},
             {"http://gpu.lan/", "169.254.169.254", false},
             {"http://gpu.lan/", "::ffff:192.168.1.7", false},
         }) {
      CAPTURE(row.url);
      CAPTURE(row.address);
      const std::string place = parse_url(row.url)->place();
      CHECK(accepts(row.url, row.address, rule(place, chosen)) == row.allowed);
    }
  }
  CHECK(accepts("https://10.0.0.5/view", "10.0.0.5", rule("10.0.0.5:443", true)));
}

TEST_CASE("check_base_url: what a user may name") {
  struct Row {
    std::string url;
    bool loopback;
    bool private_networks;
  };
  for (const Row& row : std::vector<Row>{
           {"https://api.heygen.com", true, true},
           {"https://gateway.corp.example/heygen", true, true},
           {"https://10.0.0.5:8443", true, true},
           {"http://127.0.0.1:8188", true, true},
           {"http://localhost:8188", true, true},
           {"http://[::1]:8188", true, true},
           {"http://192.168.1.7:8188", false, true},
           {"http://100.101.102.103:8188", false, true},
           {"http://gpu.lan:8188", false, true},
           {"http://8.8.8.8", false, false},
           {"http://169.254.169.254", false, false},
           {"http://0.0.0.0:8188", false, false},
           {"https://a.b/?key=1", false, false},
           {"https://a.b/#x", false, false},
           {"https://u:p@a.b", false, false},
           {"ws://127.0.0.1", false, false},
       }) {
    CAPTURE(row.url);
    CHECK(check_base_url(row.url, PlainHttp::loopback).has_value() == row.loopback);
    CHECK(check_base_url(row.url, PlainHttp::private_networks).has_value() == row.private_networks);
  }
}

TEST_CASE("network_rule: the host of the account, where it is local") {
  const auto of = [](const std::string& base_url) {
    return network_rule({"p", base_url, Secret(), ""}, true);
  };
  CHECK(of("https://api.heygen.com").plain_host.empty());
  CHECK(of("https://api.heygen.com").chosen_by_provider);
  CHECK(of("http://127.0.0.1:8188").plain_host == "127.0.0.1:8188");
  CHECK(of("https://10.0.0.5").plain_host == "10.0.0.5:443");
  CHECK(of("http://gpu.example.com:80/x").plain_host == "gpu.example.com:80");
}

}  // namespace reshoot
