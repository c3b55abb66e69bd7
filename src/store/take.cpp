// SPDX-License-Identifier: Apache-2.0
// Names, legal changes and seeds of takes. Pure.

#include "store/take.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace reshoot {
namespace {

constexpr std::array<std::string_view, take_states.size()> state_names{
    "reserved", "intent",  "submitted", "succeeded", "fetched",
    "in_doubt", "refused", "failed",    "lost"};

constexpr std::array<std::string_view, 3> answer_names{"billed", "not_billed", "adopted"};

struct Change {
  TakeState from;
  TakeState to;
};

using enum TakeState;
constexpr std::array<Change, 19> legal_changes{{
    {reserved, intent},     {reserved, failed},  // given up before anything left
    {intent, reserved},                          // surely not accepted
    {intent, submitted},    {intent, fetched},   // made here, no provider between
    {intent, in_doubt},     {intent, refused},     {intent, failed},
    {submitted, succeeded}, {submitted, in_doubt},  // the provider no longer knows the job
    {submitted, refused},   {submitted, failed},   {succeeded, fetched},
    {succeeded, lost},      // the result expired before it was downloaded
    {in_doubt, submitted},  // its job was found
    {in_doubt, failed},     // a person says: not billed
    {in_doubt, lost},       // a person says: billed, and there is no result
    {fetched, lost},        // nobody has its bytes any more
    {lost, fetched},        // its bytes turned up again
}};

}  // namespace

std::string_view name_of(TakeState state) {
  return state_names[static_cast<std::size_t>(state)];
}

std::optional<TakeState> take_state(std::string_view name) {
  const auto* const found = std::find(state_names.begin(), state_names.end(), name);
  if (found == state_names.end()) {
    return std::nullopt;
  }
  return take_states[static_cast<std::size_t>(found - state_names.begin())];
}

std::string_view name_of(DoubtAnswer answer) {
  return answer_names[static_cast<std::size_t>(answer)];
}

std::optional<DoubtAnswer> doubt_answer(std::string_view name) {
  for (const DoubtAnswer answer :
       {DoubtAnswer::billed, DoubtAnswer::not_billed, DoubtAnswer::adopted}) {
    if (name_of(answer) == name) {
      return answer;
    }
  }
  return std::nullopt;
}

bool may_become(TakeState from, TakeState to) {
  return std::any_of(legal_changes.begin(), legal_changes.end(),
                     [&](const Change& change) { return change.from == from && change.to == to; });
}

std::uint32_t seed_of(const Digest& clip_key, std::optional<std::uint32_t> declared, int number) {
  if (declared && number == 1) {
    return *declared;
  }
  const Digest hash = sha256(fmt::format("{}\n{}", clip_key.text(), number));
  std::uint32_t low = 0;
  for (std::size_t i = hash.bytes.size() - 4; i < hash.bytes.size(); ++i) {
    low = (low << 8U) | hash.bytes[i];
  }
  return low & 0x7fffffffU;
}

}  // namespace reshoot
