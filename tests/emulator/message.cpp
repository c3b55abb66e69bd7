// SPDX-License-Identifier: Apache-2.0
#include "emulator/message.h"

#include <charconv>

namespace reshoot::emulator {
namespace {

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16).ptr ==
            text.data() + i + 3) {
      out.push_back(static_cast<char>(value));
      i += 2;
    } else {
      out.push_back(text[i] == '+' ? ' ' : text[i]);
    }
  }
  return out;
}

}  // namespace

std::string_view find_header(const std::vector<HttpHeader>& headers, std::string_view name) {
  for (const HttpHeader& header : headers) {
    if (header.name == name) {
      return header.value;
    }
  }
  return {};
}

Target Target::parse(std::string_view target) {
  Target out;
  const std::size_t mark = target.find('?');
  out.path = percent_decoded(target.substr(0, mark));
  if (mark == std::string_view::npos) {
    return out;
  }
  std::string_view rest = target.substr(mark + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const std::size_t equals = pair.find('=');
    if (!pair.empty()) {
      out.query[percent_decoded(pair.substr(0, equals))] =
          equals == std::string_view::npos ? std::string{}
                                           : percent_decoded(pair.substr(equals + 1));
    }
  }
  return out;
}

std::string_view Target::value(const std::string& name) const {
  const auto found = query.find(name);
  return found == query.end() ? std::string_view{} : std::string_view{found->second};
}

Delivery json_delivery(int status, std::string text) {
  Delivery delivery;
  delivery.status = status;
  delivery.headers = {{"content-type", "application/json"}};
  delivery.body = std::move(text);
  return delivery;
}

}  // namespace reshoot::emulator
