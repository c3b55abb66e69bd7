// SPDX-License-Identifier: Apache-2.0
#include "cli/accounts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <vector>

#include "network/network_rules.h"

namespace reshoot {
namespace {

/// The names of a provider's variables; empty: it has no such variable.
struct Names {
  std::string_view provider;
  std::string_view key;
  std::string_view base_url;
  std::string_view organization;
};

constexpr std::array all_names{
    Names{"gmi", "GMI_API_KEY", "GMI_BASE_URL", "GMI_ORG_ID"},
    Names{"dashscope", "DASHSCOPE_API_KEY", "DASHSCOPE_BASE_URL", ""},
    Names{"heygen", "HEYGEN_API_KEY", "HEYGEN_BASE_URL", ""},
    Names{"comfyui", "", "COMFYUI_URL", ""},
};

/// nullptr: no such provider is built in.
const Names* names_of(std::string_view provider) {
  const auto* const found = std::find_if(all_names.begin(), all_names.end(), [&](const Names& row) {
    return row.provider == provider;
  });
  return found == all_names.end() ? nullptr : found;
}

/// The value; empty where the variable is not set.
std::string value_of(const Variables& variables, std::string_view name) {
  const auto found = variables.find(name);
  return found == variables.end() ? std::string() : found->second.reveal();
}

bool has(const Variables& variables, std::string_view name) {
  return !value_of(variables, name).empty();
}

/// Which of the two a provider's settings are taken from: the one with its key, or, where it takes
/// none, with its base URL.
bool is_from_environment(const Names& names, const Variables& environment) {
  return has(environment, names.key.empty() ? names.base_url : names.key);
}

/// The text of a header: a line break in it would begin another header.
Result<std::string> header_value(const Variables& variables, std::string_view name) {
  std::string value = value_of(variables, name);
  const bool plain =
      std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (!plain) {
    return fail(ErrorKind::environment,
                fmt::format("{} has characters in it that no key has", name),
                "look for spaces, line breaks and typographic quotes around it");
  }
  return value;
}

Result<std::string> base_url(const Names& names, const Variables& source, PlainHttp plain) {
  std::string url = value_of(source, names.base_url);
  if (url.empty()) {
    return std::string(default_base_url(names.provider));
  }
  if (const Result<Url> checked = check_base_url(url, plain); !checked) {
    return fail(checked.error().kind,
                fmt::format("{}: {}", names.base_url, checked.error().message),
                checked.error().help);
  }
  url.erase(url.find_last_not_of('/') + 1);
  return url;
}

/// A file may come with a project that somebody sends; what a user exports is the user's own.
PlainHttp plain_http(const Names& names, bool from_environment) {
  return names.key.empty() && from_environment ? PlainHttp::private_networks : PlainHttp::loopback;
}

tl::unexpected<Error> no_key(const Names& names) {
  return fail(ErrorKind::environment,
              fmt::format("there is no key for {}: {} is not set", names.provider, names.key),
              fmt::format("export {0}=..., or put the line {0}=... into the file .env at the root "
                          "of the workspace, which git must not track",
                          names.key));
}

/// `gmi (.env)`; empty: there is no key.
std::string said_of(const Names& names, const Variables& environment, const Variables& dotenv) {
  const std::string_view telling = names.key.empty() ? names.base_url : names.key;
  if (has(environment, telling)) {
    return fmt::format("{} (environment)", names.provider);
  }
  return has(dotenv, telling) ? fmt::format("{} (.env)", names.provider) : std::string();
}

/// A base URL that was set and does not count.
bool has_idle_url(const Names& names, const Variables& environment, const Variables& dotenv) {
  const bool from_environment = is_from_environment(names, environment);
  return !names.key.empty() && has(from_environment ? environment : dotenv, names.key) &&
         has(from_environment ? dotenv : environment, names.base_url);
}

}  // namespace

Result<Account> account_of(std::string_view provider, const Variables& environment,
                           const Variables& dotenv) {
  const Names* const names = names_of(provider);
  if (names == nullptr) {
    return fail(ErrorKind::environment, fmt::format("no provider '{}' is built in", provider),
                "the providers are gmi, dashscope, heygen and comfyui");
  }
  const bool from_environment = is_from_environment(*names, environment);
  const Variables& source = from_environment ? environment : dotenv;
  Account account;
  account.provider = provider;
  if (!names->key.empty()) {
    TRY_ASSIGN(std::string key, header_value(source, names->key));
    if (key.empty()) {
      return no_key(*names);
    }
    account.key = Secret(std::move(key));
  }
  TRY_ASSIGN(account.base_url, base_url(*names, source, plain_http(*names, from_environment)));
  const Variables& organization = has(environment, names->organization) ? environment : dotenv;
  TRY_ASSIGN(account.organization, header_value(organization, names->organization));
  return account;
}

std::string host_of(std::string_view provider, const Variables& environment,
                    const Variables& dotenv) {
  const Names* const names = names_of(provider);
  if (names == nullptr) {
    return {};
  }
  const bool from_environment = is_from_environment(*names, environment);
  const Result<std::string> url = base_url(*names, from_environment ? environment : dotenv,
                                           plain_http(*names, from_environment));
  const Result<Url> parsed = url ? parse_url(*url) : tl::unexpected(url.error());
  return parsed ? parsed->host : std::string();
}

Proxy proxy_of(const Variables& environment) {
  const auto first_of = [&](std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
      if (has(environment, name)) {
        return value_of(environment, name);
      }
    }
    return std::string();
  };
  return {Secret(first_of({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})),
          first_of({"no_proxy", "NO_PROXY"})};
}

DoctorCheck keys_check(const Variables& environment, const Result<Variables>& dotenv) {
  if (!dotenv) {
    return {"keys", CheckState::fail, dotenv.error().message, dotenv.error().help};
  }
  std::vector<std::string> found;
  std::vector<std::string> idle;
  for (const Names& names : all_names) {
    const std::string said = said_of(names, environment, *dotenv);
    if (said.empty()) {
      continue;
    }
    const Result<Account> account = account_of(names.provider, environment, *dotenv);
    if (!account) {
      return {"keys", CheckState::fail, account.error().message, account.error().help};
    }
    found.push_back(said);
    if (has_idle_url(names, environment, *dotenv)) {
      idle.emplace_back(names.base_url);
    }
  }
  const std::string detail = found.empty() ? "none is set: animatics only"
                                           : fmt::format("set for {}", fmt::join(found, ", "));
  if (!idle.empty()) {
    return {"keys", CheckState::warn,
            fmt::format("{}; {} is not used", detail, fmt::join(idle, ", ")),
            "set a base URL where its key is set: both in the environment, or both in .env"};
  }
  return {"keys", CheckState::ok, detail, ""};
}

}  // namespace reshoot
