// SPDX-License-Identifier: Apache-2.0
#include "store/network_fs.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

#include "support.h"

namespace reshoot {

TEST_CASE("network_file_system: by magic number") {
  struct Row {
    std::uint32_t magic;
    std::string_view name;  // empty: local
  };
  constexpr std::array<Row, 12> table{{{0x6969, "NFS"},
                                       {0x517B, "SMB"},
                                       {0xFF534D42, "CIFS"},
                                       {0xFE534D42, "SMB2"},
                                       {0x01021997, "9P"},
                                       {0xEF53, ""},        // ext4
                                       {0x58465342, ""},    // XFS
                                       {0x9123683E, ""},    // Btrfs
                                       {0x01021994, ""},    // tmpfs
                                       {0x794C7630, ""},    // overlayfs
                                       {0x65735546, ""},    // FUSE: cannot be told apart
                                       {0x2FC12FC1, ""}}};  // ZFS
  for (const Row& row : table) {
    CAPTURE(row.magic);
    CHECK(network_file_system(row.magic).value_or("") == row.name);
  }
}

TEST_CASE("refuse_network_file_system: a local folder passes, a missing one is named") {
  const test::Folder folder;
  CHECK(refuse_network_file_system(folder.path()).has_value());
  const auto missing = refuse_network_file_system(folder / "nowhere");
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().message.find("nowhere") != std::string::npos);
}

}  // namespace reshoot
