// SPDX-License-Identifier: Apache-2.0
// Which stat is trusted, and what is read again where none is.

#include "store/stat_cache.h"

#include <fmt/core.h>

#include <algorithm>

#include "store/stat_table.h"

namespace reshoot {
namespace {

/// How often a file that changes while it is read is read again before we say so.
constexpr int attempts = 3;

Result<FileStat> stat_of(const std::filesystem::path& file) {
  TRY_ASSIGN(const std::optional<FileStat> stat, stat_file(file));
  if (!stat || !stat->is_file) {
    return fail(ErrorKind::environment,
                fmt::format("cannot read '{}': {}", file.string(),
                            stat ? "it is not a regular file" : "no such file or folder"),
                "check the path");
  }
  return *stat;
}

tl::unexpected<Error> keeps_changing(const std::filesystem::path& file) {
  return fail(ErrorKind::transient, fmt::format("'{}' changed while it was read", file.string()),
              "run the command again when nothing writes to it");
}

}  // namespace

bool is_settled(const FileStat& stat, Wall read_at) {
  return std::max(stat.mtime_ns, stat.ctime_ns) + racy_ns <= read_at.ns;
}

struct StatCache::Impl {
  Impl(StatTable opened, const Clock& time)
      : table(std::move(opened)), clock(&time), ask_at_most(table.worth_loading()) {}

  StatEntry* find(FileId id);
  Result<StatEntry*> current(const std::filesystem::path& file);
  Result<bool> holds_still(const std::filesystem::path& file, const FileStat& stat,
                           StatEntry& entry, Wall now);
  Result<KnownFile> derived(const std::filesystem::path& file,
                            const std::function<bool(const KnownFile&)>& is_known,
                            const std::function<Result<void>(KnownFile&)>& learn);

  StatTable table;
  const Clock* clock;
  StatEntries entries;
  std::size_t ask_at_most;  // single questions to the table; then it is loaded
  std::size_t asked = 0;
};

StatEntry* StatCache::Impl::find(FileId id) {
  if (const auto known = entries.find(id); known != entries.end()) {
    return &known->second;
  }
  if (asked > ask_at_most) {
    return nullptr;  // everything was loaded
  }
  if (++asked > ask_at_most) {
    table.load(entries);
    const auto known = entries.find(id);
    return known == entries.end() ? nullptr : &known->second;
  }
  std::optional<StatEntry> row = table.find(id);
  return row ? &entries.emplace(id, *std::move(row)).first->second : nullptr;
}

/// Whether the bytes that `entry` describes are still those of a file that now has `stat`. Where
/// only XXH3 could tell, the entry takes the new stat.
Result<bool> StatCache::Impl::holds_still(const std::filesystem::path& file, const FileStat& stat,
                                          StatEntry& entry, Wall now) {
  if (entry.known.stat == stat && is_settled(stat, entry.read_at)) {
    return true;
  }
  if (entry.known.stat.size != stat.size) {
    return false;
  }
  TRY_ASSIGN(const Xxh128 hash, xxh128_file(file));
  if (hash != entry.known.xxh128) {
    return false;
  }
  entry.known.stat = stat;
  entry.read_at = now;
  entry.is_new = true;
  return true;
}

/// The entry of a file, true for its bytes as they are now.
Result<StatEntry*> StatCache::Impl::current(const std::filesystem::path& file) {
  for (int attempt = 0; attempt < attempts; ++attempt) {
    const Wall now = clock->wall();
    TRY_ASSIGN(const FileStat stat, stat_of(file));
    const FileId id{stat.dev, stat.inode};
    StatEntry* const known = find(id);
    if (known != nullptr) {
      TRY_ASSIGN(const bool still, holds_still(file, stat, *known, now));
      if (still) {
        return known;
      }
    }
    TRY_ASSIGN(const FileDigests read, digest_file(file));
    TRY_ASSIGN(const FileStat after, stat_of(file));
    if (after == stat && read.size == stat.size) {
      StatEntry& entry = entries[id];
      entry = {KnownFile{stat, read.xxh128, read.sha256, std::nullopt, {}}, now, true};
      return &entry;
    }
  }
  return keeps_changing(file);
}

/// What `learn` derives from the bytes of a file, where it is not known yet.
Result<KnownFile> StatCache::Impl::derived(const std::filesystem::path& file,
                                           const std::function<bool(const KnownFile&)>& is_known,
                                           const std::function<Result<void>(KnownFile&)>& learn) {
  for (int attempt = 0; attempt < attempts; ++attempt) {
    TRY_ASSIGN(StatEntry* const entry, current(file));
    if (is_known(entry->known)) {
      return entry->known;
    }
    KnownFile learnt = entry->known;
    TRY(learn(learnt));
    TRY_ASSIGN(const FileStat after, stat_of(file));
    if (after == learnt.stat) {
      entry->known = learnt;
      entry->is_new = true;
      return learnt;
    }
  }
  return keeps_changing(file);
}

Result<StatCache> StatCache::open(const std::filesystem::path& file, const Clock& clock) {
  return StatCache(std::make_unique<Impl>(StatTable::open(file), clock));
}

StatCache::StatCache(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
StatCache::StatCache(StatCache&&) noexcept = default;
StatCache& StatCache::operator=(StatCache&&) noexcept = default;
StatCache::~StatCache() = default;

Result<KnownFile> StatCache::digests(const std::filesystem::path& file) {
  TRY_ASSIGN(const StatEntry* const entry, impl_->current(file));
  return entry->known;
}

Result<KnownFile> StatCache::content(const std::filesystem::path& file,
                                     const std::function<Result<Digest>()>& compute) {
  return impl_->derived(
      file, [](const KnownFile& known) { return known.content.has_value(); },
      [&](KnownFile& known) -> Result<void> {
        TRY_ASSIGN(known.content, compute());
        return {};
      });
}

Result<KnownFile> StatCache::facts(const std::filesystem::path& file,
                                   const std::function<Result<std::string>()>& compute) {
  return impl_->derived(
      file, [](const KnownFile& known) { return !known.facts.empty(); },
      [&](KnownFile& known) -> Result<void> {
        TRY_ASSIGN(known.facts, compute());
        return {};
      });
}

Result<void> StatCache::flush() {
  return impl_->table.write(impl_->entries);
}

}  // namespace reshoot
