// SPDX-License-Identifier: Apache-2.0
// Two tables of address blocks; the first block that holds an address decides.

#include "network/ip_address.h"

#include <arpa/inet.h>

#include <algorithm>

namespace reshoot {
namespace {

/// Addresses whose first `bits` bits are those of `start`.
struct Block {
  std::array<std::uint8_t, 16> start;
  int bits;
  AddressKind kind;
};

// https://www.iana.org/assignments/iana-ipv4-special-registry
constexpr std::array blocks_v4{
    Block{{127}, 8, AddressKind::loopback},
    Block{{10}, 8, AddressKind::private_range},
    Block{{172, 16}, 12, AddressKind::private_range},
    Block{{192, 168}, 16, AddressKind::private_range},
    Block{{100, 100, 100, 200}, 32, AddressKind::special},  // Alibaba Cloud's metadata service
    Block{{100, 64}, 10, AddressKind::private_range},       // shared by carriers and VPNs, RFC 6598
    Block{{168, 63, 129, 16}, 32, AddressKind::special},    // Azure's platform service
    Block{{0}, 8, AddressKind::special},          // "this host", reaches loopback on Linux
    Block{{169, 254}, 16, AddressKind::special},  // link-local, metadata services
    Block{{192, 0, 0}, 24, AddressKind::special},
    Block{{192, 0, 2}, 24, AddressKind::special},
    Block{{192, 88, 99}, 24, AddressKind::special},
    Block{{198, 18}, 15, AddressKind::special},
    Block{{198, 51, 100}, 24, AddressKind::special},
    Block{{203, 0, 113}, 24, AddressKind::special},
    Block{{224}, 3, AddressKind::special},  // multicast, reserved, broadcast
};

// https://www.iana.org/assignments/iana-ipv6-special-registry
constexpr std::array blocks_v6{
    Block{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, AddressKind::loopback},
    Block{{0xfd, 0x00, 0x0e, 0xc2}, 32, AddressKind::special},  // Amazon's metadata service
    Block{{0xfc}, 7, AddressKind::private_range},
    Block{{0x20, 0x01}, 23, AddressKind::special},  // protocol assignments, Teredo
    Block{{0x20, 0x01, 0x0d, 0xb8}, 32, AddressKind::special},
    Block{{0x20, 0x02}, 16, AddressKind::special},  // 6to4
    Block{{0x3f, 0xff}, 20, AddressKind::special},
    Block{{0x20}, 3, AddressKind::global},
};

// Carries an IPv4 address in its last four bytes: RFC 6052.
constexpr Block nat64{{0x00, 0x64, 0xff, 0x9b}, 96, AddressKind::global};

bool holds(const Block& block, const std::array<std::uint8_t, 16>& bytes) {
  const auto whole = static_cast<std::size_t>(block.bits / 8);
  const int rest = block.bits % 8;
  return std::equal(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(whole),
                    block.start.begin()) &&
         (rest == 0 || (bytes[whole] >> (8 - rest)) == (block.start[whole] >> (8 - rest)));
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(const std::string& text) {
  IpAddress address;
  if (::inet_pton(AF_INET, text.c_str(), address.bytes_.data()) == 1) {
    return address;
  }
  address.size_ = address.bytes_.size();
  if (::inet_pton(AF_INET6, text.c_str(), address.bytes_.data()) == 1) {
    return address;
  }
  return std::nullopt;
}

std::optional<IpAddress> IpAddress::from_bytes(std::span<const std::uint8_t> bytes) {
  IpAddress address;
  if (bytes.size() != 4 && bytes.size() != address.bytes_.size()) {
    return std::nullopt;
  }
  std::copy(bytes.begin(), bytes.end(), address.bytes_.begin());
  address.size_ = bytes.size();
  return address;
}

AddressKind IpAddress::kind() const {
  return is_v4() ? kind_v4() : kind_v6();
}

AddressKind IpAddress::kind_v4() const {
  const auto* const block = std::find_if(blocks_v4.begin(), blocks_v4.end(),
                                         [&](const Block& b) { return holds(b, bytes_); });
  return block == blocks_v4.end() ? AddressKind::global : block->kind;
}

AddressKind IpAddress::kind_v6() const {
  if (holds(nat64, bytes_)) {
    return from_bytes(std::span(bytes_).last(4))->kind_v4();
  }
  const auto* const block = std::find_if(blocks_v6.begin(), blocks_v6.end(),
                                         [&](const Block& b) { return holds(b, bytes_); });
  return block == blocks_v6.end() ? AddressKind::special : block->kind;
}

std::string IpAddress::text() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  ::inet_ntop(is_v4() ? AF_INET : AF_INET6, bytes_.data(), text.data(), text.size());
  return text.data();
}

}  // namespace reshoot
