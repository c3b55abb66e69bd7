// SPDX-License-Identifier: Apache-2.0
// Where each part of a store lies in its folder.

#include "store/store.h"

namespace reshoot {
namespace {

Result<void> make_store(const std::filesystem::path& directory) {
  TRY(make_directories(directory));
  const std::filesystem::path ignore = directory / ".gitignore";
  TRY_ASSIGN(const std::optional<FileStat> there, stat_file(ignore));
  return there ? Result<void>() : write_file_atomically(ignore, "*\n");
}

}  // namespace

Result<Store> Store::open(const std::filesystem::path& directory, Ledger::Access access,
                          const Clock& clock) {
  if (access == Ledger::Access::read_write) {
    TRY(make_store(directory));
  }
  TRY_ASSIGN(Ledger ledger, Ledger::open(directory / "reshoot.db", access, clock));
  TRY_ASSIGN(StatCache stats, StatCache::open(directory / "stat.db", clock));
  return Store{std::move(ledger), BlobStore(directory / "blobs"), std::move(stats), directory};
}

}  // namespace reshoot
