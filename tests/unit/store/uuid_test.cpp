// SPDX-License-Identifier: Apache-2.0
#include "store/uuid.h"

#include <doctest/doctest.h>

#include <regex>
#include <set>

namespace reshoot {

TEST_CASE("new_uuid: version 4, variant 10, and never the same") {
  const std::regex form("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string uuid = new_uuid();
    CAPTURE(uuid);
    CHECK(std::regex_match(uuid, form));
    seen.insert(uuid);
  }
  CHECK(seen.size() == 1000);
}

}  // namespace reshoot
