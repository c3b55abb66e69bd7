// SPDX-License-Identifier: Apache-2.0
#pragma once
// `identity:` of a character and of a scene, as it is written, and the policies that come of both.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "campaign/model.h"
#include "catalog/identity_policy.h"
#include "yaml/bind.h"
#include "yaml/bind_scalars.h"

namespace reshoot {

/// A verdict that may ship all the same.
enum class AllowedVerdict : std::uint8_t { unsure, na };

/// What is not said is nullopt, and stays as it was.
struct IdentityKeys {
  std::optional<IdentityLevel> level;
  std::optional<OnFail> on_fail;
  std::optional<std::vector<AllowedVerdict>> allow;
};

/// `off`, or a mapping.
struct IdentityText {
  IdentityKeys keys;
};

/// `policy`, with what was said instead.
IdentityPolicy with(IdentityPolicy policy, const IdentityText& said);

/// Sets the policies of a scene's cast: the characters', with what the scene says instead.
/// Strangers are held against the strictest of each key, members that are off left aside.
void resolve_identity(Scene& scene, const std::vector<Character>& characters,
                      const std::optional<Spanned<IdentityText>>& said);

template <>
struct Choices<IdentityLevel> {
  static constexpr std::string_view wanted = "strict, normal, loose or off";
  static constexpr std::array<std::string_view, 4> texts{"strict", "normal", "loose", "off"};
  static constexpr std::array values{IdentityLevel::strict, IdentityLevel::normal,
                                     IdentityLevel::loose, IdentityLevel::off};
};

template <>
struct Choices<OnFail> {
  static constexpr std::string_view wanted = "retake, hold or warn";
  static constexpr std::array<std::string_view, 3> texts{"retake", "hold", "warn"};
  static constexpr std::array values{OnFail::retake, OnFail::hold, OnFail::warn};
};

template <>
struct Choices<AllowedVerdict> {
  static constexpr std::string_view wanted = "unsure or na";
  static constexpr std::array<std::string_view, 2> texts{"unsure", "na"};
  static constexpr std::array values{AllowedVerdict::unsure, AllowedVerdict::na};
};

template <>
struct Table<IdentityKeys> {
  using T = IdentityKeys;
  static constexpr std::string_view name = "identity";
  static constexpr std::string_view noun = "'identity'";
  static constexpr std::array fields{
      field<&T::level>("level",
                       "How strictly looks and voice are judged: strict, normal (default), loose, "
                       "or off."),
      field<&T::on_fail>("on_fail",
                         "What follows where a take falls short: retake (default) shoots another "
                         "one within 'budget', hold waits for a person, warn lets it ship."),
      field<&T::allow>("allow",
                       "Verdicts that may ship beside pass: unsure, and na, which could not be "
                       "judged."),
  };
};

template <>
struct Bind<IdentityText> {
  static constexpr std::string_view wanted = "off, or a mapping of level, on_fail and allow";
  static constexpr std::array<std::string_view, 1> off_text{"off"};
  static constexpr Shape off = [] {
    Shape s = scalar_shape(Shape::Kind::text, wanted);
    s.choices = off_text;
    return s;
  }();
  static constexpr std::array<const Shape*, 2> alternatives{&off, &Bind<IdentityKeys>::shape};
  static constexpr Shape shape = [] {
    Shape s;
    s.kind = Shape::Kind::any_of;
    s.wanted = wanted;
    s.alternatives = alternatives;
    return s;
  }();
  static bool read(Binder& binder, const YamlValue& value, IdentityText& into);
};

}  // namespace reshoot
