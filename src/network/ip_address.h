// SPDX-License-Identifier: Apache-2.0
#pragma once
// IP addresses and what part of the world they lie in. Pure.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace reshoot {

enum class AddressKind : std::uint8_t {
  global,         ///< anybody's server
  loopback,       ///< this machine: 127.0.0.0/8, ::1
  private_range,  ///< 10/8, 172.16/12, 192.168/16, fc00::/7, and 100.64/10, which VPNs and carriers
                  ///< use
  special,        ///< no server: link-local, multicast, metadata services, documentation, reserved
};

class IpAddress {
 public:
  /// Dotted decimal (four numbers, no leading zeros) or RFC 4291 text without a zone.
  static std::optional<IpAddress> parse(const std::string& text);
  /// Four or sixteen bytes in network order.
  static std::optional<IpAddress> from_bytes(std::span<const std::uint8_t> bytes);

  /// By the IANA special-purpose registries. An IPv6 address that carries an IPv4 one: `special`
  /// where it is IPv4-mapped or a tunnel's, else (NAT64) what the IPv4 one is.
  [[nodiscard]] AddressKind kind() const;
  /// Canonical text: `::1`.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool is_v4() const { return size_ == 4; }

 private:
  [[nodiscard]] AddressKind kind_v4() const;
  [[nodiscard]] AddressKind kind_v6() const;

  std::array<std::uint8_t, 16> bytes_{};
  std::size_t size_ = 4;
};

}  // namespace reshoot
