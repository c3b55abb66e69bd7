// SPDX-License-Identifier: Apache-2.0
// Selection looks at values only; it changes none.

#include "plan/select.h"

#include <algorithm>

namespace reshoot {
namespace {

using Takes = std::vector<Take>;

bool usable(const Take& take) {
  return take.state == TakeState::fetched && take.blob && !take.rejected;
}

Choice choice_of(const Take& take) {
  return {*take.blob, take.bytes, take.seed, &take, nullptr, false};
}

const Takes& takes_of(const Facts& facts, const Digest& key) {
  static const Takes none;
  const auto list = facts.takes.find(key);
  return list == facts.takes.end() ? none : list->second;
}

template <class Matches>
std::optional<Choice> first_usable(const Takes& takes, Matches matches) {
  const auto found = std::find_if(takes.begin(), takes.end(),
                                  [&](const Take& take) { return usable(take) && matches(take); });
  return found == takes.end() ? std::nullopt : std::optional(choice_of(*found));
}

std::optional<Choice> locked(const Facts& facts, const Takes& takes, const LockedTake* pin,
                             bool free) {
  if (pin == nullptr) {
    return std::nullopt;
  }
  const auto row = std::find_if(takes.begin(), takes.end(),
                                [&](const Take& take) { return take.blob == pin->blob; });
  if (row != takes.end() && row->rejected) {
    return std::nullopt;
  }
  if (free && !facts.can_be_had(pin->blob)) {
    auto again = first_usable(
        takes, [&](const Take& take) { return take.seed == pin->seed && take.blob != pin->blob; });
    if (again) {
      again->stands_in = true;
      return again;
    }
  }
  if (row != takes.end()) {
    return choice_of(*row);
  }
  return Choice{pin->blob, pin->bytes, pin->seed, nullptr, nullptr, false};
}

std::optional<Choice> with_uuid(const Takes& takes, const std::string* uuid) {
  if (uuid == nullptr) {
    return std::nullopt;
  }
  return first_usable(takes, [&](const Take& take) { return take.uuid == *uuid; });
}

template <class Map, class Key>
const typename Map::mapped_type* value_of(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

Standing standing_of(const Facts& facts, const ClipQuestion& clip, const Digest& blob) {
  return clip.scene == nullptr ? Standing::ships : facts.gate.standing(*clip.scene, blob);
}

/// A take that is pinned, for the clip that it was pinned for or for another one of its key.
class PinnedTake {
 public:
  PinnedTake(const Facts& facts, const Takes& takes, const ClipQuestion& clip)
      : facts_(facts), takes_(takes), clip_(clip) {}

  /// What people and the lock have chosen for the clip itself, or for one of its key.
  std::optional<Choice> find() {
    const ClipAt at{clip_.clip, clip_.key};
    std::optional<Choice> choice = by_lock(facts_.lock.own(at.clip, at.key));
    if (!choice) {
      choice = by_person(at, value_of(facts_.pins.own, at));
    }
    if (!choice) {
      const LockedTake* const pin = facts_.lock.by_key(clip_.key);
      choice = pin == nullptr ? std::nullopt : of_other(pin->clip, by_lock(pin));
    }
    if (!choice) {
      const KeyPin* const pin = value_of(facts_.pins.by_key, clip_.key);
      choice = pin == nullptr ? std::nullopt
                              : of_other(pin->clip, by_person({pin->clip, clip_.key}, &pin->take));
    }
    return choice;
  }

 private:
  [[nodiscard]] const std::string* reason_of(const ClipAt& at, const Choice& choice) const {
    const std::string* const own = value_of(facts_.pins.own, at);
    const bool is_chosen = own != nullptr && choice.take != nullptr && choice.take->uuid == *own;
    return is_chosen ? value_of(facts_.pins.accepted, at) : nullptr;
  }

  std::optional<Choice> by_lock(const LockedTake* pin) const {
    std::optional<Choice> choice = locked(facts_, takes_, pin, clip_.free);
    if (choice) {
      choice->locked = true;
      const bool says_why = !pin->accepted.empty() && choice->blob == pin->blob;
      accept(says_why ? &pin->accepted : reason_of({pin->clip, pin->key}, *choice), *choice);
    }
    return choice;
  }

  std::optional<Choice> by_person(const ClipAt& at, const std::string* uuid) const {
    std::optional<Choice> choice = with_uuid(takes_, uuid);
    if (choice) {
      accept(reason_of(at, *choice), *choice);
    }
    return choice;
  }

  void accept(const std::string* reason, Choice& choice) const {
    choice.pinned = true;
    choice.accepted = reason;
    choice.standing = reason != nullptr ? Standing::ships : standing_of(facts_, clip_, choice.blob);
  }

  /// What was chosen for another clip of the key. Where that one has gone, this one has its place;
  /// else it is a twin: it shares the take, but neither what a person let pass there nor a take
  /// that falls short of its own policy.
  std::optional<Choice> of_other(const std::string& clip, std::optional<Choice> choice) const {
    if (!choice || facts_.gone.contains(clip)) {
      return choice;
    }
    accept(nullptr, *choice);
    return choice->standing == Standing::falls_short ? std::nullopt : choice;
  }

  const Facts& facts_;
  const Takes& takes_;
  const ClipQuestion& clip_;
};

std::optional<Choice> first_standing(const Facts& facts, const Takes& takes,
                                     const ClipQuestion& clip, Standing standing) {
  std::optional<Choice> choice = first_usable(
      takes, [&](const Take& take) { return standing_of(facts, clip, *take.blob) == standing; });
  if (choice) {
    choice->standing = standing;
  }
  return choice;
}

/// The first offer of the remote that this ledger has not seen yet and that may ship.
std::optional<Choice> offered(const Facts& facts, const Takes& takes, const ClipQuestion& clip) {
  const auto* const offers = value_of(facts.offers, clip.key);
  if (offers == nullptr) {
    return std::nullopt;
  }
  for (const TakeRecord& offer : *offers) {
    const bool known = std::any_of(takes.begin(), takes.end(),
                                   [&](const Take& take) { return take.blob == offer.blob; });
    const Standing standing = standing_of(facts, clip, offer.blob);
    if (!offer.rejected && !known && standing != Standing::falls_short) {
      Choice choice{offer.blob, offer.bytes, offer.seed, nullptr, &offer, false};
      choice.standing = standing;
      return choice;
    }
  }
  return std::nullopt;
}

}  // namespace

ClipQuestion question_of(const Campaign& campaign, const GenerateStep& step) {
  const Scene& scene = campaign.scenes[step.scene];
  return {scene.name, step.key, step.model->free(), &scene};
}

std::optional<Choice> select_take(const Facts& facts, const ClipQuestion& clip) {
  const Takes& takes = takes_of(facts, clip.key);
  std::optional<Choice> choice = PinnedTake(facts, takes, clip).find();
  if (choice) {
    return choice;
  }
  for (const Standing standing : {Standing::ships, Standing::unjudged}) {
    if ((choice = first_standing(facts, takes, clip, standing))) {
      return choice;
    }
  }
  return offered(facts, takes, clip);
}

bool wants_retake(const Facts& facts, const std::string& clip, const Digest& key) {
  const auto request = facts.retakes.find(key);
  if (request == facts.retakes.end() || facts.lock.own(clip, key) != nullptr) {
    return false;
  }
  return request->second.clip == clip || !facts.pins.own.contains({clip, key});
}

std::optional<Choice> first_take(const Facts& facts, const Digest& clip_key) {
  return first_usable(takes_of(facts, clip_key), [](const Take&) { return true; });
}

}  // namespace reshoot
