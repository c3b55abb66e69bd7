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

const Take* pinned(const Facts& facts, const std::vector<Take>& takes, const std::string& clip,
                   const Digest& clip_key) {
  const auto own = facts.pins.own.find({clip, clip_key});
  if (own != facts.pins.own.end()) {
    return with_uuid(takes, own->second);
  }
  const auto any = facts.pins.by_key.find(clip_key);
  return any == facts.pins.by_key.end() ? nullptr : with_uuid(takes, any->second);
}

}  // namespace

const Take* select_take(const Facts& facts, const std::string& clip, const Digest& clip_key) {
  const auto list = facts.takes.find(clip_key);
  if (list == facts.takes.end()) {
    return nullptr;
  }
  const Take* const chosen = pinned(facts, list->second, clip, clip_key);
  return chosen != nullptr ? chosen : first_take(facts, clip_key);
}

const Take* first_take(const Facts& facts, const Digest& clip_key) {
  const auto list = facts.takes.find(clip_key);
  if (list == facts.takes.end()) {
    return nullptr;
  }
  const auto first = std::find_if(list->second.begin(), list->second.end(), usable);
  return first == list->second.end() ? nullptr : &*first;
}

}  // namespace reshoot
