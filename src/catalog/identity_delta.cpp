// SPDX-License-Identifier: Apache-2.0
#include "catalog/identity_delta.h"

#include "base/bytes.h"

namespace reshoot {
namespace {

constexpr std::string_view digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Four digits make three bytes.
constexpr std::size_t group = 4;
constexpr unsigned digit_bits = 6;
constexpr unsigned byte_bits = 8;

/// Colin Percival's bsdiff 4: a head of 32 bytes, in which the last eight are the new size.
constexpr std::string_view bsdiff_magic = "BSDIFF40";
constexpr std::size_t bsdiff_head = 32;
constexpr std::size_t bsdiff_new_size = 24;

}  // namespace

std::optional<std::string> read_base64(std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  std::size_t read = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      continue;
    }
    const std::size_t value = c == '=' ? 0 : digits.find(c);
    padding += c == '=' ? 1 : 0;
    if (value == std::string_view::npos || (c != '=' && padding > 0)) {
      return std::nullopt;
    }
    bits = (bits << digit_bits | static_cast<std::uint32_t>(value)) & 0xffffffU;
    if (++read % group == 0) {
      bytes += static_cast<char>(bits >> (2 * byte_bits) & 0xffU);
      bytes += static_cast<char>(bits >> byte_bits & 0xffU);
      bytes += static_cast<char>(bits & 0xffU);
    }
    if (bytes.size() > longest_delta + 2) {
      return std::nullopt;
    }
  }
  if (read % group != 0 || padding > 2) {
    return std::nullopt;
  }
  bytes.resize(bytes.size() - padding);
  return bytes.size() > longest_delta ? std::nullopt : std::optional(std::move(bytes));
}

std::optional<std::uint64_t> patched_bytes(std::string_view delta) {
  if (delta.size() < bsdiff_head || !delta.starts_with(bsdiff_magic)) {
    return std::nullopt;
  }
  const std::uint64_t size = little64(delta, bsdiff_new_size);  // its top bit is a sign
  return size >> 63U != 0 ? std::nullopt : std::optional(size);
}

}  // namespace reshoot
