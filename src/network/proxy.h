// SPDX-License-Identifier: Apache-2.0
#pragma once
// The way out of a network that lets nobody out directly. Pure.

#include <string>

#include "base/secret.h"
#include "network/network_rules.h"

namespace reshoot {

/// What HTTPS_PROXY and NO_PROXY say.
struct Proxy {
  Secret url;  ///< may hold a password; empty: there is none
  std::string
      except;  ///< hosts and domains that are called directly, by commas or spaces; `*`: all
};

/// Whether a URL is called through it. Local hosts and plain http never are. The proxy resolves the
/// name, so check_address() has no say then: TLS, which is checked end to end, keeps a name from
/// standing for another server.
bool goes_through(const Proxy& proxy, const Url& url);

}  // namespace reshoot
