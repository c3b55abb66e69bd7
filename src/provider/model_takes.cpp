// SPDX-License-Identifier: Apache-2.0
#include "provider/model_takes.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/check.h"

namespace reshoot {
namespace {

bool is_of(std::string_view model, std::string_view family) {
  return model.substr(0, family.size()) == family &&
         (model.size() == family.size() || model[family.size()] == '-');
}

/// What of the cast the model does not take; empty: it takes all.
std::string_view misfit_of(const ModelTakes& takes, const OrderedCharacter& character) {
  for (const OrderedReference& reference : character.references) {
    CHECK(!reference.place.empty());
    if (!(reference.is_video ? takes.videos : takes.images)) {
      return reference.is_video ? "reference videos" : "reference images";
    }
  }
  if (character.voice_place.empty()) {
    return {};
  }
  if (!takes.voices) {
    return "voice samples";
  }
  return character.references.empty() ? "a voice sample without a reference to hang it on"
                                      : std::string_view{};
}

std::string_view misfit_of(const ModelTakes& takes, const Order& order) {
  bool has_references = false;
  for (const OrderedCharacter& character : order.cast) {
    if (const std::string_view misfit = misfit_of(takes, character); !misfit.empty()) {
      return misfit;
    }
    has_references = has_references || !character.references.empty();
  }
  const bool has_frame = !order.first_frame.empty() || !order.last_frame.empty();
  if (!order.first_frame.empty() && !takes.first_frame) {
    return "a first frame";
  }
  if (!order.last_frame.empty() && !takes.last_frame) {
    return "a last frame";
  }
  if (takes.frames_replace_cast && has_references && has_frame) {
    return "references together with a first or last frame";
  }
  return order.ratio && !takes.ratio ? "a ratio" : std::string_view{};
}

}  // namespace

Result<ModelTakes> takes_of(std::span<const ModelTakes> families, const Order& order,
                            std::string_view provider) {
  const auto found = std::find_if(families.begin(), families.end(), [&](const ModelTakes& takes) {
    return is_of(order.model, takes.family);
  });
  if (found == families.end()) {
    std::string known;
    for (const ModelTakes& takes : families) {
      known += fmt::format("{}{}", known.empty() ? "" : ", ", takes.family);
    }
    return fail(ErrorKind::campaign,
                fmt::format("it is not known here what model '{}' is asked with at {}", order.model,
                            provider),
                fmt::format("known are models whose id begins with: {}", known));
  }
  if (const std::string_view misfit = misfit_of(*found, order); !misfit.empty()) {
    return fail(ErrorKind::campaign,
                fmt::format("model '{}' at {} does not take {}", order.model, provider, misfit),
                "nothing was sent");
  }
  return *found;
}

Result<std::int64_t> whole_seconds(const Order& order) {
  if (order.seconds.millis <= 0 || order.seconds.millis % 1000 != 0) {
    return fail(
        ErrorKind::campaign,
        fmt::format("model '{}' takes whole seconds, not {}", order.model, order.seconds.text()),
        "nothing was sent");
  }
  return order.seconds.millis / 1000;
}

}  // namespace reshoot
