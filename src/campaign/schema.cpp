// SPDX-License-Identifier: Apache-2.0
// The language as JSON Schema.

#include "campaign/fields.h"
#include "campaign/load.h"
#include "yaml/json_schema.h"

namespace reshoot {

std::string campaign_schema() {
  return json_schema(campaign_shape(), "A reshoot campaign, language version 1");
}

}  // namespace reshoot
