// SPDX-License-Identifier: Apache-2.0
// The table of magic numbers: statfs(2) and the kernel's linux/magic.h.

#include "store/network_fs.h"

#include <fmt/core.h>
#include <sys/vfs.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace reshoot {
namespace {

struct KnownMagic {
  std::uint32_t magic;
  std::string_view name;
};

constexpr std::array<KnownMagic, 12> network_magics{{
    {0x6969, "NFS"},
    {0x517B, "SMB"},
    {0xFF534D42, "CIFS"},
    {0xFE534D42, "SMB2"},
    {0x564C, "NCP"},
    {0x5346414F, "AFS"},
    {0x6B414653, "AFS"},
    {0x73757245, "Coda"},
    {0x00C36400, "Ceph"},
    {0x01021997, "9P"},
    {0x0BD00BD0, "Lustre"},
    {0x47504653, "GPFS"},
}};

}  // namespace

std::optional<std::string_view> network_file_system(std::uint32_t magic) {
  for (const KnownMagic& known : network_magics) {
    if (known.magic == magic) {
      return known.name;
    }
  }
  return std::nullopt;
}

Result<void> refuse_network_file_system(const std::filesystem::path& directory) {
  struct statfs facts {};
  if (::statfs(directory.c_str(), &facts) != 0) {
    return fail(ErrorKind::environment,
                fmt::format("cannot look at the store's folder '{}': {}", directory.string(),
                            std::generic_category().message(errno)),
                "check that it exists and who owns it");
  }
  if (const auto name = network_file_system(static_cast<std::uint32_t>(facts.f_type))) {
    return fail(
        ErrorKind::environment,
        fmt::format("the store '{}' is on a network file system ({})", directory.string(), *name),
        "a ledger is only safe on a local disk: choose a local folder with --store DIR or "
        "RESHOOT_STORE");
  }
  return {};
}

}  // namespace reshoot
