// SPDX-License-Identifier: Apache-2.0
#include "catalog/identity_delta.h"

#include <doctest/doctest.h>

namespace reshoot {
namespace {

TEST_CASE("read_base64: RFC 4648's own examples, and what is none") {
  struct Row {
    std::string_view text;
    std::optional<std::string> bytes;
  };
  using namespace std::string_literals;
  const Row rows[] = {
      {"", ""s},
      {"Zg==", "f"s},
      {"Zm8=", "fo"s},
      {"Zm9v", "foo"s},
      {"Zm9vYg==", "foob"s},
      {"Zm9v\n  YmE=\r\n", "fooba"s},
      {"/+8A", "\xff\xef\0"s},
      {"Zg=", std::nullopt},
      {"Zg", std::nullopt},
      {"Z===", std::nullopt},
      {"Zg==Zg==", std::nullopt},
      {"Zg=v", std::nullopt},
      {"Zm9-", std::nullopt},
      {"Zm9\xff", std::nullopt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(read_base64(row.text) == row.bytes);
  }
}

TEST_CASE("read_base64: a model is no delta") {
  CHECK(read_base64(std::string(longest_delta / 3 * 4, 'A')).has_value());
  CHECK(!read_base64(std::string((longest_delta / 3 + 1) * 4, 'A')));
  CHECK(!read_base64(std::string(1U << 24U, 'A')));
}

TEST_CASE("patched_bytes: the size in the head of a delta") {
  std::string delta = "BSDIFF40" + std::string(24, '\0');
  CHECK(patched_bytes(delta) == 0);
  delta[24] = '\x10';
  delta[25] = '\x02';
  CHECK(patched_bytes(delta) == 0x210);
  delta[31] = '\x80';  // a negative size
  CHECK(!patched_bytes(delta));
  CHECK(!patched_bytes("BSDIFF40"));
  CHECK(!patched_bytes(std::string(32, 'x')));
}

}  // namespace
}  // namespace reshoot
