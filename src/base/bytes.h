// SPDX-License-Identifier: Apache-2.0
#pragma once
// Numbers out of byte strings. The caller has checked that the bytes are there.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace reshoot {

inline std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}
inline std::uint32_t big16(std::string_view bytes, std::size_t at) {
  return byte_at(bytes, at) << 8U | byte_at(bytes, at + 1);
}
inline std::uint32_t big32(std::string_view bytes, std::size_t at) {
  return big16(bytes, at) << 16U | big16(bytes, at + 2);
}
inline std::uint64_t big64(std::string_view bytes, std::size_t at) {
  return std::uint64_t{big32(bytes, at)} << 32U | big32(bytes, at + 4);
}
inline std::uint32_t little16(std::string_view bytes, std::size_t at) {
  return byte_at(bytes, at + 1) << 8U | byte_at(bytes, at);
}
inline std::uint32_t little32(std::string_view bytes, std::size_t at) {
  return little16(bytes, at + 2) << 16U | little16(bytes, at);
}
inline std::uint64_t little64(std::string_view bytes, std::size_t at) {
  return std::uint64_t{little32(bytes, at + 4)} << 32U | little32(bytes, at);
}

}  // namespace reshoot
