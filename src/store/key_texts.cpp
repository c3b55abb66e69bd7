// SPDX-License-Identifier: Apache-2.0

#include "store/key_texts.h"

namespace reshoot {

Result<std::string> KeyTexts::of(const Take& take) {
  TRY_ASSIGN(const Steps* const steps, steps_of(take.campaign));
  const auto step = steps->find(take.clip_key);
  if (step == steps->end()) {
    return std::string();
  }
  TRY_ASSIGN(std::optional<std::string> text, ledger_->step_text(take.campaign, step->second));
  // A build may have written another one since.
  return text && sha256(*text) == take.clip_key ? *std::move(text) : std::string();
}

Result<const KeyTexts::Steps*> KeyTexts::steps_of(const std::string& campaign) {
  const auto known = campaigns_.find(campaign);
  if (known != campaigns_.end()) {
    return &known->second;
  }
  TRY_ASSIGN(const auto keys, ledger_->step_keys(campaign));
  Steps steps;
  for (const auto& [step, key] : keys) {
    steps.emplace(key, step);
  }
  return &campaigns_.emplace(campaign, std::move(steps)).first->second;
}

}  // namespace reshoot
