// SPDX-License-Identifier: Apache-2.0
#include "emulator/multipart.h"

#include <doctest/doctest.h>

namespace reshoot::emulator {
namespace {

const std::string type = "multipart/form-data; boundary=b";

TEST_CASE("forms: read as they were written, any bytes in the file") {
  const std::string bytes("\0\r\n--\r\n\r\n-b", 11);
  const auto parts = read_form(
      type, write_form({{"key", {}, {}, "a/b"}, {"file", "a.png", "image/png", bytes}}, "b"));
  REQUIRE(parts);
  REQUIRE(parts->size() == 2);
  CHECK(parts->at(0).name == "key");
  CHECK(parts->at(0).value == "a/b");
  CHECK(parts->at(0).file_name.empty());
  CHECK(parts->at(1).file_name == "a.png");
  CHECK(parts->at(1).content_type == "image/png");
  CHECK(parts->at(1).value == bytes);
}

TEST_CASE("forms: what is malformed is none") {
  const std::string whole = write_form({{"key", {}, {}, "v"}}, "b");
  for (std::size_t size = 0; size + 4 < whole.size(); ++size) {
    CAPTURE(size);
    CHECK(!read_form(type, whole.substr(0, size)));
  }
  CHECK(!read_form(type, "--b\r\nContent-Disposition: form-data; name=\"key\"\r\n--b--\r\n"));
  CHECK(!read_form("multipart/form-data", whole));
  CHECK(!read_form("text/plain; boundary=b", whole));
  CHECK(!read_form("multipart/form-data; boundary=c", whole));
}

}  // namespace
}  // namespace reshoot::emulator
