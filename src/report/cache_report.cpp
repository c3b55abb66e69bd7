// SPDX-License-Identifier: Apache-2.0
// Statistics and findings. Garbage is in gc_report.cpp.

#include "report/cache_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "report/figures.h"
#include "report/json_text.h"
#include "report/table.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

struct Share {
  std::int64_t blobs = 0;
  std::uint64_t bytes = 0;
  void add(std::uint64_t more) {
    ++blobs;
    bytes += more;
  }
};

/// Blobs by what the ledger knows them as.
struct Shares {
  Share takes, artifacts, strays;
};

Shares shares_of(const CacheStats& stats) {
  const ExpectedBlobs expected = expected_blobs(stats.takes, stats.artifacts);
  Shares shares;
  for (const auto& [digest, bytes] : stats.blobs) {
    const auto known = expected.find(digest);
    if (known == expected.end()) {
      shares.strays.add(bytes);
    } else {
      (known->second.role == BlobRole::take ? shares.takes : shares.artifacts).add(bytes);
    }
  }
  return shares;
}

Money cost_of(const std::vector<Take>& takes) {
  Money sum;
  for (const Take& take : takes) {
    sum += take.cost;
  }
  return sum;
}

Json to_json(const Share& share) {
  return {{"blobs", share.blobs}, {"bytes", share.bytes}};
}

std::unordered_set<std::string> paid_takes(const std::vector<Take>& takes) {
  std::unordered_set<std::string> paid;
  for (const Take& take : takes) {
    if (take.billed()) {
      paid.insert(take.uuid);
    }
  }
  return paid;
}

bool is_paid(const Finding& finding, const std::unordered_set<std::string>& paid) {
  return std::any_of(finding.takes.begin(), finding.takes.end(),
                     [&](const std::string& uuid) { return paid.contains(uuid); });
}

std::string_view name_of(BlobRole role) {
  switch (role) {
    case BlobRole::take:
      return "take";
    case BlobRole::artifact:
      return "segment or video";
    case BlobRole::unknown:
      return "unknown";
  }
  return "unknown";
}

StyledText consequence(const Finding& finding, bool paid) {
  if (finding.in_remote) {
    return finding.healed
               ? StyledText("in the remote: replaced by the whole copy here", Paint::green)
               : StyledText(
                     "in the remote, and no whole copy is here: whoever has the "
                     "take puts it back with `reshoot cache push`",
                     Paint::red);
  }
  if (finding.healed) {
    return {"healed: a whole copy came from the remote", Paint::green};
  }
  if (finding.kind == FindingKind::stray) {
    return {finding.digest ? "does no harm; `reshoot cache gc` deletes it"
                           : "does no harm; no blob, somebody put it there",
            Paint::dim};
  }
  if (paid) {
    return {"lost: it was paid for; put a copy back", Paint::red};
  }
  return {"free: made again where a build needs it"};
}

}  // namespace

std::string cache_stats_text(const CacheStats& stats, const TextStyle& style) {
  const Shares shares = shares_of(stats);
  Share all;
  Table table({{""}, {"BLOBS", true}, {"SIZE", true}});
  const auto row = [&](std::string_view name, const Share& share) {
    table.add({name, count_text(share.blobs), bytes_text(share.bytes)});
    all.blobs += share.blobs;
    all.bytes += share.bytes;
  };
  row("takes", shares.takes);
  row("segments and videos", shares.artifacts);
  row("not in the ledger", shares.strays);
  row("all", Share(all));
  StyledText head(stats.directory.string(), Paint::bold);
  return (style.width > 0 ? head.cut(style.width) : head).text(style.colour) + "\n" +
         table.text(style, 2) +
         fmt::format("\nThe ledger has {}; they cost {}.\n",
                     counted(static_cast<std::int64_t>(stats.takes.size()), "take"),
                     cost_of(stats.takes).text());
}

std::string cache_stats_json(const CacheStats& stats) {
  const Shares shares = shares_of(stats);
  return json_text({{"schema_version", json_schema_version},
                    {"directory", stats.directory.string()},
                    {"takes", to_json(shares.takes)},
                    {"artifacts", to_json(shares.artifacts)},
                    {"strays", to_json(shares.strays)},
                    {"takes_in_ledger", stats.takes.size()},
                    {"cost_micros", cost_of(stats.takes).micros}});
}

std::string findings_text(const std::vector<Finding>& findings, const std::vector<Take>& takes,
                          const TextStyle& style) {
  if (findings.empty()) {
    return "all blobs are here and whole\n";
  }
  const std::unordered_set<std::string> paid = paid_takes(takes);
  Table table({{"FINDING"}, {"BLOB"}, {"WHAT"}, {"SIZE", true}, {"", false, true}});
  bool moved = false;
  for (const Finding& finding : findings) {
    const bool harmless = finding.kind == FindingKind::stray || finding.healed;
    table.add({StyledText(reshoot::name_of(finding.kind), harmless ? Paint::dim : Paint::yellow),
               finding.digest ? short_digest(*finding.digest) : finding.file.filename().string(),
               name_of(finding.role), bytes_text(finding.bytes),
               consequence(finding, is_paid(finding, paid))});
    moved = moved || finding.quarantined;
  }
  return table.text(style) +
         (moved ? "\nDamaged blobs were moved to damaged/ in the store; they are never used.\n"
                : "");
}

std::string findings_json(const std::vector<Finding>& findings, const std::vector<Take>& takes) {
  const std::unordered_set<std::string> paid = paid_takes(takes);
  Json list = Json::array();
  for (const Finding& finding : findings) {
    list.push_back(
        {{"kind", reshoot::name_of(finding.kind)},
         {"blob", finding.digest ? Json(finding.digest->text()) : Json()},
         {"bytes", finding.bytes},
         {"role", finding.role == BlobRole::artifact ? "artifact" : name_of(finding.role)},
         {"takes", finding.takes},
         {"paid", is_paid(finding, paid)},
         {"file", finding.file.string()},
         {"quarantined", finding.quarantined},
         {"where", finding.in_remote ? "remote" : "here"},
         {"healed", finding.healed}});
  }
  return json_text({{"schema_version", json_schema_version}, {"findings", std::move(list)}});
}

}  // namespace reshoot
