// SPDX-License-Identifier: Apache-2.0
#include "cli/accounts.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace reshoot {
namespace {

const std::string planted = "sk-planted-0123456789";

Variables of(std::initializer_list<std::pair<std::string, std::string>> rows) {
  Variables variables;
  for (const auto& [name, value] : rows) {
    variables.emplace(name, Secret(value));
  }
  return variables;
}

std::string words(const Error& error) {
  return error.message + " " + error.help;
}

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("host_of: the host that would be called, also where there is no key yet") {
  struct Row {
    std::string_view provider;
    Variables environment;
    Variables dotenv;
    std::string host;
  };
  const std::string url = "https://gw.example:8443/gmi";
  const std::string ours = host_of("gmi", {}, {});
  CHECK(std::string(default_base_url("gmi")).find(ours) != std::string::npos);
  CHECK_FALSE(ours.empty());
  for (const Row& row : std::vector<Row>{
           {"gmi", of({{"GMI_API_KEY", planted}}), of({}), ours},
           {"gmi", of({{"GMI_API_KEY", planted}, {"GMI_BASE_URL", url}}), of({}), "gw.example"},
           {"gmi", of({}), of({{"GMI_BASE_URL", url}}), "gw.example"},
           {"gmi", of({{"GMI_API_KEY", planted}}), of({{"GMI_BASE_URL", url}}), ours},
           {"gmi", of({{"GMI_API_KEY", planted}, {"GMI_BASE_URL", "http://gw.example"}}), of({}),
            ""},
           {"comfyui", of({{"COMFYUI_URL", "http://192.168.1.7:8188"}}), of({}), "192.168.1.7"},
           {"nobody", of({}), of({}), ""},
       }) {
    CHECK(host_of(row.provider, row.environment, row.dotenv) == row.host);
  }
}

TEST_CASE("account_of: the key, and the base URL of the same source") {
  const std::string ours(default_base_url("gmi"));
  struct Row {
    std::string name;
    Variables environment;
    Variables dotenv;
    std::string key;
    std::string base_url;
  };
  const std::pair<std::string, std::string> key{"GMI_API_KEY", "k1"};
  const std::pair<std::string, std::string> other_key{"GMI_API_KEY", "k2"};
  const std::pair<std::string, std::string> url{"GMI_BASE_URL", "https://gw.example/gmi//"};
  for (const Row& row : std::vector<Row>{
           {"environment", of({key}), of({}), "k1", ours},
           {"file", of({}), of({key}), "k1", ours},
           {"environment first", of({key}), of({other_key}), "k1", ours},
           {"empty is not set", of({{"GMI_API_KEY", ""}}), of({other_key}), "k2", ours},
           {"both in the environment", of({key, url}), of({}), "k1", "https://gw.example/gmi"},
           {"both in the file", of({}), of({key, url}), "k1", "https://gw.example/gmi"},
           {"a file must not send the key of the environment elsewhere", of({key}), of({url}), "k1",
            ours},
           {"a whole account in the file does not count either", of({key}), of({other_key, url}),
            "k1", ours},
           {"nor the other way round", of({url}), of({key}), "k1", ours},
       }) {
    CAPTURE(row.name);
    const Result<Account> account = account_of("gmi", row.environment, row.dotenv);
    REQUIRE(account);
    CHECK(account->provider == "gmi");
    CHECK(account->key.reveal() == row.key);
    CHECK(account->base_url == row.base_url);
    CHECK(account->organization.empty());
  }
}

TEST_CASE("account_of: the organization of GMI, from either source") {
  const Variables key = of({{"GMI_API_KEY", "k"}});
  CHECK(account_of("gmi", key, of({{"GMI_ORG_ID", "org"}}))->organization == "org");
  CHECK(
      account_of("gmi", of({{"GMI_API_KEY", "k"}, {"GMI_ORG_ID", "a"}}), of({{"GMI_ORG_ID", "b"}}))
          ->organization == "a");
}

TEST_CASE("account_of: a missing key is named, with where to put it") {
  for (const auto& [provider, variable] :
       std::vector<std::pair<std::string, std::string>>{{"gmi", "GMI_API_KEY"},
                                                        {"dashscope", "DASHSCOPE_API_KEY"},
                                                        {"heygen", "HEYGEN_API_KEY"}}) {
    const Result<Account> account = account_of(provider, of({}), of({}));
    REQUIRE_FALSE(account);
    CHECK(account.error().kind == ErrorKind::environment);
    CHECK(mentions(account.error().message, variable));
    CHECK(mentions(account.error().help, ".env"));
  }
  CHECK_FALSE(account_of("fal", of({}), of({})));
}

TEST_CASE("account_of: ComfyUI has no key; a private address only from the environment") {
  CHECK(account_of("comfyui", of({}), of({}))->base_url == default_base_url("comfyui"));
  struct Row {
    std::string url;
    bool from_environment;
    bool from_file;
  };
  for (const Row& row : std::vector<Row>{
           {"http://127.0.0.1:8188", true, true},
           {"http://localhost:8188", true, true},
           {"http://192.168.1.7:8188", true, false},
           {"http://gpu.lan:8188", true, false},
           {"http://8.8.8.8:8188", false, false},
           {"https://gpu.example.com", true, true},
       }) {
    CAPTURE(row.url);
    const Variables set = of({{"COMFYUI_URL", row.url}});
    CHECK(account_of("comfyui", set, of({})).has_value() == row.from_environment);
    CHECK(account_of("comfyui", of({}), set).has_value() == row.from_file);
    CHECK(account_of("comfyui", of({{"COMFYUI_URL", "http://127.0.0.1:1"}}), set)->base_url ==
          "http://127.0.0.1:1");
  }
}

TEST_CASE("account_of: base URLs of the others are https, or plain on this machine") {
  const std::vector<std::pair<std::string, bool>> rows{
      {"http://127.0.0.1:4000", true},
      {"http://192.168.1.7:4000", false},
      {"http://gw.example", false},
      {"ftp://gw.example", false},
      {"https://" + planted + "@gw.example", false},
      {"https://gw.example/?key=" + planted, false}};
  for (const auto& row : rows) {
    const auto& url = row.first;
    const bool allowed = row.second;
    CAPTURE(url);
    const Result<Account> account =
        account_of("heygen", of({{"HEYGEN_API_KEY", planted}, {"HEYGEN_BASE_URL", url}}), of({}));
    CHECK(account.has_value() == allowed);
    if (!account) {
      CHECK(mentions(account.error().message, "HEYGEN_BASE_URL"));
      CHECK_FALSE(mentions(words(account.error()), planted));
    }
  }
}

TEST_CASE("account_of: a key that would break its header is refused, unseen") {
  for (const std::string& tail :
       std::vector<std::string>{"\r\nX: y", " ", "\n", "\xe2\x80\x9d", "\x7f"}) {
    const Result<Account> account =
        account_of("gmi", of({{"GMI_API_KEY", planted + tail}}), of({}));
    REQUIRE_FALSE(account);
    CHECK(mentions(account.error().message, "GMI_API_KEY"));
    CHECK_FALSE(mentions(words(account.error()), planted));
    CHECK_FALSE(account_of("gmi", of({{"GMI_API_KEY", "k"}, {"GMI_ORG_ID", "o" + tail}}), of({})));
  }
}

TEST_CASE("proxy_of: lower case first, https before all") {
  const Proxy both = proxy_of(of({{"HTTPS_PROXY", "http://a"}, {"https_proxy", "http://b"}}));
  CHECK(both.url.reveal() == "http://b");
  CHECK(proxy_of(of({{"ALL_PROXY", "socks5h://c"}})).url.reveal() == "socks5h://c");
  CHECK(proxy_of(of({{"HTTP_PROXY", "http://d"}})).url.empty());
  CHECK(proxy_of(of({{"NO_PROXY", "x"}, {"no_proxy", ""}})).except == "x");
}

TEST_CASE("keys_check: which keys are there, never a character of them") {
  struct Row {
    Variables environment;
    Variables dotenv;
    CheckState state;
    std::string detail;
  };
  for (const Row& row : std::vector<Row>{
           {of({}), of({}), CheckState::ok, "none is set"},
           {of({{"GMI_API_KEY", planted}}), of({{"HEYGEN_API_KEY", planted}}), CheckState::ok,
            "set for gmi (environment), heygen (.env)"},
           {of({{"COMFYUI_URL", "http://127.0.0.1:1"}}), of({}), CheckState::ok,
            "comfyui (environment)"},
           {of({{"GMI_API_KEY", planted}}), of({{"GMI_BASE_URL", "https://x.y"}}), CheckState::warn,
            "GMI_BASE_URL is not used"},
           {of({{"GMI_API_KEY", planted + "\n"}}), of({}), CheckState::fail, "GMI_API_KEY"},
       }) {
    CAPTURE(row.detail);
    const DoctorCheck check = keys_check(row.environment, row.dotenv);
    CHECK(check.state == row.state);
    CHECK(mentions(check.detail, row.detail));
    CHECK_FALSE(mentions(check.detail + check.help, planted));
    CHECK_FALSE(mentions(check.detail + check.help, planted.substr(0, 6)));
  }
  CHECK(keys_check(of({}), fail(ErrorKind::environment, ".env:3: x", "y")).state ==
        CheckState::fail);
}

TEST_CASE("variables print as stars") {
  CHECK(fmt::format("{}", of({{"GMI_API_KEY", planted}}).at("GMI_API_KEY")) == "***");
}

}  // namespace reshoot
