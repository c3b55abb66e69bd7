// SPDX-License-Identifier: Apache-2.0
#pragma once
// What models that make one character speak are asked with, whoever sells them.

#include <cstddef>
#include <string>

#include "base/result.h"
#include "provider/order.h"

namespace reshoot {

/// HeyGen's longest script in characters (developers.heygen.com/docs/usage-limits, read 2026-11).
constexpr std::size_t longest_script = 5000;

struct TalkingHead {
  const OrderedCharacter* who = nullptr;  ///< of the order
  std::string script;                     ///< the spoken lines as one text
  std::string motion;  ///< the prompt; empty where it does no more than name who is seen
};

/// `campaign`: not exactly one character, nothing to say or too much, no voice id, or something
/// that no such model takes: frames, reference videos, voice samples. The length of the clip is
/// that of the speech: `seconds` is sent to no such model.
Result<TalkingHead> talking_head_of(const Order& order);

}  // namespace reshoot
