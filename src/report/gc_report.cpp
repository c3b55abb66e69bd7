// SPDX-License-Identifier: Apache-2.0
// What the garbage collector keeps and drops, with the reason for each blob.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

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
    case GcReason::locked:
      return "a lock has it";
    case GcReason::pinned:
      return "a person chose this take";
    case GcReason::selected:
      return "a campaign uses this take";
    case GcReason::asked:
      return "another take was asked for";
    case GcReason::in_use:
      return "a campaign needs it as it is now";
    case GcReason::paid_unused:
      return "nothing needs it; paid for, or not free to make";
    case GcReason::unused:
      return "nothing needs it; free to make again";
    case GcReason::stray:
      return "not in the ledger";
  }
  return "unknown";
}

std::string_view copy_text(const GcItem& item) {
  if (!item.shared) {
    return "no other copy is known";
  }
  return item.asked_remote ? "the remote has a copy" : "the remote had a copy when last seen";
}

StyledText remote_cell(const GcItem& item) {
  if (!item.shared) {
    return {"no copy", Paint::red};
  }
  return item.asked_remote ? StyledText("has a copy")
                           : StyledText("had a copy when last seen", Paint::yellow);
}

/// What is known of one blob.
std::string why_text(const GcItem& item) {
  if (item.reason == GcReason::locked) {
    return "locked by " + item.where;
  }
  if (item.reason == GcReason::paid_unused) {
    return fmt::format("nothing needs it; {} was paid; {}", item.cost.text(), copy_text(item));
  }
  return std::string(phrase(item.reason));
}

StyledText verb(bool keep) {
  return keep ? StyledText("keep", Paint::green) : StyledText("drop", Paint::yellow);
}

bool is_paid_and_goes(const GcItem& item) {
  return item.reason == GcReason::paid_unused && !item.keep;
}

std::uint64_t bytes_of(const std::vector<GcItem>& items, bool kept) {
  std::uint64_t sum = 0;
  for (const GcItem& item : items) {
    sum += item.keep == kept ? item.bytes : 0;
  }
  return sum;
}

std::int64_t blobs_of(const std::vector<GcItem>& items, bool kept) {
  return std::count_if(items.begin(), items.end(),
                       [&](const GcItem& item) { return item.keep == kept; });
}

/// Blobs and bytes by reason.
std::string reasons_text(const std::vector<GcItem>& items, const TextStyle& style) {
  struct Sum {
    std::int64_t blobs = 0;
    std::uint64_t bytes = 0;
  };
  std::map<std::pair<GcReason, bool>, Sum> sums;  // by reason, and whether it is kept
  for (const GcItem& item : items) {
    Sum& sum = sums[{item.reason, item.keep}];
    ++sum.blobs;
    sum.bytes += item.bytes;
  }
  Table table({{""}, {"BLOBS", true}, {"SIZE", true}, {"WHY", false, true}});
  for (const auto& [group, sum] : sums) {
    const auto& [reason, keep] = group;
    table.add({verb(keep), count_text(sum.blobs), bytes_text(sum.bytes), phrase(reason)});
  }
  return table.text(style);
}

/// Each blob with its reason: those that go first.
std::string blobs_text(std::vector<GcItem> items, const TextStyle& style) {
  std::stable_partition(items.begin(), items.end(), [](const GcItem& item) { return !item.keep; });
  Table table({{""}, {"BLOB"}, {"SIZE", true}, {"WHY", false, true}});
  const std::size_t listed = std::min(items.size(), most_blobs_listed);
  for (std::size_t i = 0; i < listed; ++i) {
    table.add({verb(items[i].keep), short_digest(items[i].digest), bytes_text(items[i].bytes),
               why_text(items[i])});
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

std::string gc_confirmation(const std::vector<GcItem>& items) {
  const std::int64_t count = std::count_if(items.begin(), items.end(), is_paid_and_goes);
  return count == 0 ? "" : "delete " + counted(count, "paid take");
}

std::string gc_paid_text(const std::vector<GcItem>& items, const TextStyle& style) {
  Table table({{"PAID TAKE"}, {"MODEL", false, true}, {"SIZE", true}, {"COST", true}, {"REMOTE"}});
  Money cost;
  std::uint64_t bytes = 0;
  std::int64_t count = 0;
  for (const GcItem& item : items) {
    if (is_paid_and_goes(item)) {
      ++count;
      cost += item.cost;
      bytes += item.bytes;
      table.add({short_digest(item.digest), item.model, bytes_text(item.bytes), item.cost.text(),
                 remote_cell(item)});
    }
  }
  return table.text(style) + fmt::format("\n{} would go: {}, {} was paid for {}\n",
                                         counted(count, "paid take"), bytes_text(bytes),
                                         cost.text(), count == 1 ? "it" : "them");
}

std::string gc_json(const std::vector<GcItem>& items, bool dry_run) {
  Json list = Json::array();
  for (const GcItem& item : items) {
    Json blob{{"blob", item.digest.text()},
              {"bytes", item.bytes},
              {"keep", item.keep},
              {"reason", name_of(item.reason)},
              {"cost_micros", item.cost.micros},
              {"in_remote", item.shared},
              {"remote_asked", item.asked_remote}};
    if (!item.where.empty()) {
      blob["where"] = item.where;
    }
    list.push_back(std::move(blob));
  }
  return json_text({{"schema_version", json_schema_version},
                    {"dry_run", dry_run},
                    {"dropped_bytes", bytes_of(items, false)},
                    {"kept_bytes", bytes_of(items, true)},
                    {"blobs", std::move(list)}});
}

}  // namespace reshoot
