// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "provider/adapter.h"

namespace reshoot {

TEST_CASE("find_adapter: by the name that catalog rows use") {
  for (const char* name : {"gmi", "dashscope", "heygen", "comfyui"}) {
    CAPTURE(name);
    const Adapter* const adapter = find_adapter(name);
    REQUIRE(adapter != nullptr);
    CHECK(adapter->provider() == name);
    const std::string_view url = default_base_url(name);
    const std::string_view scheme =
        std::string_view(name) == "comfyui" ? "http://127.0.0.1" : "https://";
    CHECK(url.substr(0, scheme.size()) == scheme);
    CHECK(url.back() != '/');
  }
  for (const char* name : {"", "local", "GMI", "gmi "}) {
    CHECK(find_adapter(name) == nullptr);
    CHECK(default_base_url(name).empty());
  }
}

}  // namespace reshoot
