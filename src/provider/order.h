// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a provider is asked to make: the canonical request of a clip, as one take of it is sent.
// Knows no wire format.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "catalog/prompt_words.h"
#include "catalog/workflow.h"

namespace reshoot {

using OrderedKind = CastKind;

/// A reference in binding order. Its place is known once it is uploaded.
struct OrderedReference {
  bool is_video = false;
  std::string place;  ///< URL, `oss://...`, asset id: what the provider's upload answered with
};

struct OrderedCharacter {
  OrderedKind kind = OrderedKind::person;
  std::string description;  ///< used where the model binds no references
  std::vector<OrderedReference> references;
  std::string voice_place;  ///< the voice sample; empty: none
  std::string avatar_id;    ///< as HeyGen names it; empty: none
  std::string voice_id;     ///< as HeyGen names it; empty: none
};

/// Part of a prompt: text, or a mention of a character.
struct PromptPiece {
  std::string text;                        ///< empty where `character` is set
  std::optional<std::uint32_t> character;  ///< index into Order::cast
};

struct OrderedLine {
  std::uint32_t character = 0;
  std::string text;
};

struct Order {
  std::string model;  ///< the provider's own id of the model
  std::vector<PromptPiece> prompt;
  std::vector<OrderedCharacter> cast;
  std::vector<OrderedLine> says;
  std::string first_frame, last_frame;  ///< places; empty: none
  Length seconds;
  std::int32_t lines = 720;    ///< pixels of the shorter side
  std::optional<Ratio> ratio;  ///< nullopt: the model takes none
  std::optional<Rate> fps;     ///< nullopt: the model takes none
  std::uint32_t seed = 0;
  std::string take;  ///< the take's uuid: names the job where the provider lets us
  std::shared_ptr<const Workflow> workflow;  ///< comfyui only; owned with the catalog's row
};

}  // namespace reshoot
