// SPDX-License-Identifier: Apache-2.0
#include "network/proxy.h"

#include <algorithm>
#include <string_view>

namespace reshoot {
namespace {

/// `example.com` and `.example.com` stand for the domain and all below it.
bool covers(std::string_view entry, const Url& url) {
  if (entry == "*" || entry == url.place()) {
    return true;
  }
  if (entry.starts_with('.')) {
    entry.remove_prefix(1);
  }
  const std::string_view host = url.host;
  return !entry.empty() && host.ends_with(entry) &&
         (host.size() == entry.size() || host[host.size() - entry.size() - 1] == '.');
}

bool is_excepted(std::string_view list, const Url& url) {
  while (!list.empty()) {
    const std::string_view entry = list.substr(0, list.find_first_of(", "));
    if (covers(entry, url)) {
      return true;
    }
    list.remove_prefix(std::min(entry.size() + 1, list.size()));
  }
  return false;
}

}  // namespace

bool goes_through(const Proxy& proxy, const Url& url) {
  return !proxy.url.empty() && url.https && !is_local(url) && !is_excepted(proxy.except, url);
}

}  // namespace reshoot
