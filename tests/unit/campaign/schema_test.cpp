// SPDX-License-Identifier: Apache-2.0
// What the schema accepts and refuses is tested in tests/lint/schema_test.py.

#include <doctest/doctest.h>

#include "base/files.h"
#include "campaign/load.h"

namespace reshoot {
namespace {

TEST_CASE("campaign_schema: schema/campaign.schema.json is its print-out") {
  const auto file = read_file(RESHOOT_SOURCE_DIR "/schema/campaign.schema.json", 1U << 20U);
  REQUIRE(file);
  CHECK_MESSAGE(*file == campaign_schema(), "run: reshoot schema > schema/campaign.schema.json");
}

}  // namespace
}  // namespace reshoot
