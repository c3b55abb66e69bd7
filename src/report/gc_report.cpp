// SPDX-License-Identifier: Apache-2.0
// What the garbage collector keeps and drops, with the reason for each blob.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "report/cache_report.h"
#include "report/figures.h"
#include "report/json_text.h"
#include "report/table.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_blobs_listed = 40;

std::string_view phrase(GcReason reason) {
  switch (reason) {
    case GcReason::paid:
      return "paid for, or not free to make";
    case GcReason::pinned:
      return "a person chose this take";
    case GcReason::selected:
      return "a campaign uses this take";
    case GcReason::in_use:
      return "a campaign needs it as it is now";
    case GcReason::unused:
      return "nothing needs it; free to make again";
    case GcReason::stray:
      return "not in the ledger";
  }
  return "unknown";
}

StyledText verb(GcReason reason) {
  return keeps(reason) ? StyledText("keep", Paint::green) : StyledText("drop", Paint::yellow);
}

std::uint64_t bytes_of(const std::vector<GcItem>& items, bool kept) {
  std::uint64_t sum = 0;
  for (const GcItem& item : items) {
    sum += keeps(item.reason) == kept ? item.bytes : 0;
  }
  return sum;
}

std::int64_t blobs_of(const std::vector<GcItem>& items, bool kept) {
  return std::count_if(items.begin(), items.end(),
                       [&](const GcItem& item) { return keeps(item.reason) == kept; });
}

/// Blobs and bytes by reason.
std::string reasons_text(const std::vector<GcItem>& items, const TextStyle& style) {
  std::map<GcReason, std::pair<std::int64_t, std::uint64_t>> sums;
  for (const GcItem& item : items) {
    ++sums[item.reason].first;
    sums[item.reason].second += item.bytes;
  }
  Table table({{""}, {"BLOBS", true}, {"SIZE", true}, {"WHY", false, true}});
  for (const auto& [reason, sum] : sums) {
    table.add({verb(reason), count_text(sum.first), bytes_text(sum.second), phrase(reason)});
  }
  return table.text(style);
}

/// Each blob with its reason: those that go first.
std::string blobs_text(std::vector<GcItem> items, const TextStyle& style) {
  std::stable_partition(items.begin(), items.end(),
                        [](const GcItem& item) { return !keeps(item.reason); });
  Table table({{""}, {"BLOB"}, {"SIZE", true}, {"WHY", false, true}});
  const std::size_t listed = std::min(items.size(), most_blobs_listed);
  for (std::size_t i = 0; i < listed; ++i) {
    table.add({verb(items[i].reason), short_digest(items[i].digest), bytes_text(items[i].bytes),
               phrase(items[i].reason)});
  }
  std::string out = table.text(style);
  if (listed < items.size()) {
    out += fmt::format("... and {} more; --json lists all\n",
                       counted(static_cast<std::int64_t>(items.size() - listed), "blob"));
  }
  return out;
}

}  // namespace

std::string gc_text(const std::vector<GcItem>& items, bool dry_run, const TextStyle& style) {
  if (items.empty()) {
    return "the store is empty\n";
  }
  std::string out = dry_run ? blobs_text(items, style) + "\n" : "";
  out += reasons_text(items, style);
  out += fmt::format("\n{} {} ({}), kept: {} ({})\n",
                     dry_run ? "would go:" : "dropped:", counted(blobs_of(items, false), "blob"),
                     bytes_text(bytes_of(items, false)), counted(blobs_of(items, true), "blob"),
                     bytes_text(bytes_of(items, true)));
  return out;
}

std::string gc_json(const std::vector<GcItem>& items, bool dry_run) {
  Json list = Json::array();
  for (const GcItem& item : items) {
    list.push_back({{"blob", item.digest.text()},
                    {"bytes", item.bytes},
                    {"keep", keeps(item.reason)},
                    {"reason", name_of(item.reason)}});
  }
  return json_text({{"schema_version", json_schema_version},
                    {"dry_run", dry_run},
                    {"dropped_bytes", bytes_of(items, false)},
                    {"kept_bytes", bytes_of(items, true)},
                    {"blobs", std::move(list)}});
}

}  // namespace reshoot
