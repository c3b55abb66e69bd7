// SPDX-License-Identifier: Apache-2.0

#include "cli/take_name.h"

#include <charconv>

#include "report/figures.h"

namespace reshoot {
namespace {

constexpr std::size_t fewest_digits = 4;

}  // namespace

bool is_named(const Digest& blob, std::string_view name) {
  constexpr std::string_view prefix = "sha256:";
  if (name.starts_with(prefix)) {
    name.remove_prefix(prefix.size());
  }
  return name.size() >= fewest_digits && blob.hex().starts_with(name);
}

bool is_named(const Take& take, std::string_view name) {
  int number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error == std::errc() && end == name.data() + name.size() && number == take.number) {
    return true;
  }
  return has_uuid(take, name) || (take.blob && is_named(*take.blob, name));
}

bool has_uuid(const Take& take, std::string_view name) {
  return name.size() >= fewest_digits && take.uuid.starts_with(name);
}

Result<ClipNames> ClipNames::of(const Ledger& ledger) {
  ClipNames names;
  TRY_ASSIGN(const std::vector<Selection> selections, ledger.all_selections());
  for (const Selection& selection : selections) {
    names.heard_.emplace(selection.clip_key, selection.clip);
  }
  return names;
}

void ClipNames::add(const Graph& graph, const Campaign& campaign) {
  for (const Step& step : graph.steps) {
    if (const auto* clip = std::get_if<GenerateStep>(&step.what)) {
      now_.emplace(clip->key, campaign.scenes[clip->scene].name);
    }
  }
}

std::string ClipNames::operator()(const Take& take) const {
  if (const auto now = now_.find(take.clip_key); now != now_.end()) {
    return now->second;
  }
  if (!take.clip.empty()) {
    return take.clip;
  }
  const auto heard = heard_.find(take.clip_key);
  return heard == heard_.end() ? short_digest(take.clip_key) : heard->second;
}

}  // namespace reshoot
