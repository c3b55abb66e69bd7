// SPDX-License-Identifier: Apache-2.0
// From takes to rows. How they are printed is in cost_text.cpp.

#include "report/cost_report.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <unordered_map>

#include "base/check.h"

namespace reshoot {
namespace {

constexpr std::array<std::string_view, 5> by_names{"campaign", "scene", "character", "model",
                                                   "month"};

bool moved_money(const Take& take) {
  return take.reserved.micros > 0 || take.billed();
}

CostSums sums_of(const Take& take) {
  CostSums sums;
  sums.spent = take.cost;
  sums.elsewhere = take.cost_elsewhere;
  switch (take.state) {
    case TakeState::reserved:
    case TakeState::intent:
    case TakeState::submitted:
    case TakeState::succeeded:
      sums.set_aside = take.reserved;
      break;
    case TakeState::in_doubt:
      sums.in_doubt = take.reserved;
      sums.doubtful = 1;
      break;
    case TakeState::refused:
      sums.came_back = take.reserved;
      sums.refused = 1;
      break;
    case TakeState::failed:
      sums.came_back = take.reserved;
      sums.failed = 1;
      break;
    case TakeState::fetched:
    case TakeState::lost:
      sums.estimated = take.estimated ? take.cost : Money{};
      sums.paid = take.cost.micros > 0 || take.estimated ? 1 : 0;
      sums.unpriced = take.estimated && take.cost.micros == 0 ? 1 : 0;
      break;
  }
  return sums;
}

constexpr std::array amounts{&CostSums::spent,    &CostSums::estimated, &CostSums::set_aside,
                             &CostSums::in_doubt, &CostSums::came_back, &CostSums::elsewhere};
constexpr std::array counts{&CostSums::paid, &CostSums::unpriced, &CostSums::doubtful,
                            &CostSums::refused, &CostSums::failed};

void add(CostSums& to, const CostSums& more) {
  for (const auto amount : amounts) {
    to.*amount += more.*amount;
  }
  for (const auto count : counts) {
    to.*count += more.*count;
  }
}

/// Part `index` of `parts` even ones: what does not divide goes to the first. Takes are counted in
/// each.
CostSums part_of(CostSums sums, std::size_t parts, std::size_t index) {
  const auto n = static_cast<std::int64_t>(parts);
  for (const auto amount : amounts) {
    const std::int64_t whole = (sums.*amount).micros;
    (sums.*amount).micros = whole / n + (static_cast<std::int64_t>(index) < whole % n ? 1 : 0);
  }
  return sums;
}

/// Where a row stands, and what it is called.
struct RowKey {
  CostRowKind kind = CostRowKind::named;
  std::size_t place = 0;  ///< in the campaign; 0 where names decide
  std::string name;
  friend bool operator<(const RowKey& a, const RowKey& b) {
    return std::tie(a.kind, a.place, a.name) < std::tie(b.kind, b.place, b.name);
  }
};

class Rows {
 public:
  Rows(CostBy by, const CostFacts& facts) : by_(by), facts_(facts) {
    if (by == CostBy::scene || by == CostBy::character) {
      CHECK(facts.graph != nullptr && facts.campaign != nullptr);
      for (const Step& step : facts.graph->steps) {
        if (const auto* clip = std::get_if<GenerateStep>(&step.what)) {
          scenes_[clip->key].push_back(clip->scene);
        }
      }
    }
  }

  /// The rows that a take belongs to, at least one.
  [[nodiscard]] std::vector<RowKey> of(const Take& take) const {
    switch (by_) {
      case CostBy::campaign:
        return {{CostRowKind::named, 0, take.campaign}};
      case CostBy::model:
        return {{CostRowKind::named, 0, take.model}};
      case CostBy::month:
        return {{CostRowKind::named, 0, take.created.iso().substr(0, std::size("2026-11") - 1)}};
      case CostBy::scene:
      case CostBy::character:
        break;
    }
    const auto scenes = scenes_.find(take.clip_key);
    if (scenes == scenes_.end()) {
      return {{CostRowKind::earlier, 0, {}}};
    }
    return by_ == CostBy::scene ? scene_row(scenes->second) : cast_rows(scenes->second.front());
  }

 private:
  /// Scenes of one key share their takes: one row with all their names.
  [[nodiscard]] std::vector<RowKey> scene_row(const std::vector<std::uint32_t>& scenes) const {
    RowKey row{CostRowKind::named, scenes.front(), {}};
    for (const std::uint32_t scene : scenes) {
      row.name += (row.name.empty() ? "" : ", ") + facts_.campaign->scenes[scene].name;
    }
    return {row};
  }

  [[nodiscard]] std::vector<RowKey> cast_rows(std::uint32_t scene) const {
    std::vector<RowKey> rows;
    for (const CastMember& member : facts_.campaign->scenes[scene].cast) {
      rows.push_back({CostRowKind::named, member.character,
                      facts_.campaign->characters[member.character].name});
    }
    return rows.empty() ? std::vector<RowKey>{{CostRowKind::nobody, 0, {}}} : rows;
  }

  CostBy by_;
  const CostFacts& facts_;
  std::unordered_map<Digest, std::vector<std::uint32_t>, DigestHash> scenes_;  ///< by clip key
};

}  // namespace

std::string_view name_of(CostBy by) {
  return by_names[static_cast<std::size_t>(by)];
}

std::optional<CostBy> cost_by(std::string_view name) {
  const auto* const found = std::find(by_names.begin(), by_names.end(), name);
  return found == by_names.end() ? std::nullopt
                                 : std::optional(static_cast<CostBy>(found - by_names.begin()));
}

CostReport make_cost_report(CostBy by, const CostFacts& facts) {
  const Rows rows(by, facts);
  std::map<RowKey, CostSums> sums;
  CostReport report;
  report.by = by;
  report.max_cost = facts.max_cost;
  for (const Take& take : facts.takes) {
    if (!moved_money(take)) {
      continue;
    }
    const CostSums own = sums_of(take);
    add(report.total, own);
    const std::vector<RowKey> keys = rows.of(take);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      add(sums[keys[i]], part_of(own, keys.size(), i));
    }
  }
  for (const auto& [key, sum] : sums) {
    report.rows.push_back({key.kind, key.name, sum});
  }
  return report;
}

}  // namespace reshoot
