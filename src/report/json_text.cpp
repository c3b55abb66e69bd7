// SPDX-License-Identifier: Apache-2.0
#include "report/json_text.h"

#include <nlohmann/json.hpp>

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

std::string json_text(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string json_line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace reshoot
