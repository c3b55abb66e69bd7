// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which URL may be called, and which address may answer. Pure: nothing is resolved or sent here.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "network/ip_address.h"
#include "network/transport.h"
#include "provider/adapter.h"

namespace reshoot {

/// Where a URL points to.
struct Url {
  bool https = true;
  std::string host;  ///< lower case; an IP address in canonical text, without brackets
  std::uint16_t port = 443;
  /// `host:port`, `[::1]:80`; the port is always there.
  [[nodiscard]] std::string place() const;
};

/// Reads http and https URLs without credentials, whose host is an ASCII name or a plainly written
/// IP address: so strictly that no other reader can see another host in them. Errors:
/// `environment`, in words that do not repeat the URL.
Result<Url> parse_url(std::string_view text);

/// May it be called under the rule? Before any name is resolved. With a `plain_host`, URLs that a
/// provider chose are held to that host and port. Errors: `environment`.
Result<void> check_url(const Url& url, const NetworkRule& rule);

/// May this address, which the name was resolved to, be spoken to? Holds against names that resolve
/// to another address each time. Errors: `environment`.
Result<void> check_address(const Url& url, const IpAddress& address, const NetworkRule& rule);

/// The host part alone says that it is of this machine or of a local network: such an IP address,
/// `localhost`, a name without a dot, and the domains kept for local use.
bool is_local(const Url& url);

/// Which hosts of its own a base URL may name by plain http.
enum class PlainHttp : std::uint8_t {
  loopback,          ///< `localhost` and loopback addresses
  private_networks,  ///< those, private addresses, and names, which must resolve to such an address
};

/// A base URL from the user's settings: https, or http where `plain` allows it; no query. Errors:
/// `environment`.
Result<Url> check_base_url(std::string_view text, PlainHttp plain);

/// The rule for calls of an account: `plain_host` is its base URL's where that is plain http or the
/// host is local. The base URL has passed check_base_url().
NetworkRule network_rule(const Account& account, bool chosen_by_provider);

}  // namespace reshoot
