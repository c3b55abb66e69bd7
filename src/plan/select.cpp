// SPDX-License-Identifier: Apache-2.0
// Selection looks at rows only; it changes none.

#include "plan/select.h"

#include <algorithm>

namespace reshoot {
namespace {

bool usable(const Take& take) {
  return take.state == TakeState::fetched && take.blob && !take.rejected;
}

const Take* with_uuid(const std::vector<Take>& takes, std::string_view uuid) {
  const auto found = std::find_if(takes.begin(), takes.end(),
                                  [&](const Take& t) { return t.uuid == uuid && usable(t); });
  return found == takes.end() ? nullptr : &*found;
}

const Take* pinned(const Facts& facts, const std::vector<Take>& takes, std::string_view clip,
                   const Digest& clip_key) {
  const auto own = facts.selections.find(std::string(clip));
  if (own != facts.selections.end() && own->second.pinned && own->second.clip_key == clip_key) {
    return with_uuid(takes, own->second.take_uuid);
  }
  const auto any = facts.pins.find(clip_key);
  return any == facts.pins.end() ? nullptr : with_uuid(takes, any->second);
}

}  // namespace

const Take* select_take(const Facts& facts, std::string_view clip, const Digest& clip_key) {
  const auto list = facts.takes.find(clip_key);
  if (list == facts.takes.end()) {
    return nullptr;
  }
  if (const Take* take = pinned(facts, list->second, clip, clip_key)) {
    return take;
  }
  const auto first = std::find_if(list->second.begin(), list->second.end(), usable);
  return first == list->second.end() ? nullptr : &*first;
}

}  // namespace reshoot
