// SPDX-License-Identifier: Apache-2.0
#pragma once
// SHA-256 (keys and blob addresses) and XXH3-128 (has this local file changed?).

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace reshoot {

/// A SHA-256. Ordered by its bytes.
struct Digest {
  std::array<std::uint8_t, 32> bytes{};

  /// 64 lower-case hex digits.
  [[nodiscard]] std::string hex() const;
  /// `sha256:` and 64 hex digits: how digests are written wherever people or JSON see them.
  [[nodiscard]] std::string text() const;
  /// Reads 64 hex digits, with or without `sha256:`.
  static std::optional<Digest> parse(std::string_view text);

  friend auto operator<=>(const Digest&, const Digest&) = default;
};

struct DigestHash {
  std::size_t operator()(const Digest& d) const noexcept {
    std::size_t h = 0;
    std::memcpy(&h, d.bytes.data(), sizeof h);
    return h;
  }
};

/// SHA-256 of a stream of bytes (libcrypto). One use: update..., then finish.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void update(std::string_view bytes);
  [[nodiscard]] Digest finish();

 private:
  struct Free {
    void operator()(void* context) const noexcept;
  };
  std::unique_ptr<void, Free> context_;
};

Digest sha256(std::string_view bytes);

/// XXH3-128. Fast, not collision resistant: never an address, never in a key.
struct Xxh128 {
  std::array<std::uint8_t, 16> bytes{};
  friend auto operator<=>(const Xxh128&, const Xxh128&) = default;
};

Xxh128 xxh128(std::string_view bytes);

/// Both digests of a file's bytes in one read.
struct FileDigests {
  Digest sha256;
  Xxh128 xxh128;
  std::uint64_t size = 0;
};
Result<FileDigests> digest_file(const std::filesystem::path& path);
Result<Xxh128> xxh128_file(const std::filesystem::path& path);

}  // namespace reshoot
