// SPDX-License-Identifier: Apache-2.0
#pragma once
// How strictly a character's looks and voice are judged, and what follows where they fall short.
// Values; the numbers of a level stand in the rows of the models.

#include <cstdint>
#include <string_view>

namespace reshoot {

enum class IdentityLevel : std::uint8_t { strict, normal, loose, off };
std::string_view name_of(IdentityLevel level);

/// What a take is worth. Only `pass` ships by itself.
enum class Verdict : std::uint8_t {
  pass,
  unsure,
  fail,
  na,  ///< it could not be judged: nothing usable to measure, or nothing to measure it with
};
std::string_view name_of(Verdict verdict);

/// What follows on `unsure` and `fail`.
enum class OnFail : std::uint8_t {
  retake,  ///< another take, while takes and money last; then it is held
  hold,    ///< it waits for a person
  warn,    ///< it ships, with a warning
};
std::string_view name_of(OnFail on_fail);

struct IdentityPolicy {
  IdentityLevel level = IdentityLevel::normal;
  OnFail on_fail = OnFail::retake;
  bool allow_unsure = false;  ///< `allow: [unsure]`: it ships, and that is shown
  bool allow_na = false;      ///< `allow: [na]`

  friend bool operator==(const IdentityPolicy&, const IdentityPolicy&) = default;
};

}  // namespace reshoot
