// SPDX-License-Identifier: Apache-2.0
#include "campaign/identity_text.h"

#include <fmt/core.h>

#include <algorithm>

namespace reshoot {
namespace {

/// Who waits for a person is stricter than who tries again, and both than who only warns.
int strictness(OnFail on_fail) {
  switch (on_fail) {
    case OnFail::hold:
      return 2;
    case OnFail::retake:
      return 1;
    case OnFail::warn:
      break;
  }
  return 0;
}

bool is_allowed(const std::vector<AllowedVerdict>& allow, AllowedVerdict verdict) {
  return std::find(allow.begin(), allow.end(), verdict) != allow.end();
}

IdentityPolicy strictest_of(const std::vector<CastMember>& cast) {
  IdentityPolicy strictest{.level = IdentityLevel::off};
  for (const CastMember& member : cast) {
    const IdentityPolicy& own = member.identity;
    if (own.level == IdentityLevel::off) {
      continue;
    }
    if (strictest.level == IdentityLevel::off) {
      strictest = own;
      continue;
    }
    strictest.level = std::min(strictest.level, own.level);
    if (strictness(own.on_fail) > strictness(strictest.on_fail)) {
      strictest.on_fail = own.on_fail;
    }
    strictest.allow_unsure = strictest.allow_unsure && own.allow_unsure;
    strictest.allow_na = strictest.allow_na && own.allow_na;
  }
  return strictest;
}

}  // namespace

IdentityPolicy with(IdentityPolicy policy, const IdentityText& said) {
  policy.level = said.keys.level.value_or(policy.level);
  policy.on_fail = said.keys.on_fail.value_or(policy.on_fail);
  if (said.keys.allow) {
    policy.allow_unsure = is_allowed(*said.keys.allow, AllowedVerdict::unsure);
    policy.allow_na = is_allowed(*said.keys.allow, AllowedVerdict::na);
  }
  return policy;
}

void resolve_identity(Scene& scene, const std::vector<Character>& characters,
                      const std::optional<Spanned<IdentityText>>& said) {
  for (CastMember& member : scene.cast) {
    member.identity = characters[member.character].identity;
    if (said) {
      member.identity = with(member.identity, said->value);
    }
  }
  scene.strangers = strictest_of(scene.cast);
}

bool Bind<IdentityText>::read(Binder& binder, const YamlValue& value, IdentityText& into) {
  if (value.is_mapping()) {
    return Bind<IdentityKeys>::read(binder, value, into.keys);
  }
  if (!value.is_scalar()) {
    binder.wrong_type(value, shape);
    return false;
  }
  if (value.text() == off_text.front()) {
    into.keys.level = IdentityLevel::off;
    return true;
  }
  const auto& levels = Choices<IdentityLevel>::texts;
  Diagnostic& d = binder.bad_value(value, shape);
  if (std::find(levels.begin(), levels.end(), value.text()) != levels.end()) {
    d.help(fmt::format("write {{level: {}}}", value.text()));
  } else {
    d.help_did_you_mean(value.text(), {off_text.begin(), off_text.end()});
  }
  return false;
}

}  // namespace reshoot
