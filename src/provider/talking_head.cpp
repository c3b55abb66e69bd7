// SPDX-License-Identifier: Apache-2.0
#include "provider/talking_head.h"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>

#include "provider/binding.h"

namespace reshoot {
namespace {

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string script_of(const Order& order) {
  std::string script;
  for (const OrderedLine& line : order.says) {
    script += (script.empty() ? "" : " ") + line.text;
  }
  std::replace(script.begin(), script.end(), '\n', ' ');
  return script;
}

/// What of the order such a model cannot express; empty: it can express all.
std::string misfit_of(const Order& order, std::string_view script) {
  if (order.cast.size() != 1) {
    return fmt::format("makes exactly one character speak, not {}", order.cast.size());
  }
  const OrderedCharacter& who = order.cast.front();
  const bool has_video =
      std::any_of(who.references.begin(), who.references.end(),
                  [](const OrderedReference& reference) { return reference.is_video; });
  if (has_video || !who.voice_place.empty()) {
    return "takes neither reference videos nor voice samples";
  }
  if (!order.first_frame.empty() || !order.last_frame.empty()) {
    return "takes no first or last frame";
  }
  if (script.find_first_not_of(" \t\r") == std::string_view::npos) {
    return "makes no clip without spoken lines";
  }
  if (code_points(script) > longest_script) {
    return fmt::format("takes spoken lines of up to {} characters", longest_script);
  }
  return who.voice_id.empty() ? "needs the id of a voice" : "";
}

}  // namespace

Result<TalkingHead> talking_head_of(const Order& order) {
  TalkingHead head;
  head.script = script_of(order);
  if (const std::string misfit = misfit_of(order, head.script); !misfit.empty()) {
    return fail(ErrorKind::campaign, fmt::format("model '{}' {}", order.model, misfit),
                "nothing was sent");
  }
  head.who = &order.cast.front();
  const bool has_words =
      std::any_of(order.prompt.begin(), order.prompt.end(), [](const PromptPiece& piece) {
        return piece.text.find_first_not_of(" \t\r\n") != std::string::npos;
      });
  if (has_words) {
    Order silent = order;
    silent.says.clear();
    head.motion = bound_prompt(silent, {false});
  }
  return head;
}

}  // namespace reshoot
