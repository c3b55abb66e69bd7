// SPDX-License-Identifier: Apache-2.0
// The two hashes, over libcrypto and xxHash. Files are read in blocks, never whole.

#include "base/digest.h"

#include <openssl/evp.h>
#include <xxhash.h>

#include "base/check.h"
#include "base/file_reader.h"

namespace reshoot {
namespace {

constexpr std::string_view prefix = "sha256:";

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

Xxh128 canonical(XXH128_hash_t hash) {
  XXH128_canonical_t raw;
  XXH128_canonicalFromHash(&raw, hash);
  Xxh128 out;
  std::memcpy(out.bytes.data(), raw.digest, out.bytes.size());
  return out;
}

struct FreeXxh {
  void operator()(XXH3_state_t* state) const noexcept { XXH3_freeState(state); }
};
using XxhState = std::unique_ptr<XXH3_state_t, FreeXxh>;

XxhState new_xxh() {
  XxhState state(XXH3_createState());
  CHECK(state != nullptr);
  XXH3_128bits_reset(state.get());
  return state;
}

}  // namespace

std::string Digest::hex() const {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    out.push_back(digits[byte >> 4U]);
    out.push_back(digits[byte & 15U]);
  }
  return out;
}

std::string Digest::text() const {
  return std::string(prefix) + hex();
}

std::optional<Digest> Digest::parse(std::string_view text) {
  if (text.starts_with(prefix)) {
    text.remove_prefix(prefix.size());
  }
  Digest out;
  if (text.size() != out.bytes.size() * 2) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < out.bytes.size(); ++i) {
    const int high = hex_value(text[2 * i]);
    const int low = hex_value(text[2 * i + 1]);
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    out.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return out;
}

void Sha256::Free::operator()(void* context) const noexcept {
  EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context));
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  // Looking the algorithm up by name costs more than hashing a key: do it once.
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  auto* context = static_cast<EVP_MD_CTX*>(context_.get());
  CHECK(context != nullptr && algorithm != nullptr);
  CHECK(EVP_DigestInit_ex2(context, algorithm, nullptr) == 1);
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) {
  CHECK(EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context_.get()), bytes.data(), bytes.size()) ==
        1);
}

Digest Sha256::finish() {
  Digest out;
  unsigned int size = 0;
  CHECK(EVP_DigestFinal_ex(static_cast<EVP_MD_CTX*>(context_.get()), out.bytes.data(), &size) == 1);
  CHECK(size == out.bytes.size());
  return out;
}

Digest sha256(std::string_view bytes) {
  Sha256 hasher;
  hasher.update(bytes);
  return hasher.finish();
}

Xxh128 xxh128(std::string_view bytes) {
  return canonical(XXH3_128bits(bytes.data(), bytes.size()));
}

Result<FileDigests> digest_file(const std::filesystem::path& path) {
  Sha256 sha;
  const XxhState xxh = new_xxh();
  FileDigests out;
  TRY(read_blocks(path, [&](std::string_view block) {
    sha.update(block);
    XXH3_128bits_update(xxh.get(), block.data(), block.size());
    out.size += block.size();
  }));
  out.sha256 = sha.finish();
  out.xxh128 = canonical(XXH3_128bits_digest(xxh.get()));
  return out;
}

Result<Xxh128> xxh128_file(const std::filesystem::path& path) {
  const XxhState xxh = new_xxh();
  TRY(read_blocks(path, [&](std::string_view block) {
    XXH3_128bits_update(xxh.get(), block.data(), block.size());
  }));
  return canonical(XXH3_128bits_digest(xxh.get()));
}

}  // namespace reshoot
