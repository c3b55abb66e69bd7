// SPDX-License-Identifier: Apache-2.0
// What follows from a row: what a clip costs, what it can be made of, where a figure is from.

#include "catalog/model.h"

#include <algorithm>

namespace reshoot {

std::string_view name_of(Mode mode) {
  switch (mode) {
    case Mode::from_text:
      return "t2v";
    case Mode::from_frame:
      return "i2v";
    case Mode::between:
      return "first+last";
    case Mode::from_cast:
      return "r2v";
    case Mode::talking_head:
      return "talking-head";
  }
  return {};
}

std::vector<Mode> modes_of(const Model& model) {
  const ModelInputs& in = model.inputs;
  if (model.talking_head) {
    return {Mode::talking_head};
  }
  std::vector<Mode> modes;
  const auto add = [&](Mode mode, bool can) {
    if (can) {
      modes.push_back(mode);
    }
  };
  add(Mode::from_text, !in.needs_references && !in.needs_first_frame);
  add(Mode::from_frame, in.first_frame);
  add(Mode::between, in.first_frame && in.last_frame);
  add(Mode::from_cast, in.binds());
  return modes;
}

Evidence Model::evidence_of(std::string_view figure) const {
  const Evidence* const own = find_evidence(sources, figure);
  return own != nullptr ? *own : Evidence{source, sure};
}

std::optional<Money> price_of_second(const Model& model, std::int32_t lines) {
  std::optional<Money> dearest = model.per_second;
  for (const ResolutionPrice& price : model.per_second_at) {
    if (price.lines == lines) {
      return price.per_second;
    }
    dearest = std::max(dearest, std::optional(price.per_second));
  }
  return lines == 0 ? dearest : model.per_second;
}

std::optional<Money> price_of(const Model& model, const Billed& billed) {
  const auto per_second = price_of_second(model, billed.lines);
  if (!per_second) {
    return std::nullopt;
  }
  const Length on_top =
      model.billed_video ? std::min(*model.billed_video, billed.reference_videos) : Length{};
  const std::int64_t millis = billed.length.millis + on_top.millis;
  return Money{(per_second->micros * millis + 999) / 1000};  // a started micro-dollar counts
}

}  // namespace reshoot
