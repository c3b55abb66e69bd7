// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is in the store, what is wrong with it, and what may go.

#include <cstdint>
#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

#include "report/styled_text.h"
#include "store/garbage.h"
#include "store/health.h"
#include "store/ledger.h"

namespace reshoot {

struct CacheStats {
  std::filesystem::path directory;
  std::vector<Take> takes;
  std::vector<Artifact> artifacts;
  std::unordered_map<Digest, std::uint64_t, DigestHash> blobs;  ///< in the store, with their bytes
};

std::string cache_stats_text(const CacheStats& stats, const TextStyle& style);
std::string cache_stats_json(const CacheStats& stats);

/// What `cache verify` found. `takes` are all takes: they tell what was paid for.
std::string findings_text(const std::vector<Finding>& findings, const std::vector<Take>& takes,
                          const TextStyle& style);
std::string findings_json(const std::vector<Finding>& findings, const std::vector<Take>& takes);

/// What `cache gc` drops (a dry run: would drop) and why the rest stays. Text lists at most 40
/// blobs.
std::string gc_text(const std::vector<GcItem>& items, bool dry_run, const TextStyle& style);
std::string gc_json(const std::vector<GcItem>& items, bool dry_run);

/// What a person types before paid takes go, such as `delete 3 paid takes`; empty where none go.
std::string gc_confirmation(const std::vector<GcItem>& items);
/// The paid takes that would go: what they cost, and whether the remote has them.
std::string gc_paid_text(const std::vector<GcItem>& items, const TextStyle& style);

}  // namespace reshoot
