// SPDX-License-Identifier: Apache-2.0
// One buffer, read(2) and write(2).

#include "store/block_copy.h"

#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string_view>

namespace reshoot {
namespace {

constexpr std::size_t block_size = std::size_t{1} << 20U;  // as much as NFS sends in one call

bool write_block(const UniqueFd& to, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(to.get(), bytes.data(), bytes.size());
    if (done >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(done));
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::optional<CopyFailure> copy_blocks(const UniqueFd& from, const UniqueFd& to,
                                       const Transfer& transfer) {
  using Side = CopyFailure::Side;
  const auto buffer = std::make_unique_for_overwrite<char[]>(block_size);
  for (;;) {
    if (transfer.cancel != nullptr && transfer.cancel->requested()) {
      return CopyFailure{Side::cancelled, 0};
    }
    const ssize_t got = ::read(from.get(), buffer.get(), block_size);
    if (got == 0) {
      break;
    }
    if (got < 0) {
      if (errno == EINTR) {
        continue;
      }
      return CopyFailure{Side::reading, errno};
    }
    if (!write_block(to, {buffer.get(), static_cast<std::size_t>(got)})) {
      return CopyFailure{Side::writing, errno};
    }
    if (transfer.progress) {
      transfer.progress(static_cast<std::uint64_t>(got));
    }
  }
  if (::fsync(to.get()) != 0) {
    return CopyFailure{Side::writing, errno};
  }
  return std::nullopt;
}

}  // namespace reshoot
