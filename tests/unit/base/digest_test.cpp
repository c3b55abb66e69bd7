// SPDX-License-Identifier: Apache-2.0
#include "base/digest.h"

#include <doctest/doctest.h>

#include "base/files.h"

namespace reshoot {
namespace {

constexpr const char* abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

}  // namespace

TEST_CASE("sha256: the values of FIPS 180-4") {
  CHECK(sha256("").hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc").hex() == abc);
  CHECK(sha256("abc").text() == std::string("sha256:") + abc);
}

TEST_CASE("Sha256: pieces give what the whole gives") {
  Sha256 hasher;
  hasher.update("a");
  hasher.update("");
  hasher.update("bc");
  CHECK(hasher.finish() == sha256("abc"));
}

TEST_CASE("Digest::parse: 64 lower-case hex digits, with or without the prefix") {
  const std::string hex = abc;
  CHECK(Digest::parse(hex) == sha256("abc"));
  CHECK(Digest::parse("sha256:" + hex) == sha256("abc"));
  for (const std::string& bad : {std::string(), hex.substr(1), hex + "0", "sha1:" + hex,
                                 "G" + hex.substr(1), "A" + hex.substr(1)}) {
    CAPTURE(bad);
    CHECK_FALSE(Digest::parse(bad).has_value());
  }
}

TEST_CASE("digest_file: equals the digests of the bytes, also over several blocks") {
  const auto folder =
      TempDirectory::create(std::filesystem::temp_directory_path(), "reshoot-digest-");
  REQUIRE(folder);
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, std::size_t{131072}, std::size_t{1'000'003}}) {
    CAPTURE(size);
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < size; ++i) {
      bytes[i] = static_cast<char>(i * 7 + i / 251);
    }
    const auto path = folder->path() / "file";
    REQUIRE(write_file_atomically(path, bytes));
    const auto digests = digest_file(path);
    REQUIRE(digests);
    CHECK(digests->sha256 == sha256(bytes));
    CHECK(digests->xxh128 == xxh128(bytes));
    CHECK(digests->size == size);
    CHECK(*xxh128_file(path) == xxh128(bytes));
  }
}

TEST_CASE("digest_file: what cannot be read is an error that names it") {
  const auto missing = digest_file("/nowhere/at/all");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().message == "cannot read '/nowhere/at/all': no such file or folder");
  CHECK_FALSE(xxh128_file("/"));
}

}  // namespace reshoot
