// SPDX-License-Identifier: Apache-2.0
// The reader takes less than RFC 3986 allows; what it takes, curl reads alike.

#include "network/network_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "provider/words.h"

namespace reshoot {
namespace {

constexpr std::size_t longest_url = 16'384;
constexpr std::size_t longest_name = 253;  // RFC 1035
constexpr std::size_t longest_label = 63;  // RFC 1035
constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;

tl::unexpected<Error> malformed(std::string_view why) {
  return fail(ErrorKind::environment, fmt::format("a URL cannot be used: {}", why),
              "URLs are https://HOST[:PORT]/PATH, without user name or password");
}

tl::unexpected<Error> forbidden(std::string_view message, std::string_view help) {
  return fail(ErrorKind::environment, std::string(message), std::string(help));
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= longest_label &&
         label.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") ==
             std::string_view::npos;
}

/// `1`, `0x7f`: resolvers read names that end like this as addresses.
bool is_number(std::string_view label) {
  return label.find_first_not_of("0123456789") == std::string_view::npos || label.starts_with("0x");
}

bool is_host_name(std::string_view host) {
  if (host.size() > longest_name) {
    return false;
  }
  std::string_view label;
  for (std::size_t start = 0; start <= host.size(); start += label.size() + 1) {
    label = host.substr(start, host.find('.', start) - start);
    if (!is_label(label)) {
      return false;
    }
  }
  return !is_number(label);
}

std::optional<std::string> host_of(std::string_view written) {
  if (written.starts_with('[') && written.ends_with(']')) {
    const auto address = IpAddress::parse(std::string(written.substr(1, written.size() - 2)));
    return address && !address->is_v4() ? std::optional(address->text()) : std::nullopt;
  }
  std::string host = lower_case(written);
  const std::optional<IpAddress> address = IpAddress::parse(host);
  if (is_host_name(host) || (address && address->is_v4())) {
    return host;
  }
  return std::nullopt;
}

std::optional<std::uint16_t> port_of(std::string_view digits) {
  std::uint16_t port = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  const bool whole = read.ec == std::errc() && read.ptr == digits.data() + digits.size();
  return whole && port != 0 ? std::optional(port) : std::nullopt;
}

/// Characters that readers of URLs disagree about.
bool has_odd_characters(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](unsigned char c) { return c <= ' ' || c == 0x7f || c == '\\'; });
}

bool is_loopback(const Url& url) {
  const std::optional<IpAddress> address = IpAddress::parse(url.host);
  return url.host == "localhost" || (address && address->kind() == AddressKind::loopback);
}

bool is_own(const Url& url, const NetworkRule& rule) {
  return !rule.plain_host.empty() && url.place() == rule.plain_host;
}

}  // namespace

std::string Url::place() const {
  const bool brackets = host.find(':') != std::string::npos;
  return brackets ? fmt::format("[{}]:{}", host, port) : fmt::format("{}:{}", host, port);
}

Result<Url> parse_url(std::string_view text) {
  if (text.size() > longest_url) {
    return malformed("it is too long");
  }
  if (has_odd_characters(text)) {
    return malformed("there are spaces, control characters or backslashes in it");
  }
  const std::size_t scheme_end = text.find("://");
  const std::string scheme = lower_case(text.substr(0, std::min(scheme_end, text.size())));
  if (scheme_end == std::string_view::npos || (scheme != "https" && scheme != "http")) {
    return malformed("it does not begin with https://");
  }
  Url url;
  url.https = scheme == "https";
  url.port = url.https ? https_port : http_port;
  std::string_view authority = text.substr(scheme_end + 3);
  authority = authority.substr(0, authority.find_first_of("/?#"));
  if (authority.find('@') != std::string_view::npos) {
    return malformed("there is a user name or password in it");
  }
  const std::size_t colon = authority.rfind(':');
  if (colon != std::string_view::npos && !authority.ends_with(']')) {
    const std::optional<std::uint16_t> port = port_of(authority.substr(colon + 1));
    if (!port) {
      return malformed("its port is not a number from 1 to 65535");
    }
    url.port = *port;
    authority = authority.substr(0, colon);
  }
  std::optional<std::string> host = host_of(authority);
  if (!host) {
    return malformed("its host is neither a name nor a plain IP address");
  }
  url.host = *std::move(host);
  return url;
}

bool is_local(const Url& url) {
  if (const std::optional<IpAddress> address = IpAddress::parse(url.host)) {
    return address->kind() != AddressKind::global;
  }
  // RFC 6761, 6762, 8375; ICANN keeps .internal and .lan is used alike.
  constexpr std::array<std::string_view, 5> domains{".localhost", ".local", ".internal",
                                                    ".home.arpa", ".lan"};
  return url.host.find('.') == std::string::npos ||
         std::any_of(domains.begin(), domains.end(),
                     [&](std::string_view domain) { return url.host.ends_with(domain); });
}

Result<void> check_url(const Url& url, const NetworkRule& rule) {
  if (is_own(url, rule)) {
    return {};
  }
  if (rule.chosen_by_provider && !rule.plain_host.empty()) {
    return forbidden(
        fmt::format("'{}' sends us to another host, '{}'", rule.plain_host, url.place()),
        "a server at a local address may name only files of its own host and port");
  }
  if (!url.https) {
    return forbidden(fmt::format("'{}' would be called without encryption", url.place()),
                     "only https:// is used; plain http:// is for a base URL on this machine");
  }
  if (rule.chosen_by_provider && is_local(url)) {
    return forbidden(
        fmt::format("a provider's answer points into a local network, to '{}'", url.place()),
        "such an address is never called; nothing was sent to it");
  }
  return {};
}

Result<void> check_address(const Url& url, const IpAddress& address, const NetworkRule& rule) {
  const AddressKind kind = address.kind();
  const bool own = is_own(url, rule);
  if (own && !url.https) {
    if (kind == AddressKind::loopback ||
        (kind == AddressKind::private_range && !is_loopback(url))) {
      return {};
    }
    return forbidden(
        fmt::format("'{}' is at {}, which is no address for plain http", url.host, address.text()),
        "use https:// for a host outside of your own network");
  }
  if (rule.chosen_by_provider && !own && kind != AddressKind::global) {
    return forbidden(fmt::format("'{}', which a provider's answer names, is at {}: a local address",
                                 url.host, address.text()),
                     "such an address is never called; nothing was sent to it");
  }
  return {};
}

Result<Url> check_base_url(std::string_view text, PlainHttp plain) {
  TRY_ASSIGN(Url url, parse_url(text));
  if (text.find_first_of("?#") != std::string_view::npos) {
    return malformed("a base URL has no '?' and no '#'");
  }
  const std::optional<IpAddress> address = IpAddress::parse(url.host);
  const bool is_private = address ? address->kind() == AddressKind::private_range
                                  : plain == PlainHttp::private_networks;
  if (url.https || is_loopback(url) || (plain == PlainHttp::private_networks && is_private)) {
    return url;
  }
  return forbidden(fmt::format("'{}' would be called without encryption", url.place()),
                   plain == PlainHttp::private_networks
                       ? "use https://; plain http:// is for this machine and private addresses"
                       : "use https://; plain http:// is for this machine only (127.0.0.1)");
}

NetworkRule network_rule(const Account& account, bool chosen_by_provider) {
  NetworkRule rule;
  rule.chosen_by_provider = chosen_by_provider;
  const Result<Url> base = parse_url(account.base_url);
  if (base && (!base->https || is_local(*base))) {
    rule.plain_host = base->place();
  }
  return rule;
}

}  // namespace reshoot
