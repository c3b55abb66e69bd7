// SPDX-License-Identifier: Apache-2.0
#pragma once
// How the thresholds of an identity model are written: a mapping of figures per level.

#include <array>
#include <optional>
#include <string_view>

#include "base/diagnostic.h"
#include "catalog/identity_model.h"
#include "catalog/real_number.h"
#include "yaml/bind.h"

namespace reshoot {

/// Cosines, differences of cosines, and shares of samples.
struct LikenessRange {
  static constexpr double low = -1;
  static constexpr double high = 1;
  static constexpr std::string_view wanted = "a cosine or a share, from -1 to 1";
};

/// One level. What a role has no use for must not be there, and the rest must.
struct ThresholdsRow {
  using Number = std::optional<Spanned<Real<LikenessRange>>>;
  Number match, mismatch, pass_median, pass_p10, pass_share, fail_median, fail_coverage, margin;
  Number agree, drift, flicker, across;
  Number voice_pass, voice_warn, voice_fail;
};

struct LevelsRow {
  Spanned<ThresholdsRow> strict, normal, loose;
};

template <>
struct Table<ThresholdsRow> {
  using T = ThresholdsRow;
  static constexpr std::string_view name = "thresholds";
  static constexpr std::string_view noun = "a level's thresholds";
  static constexpr std::array fields{
      field<&T::match>("match", "A sample at or above it is the right one."),
      field<&T::mismatch>("mismatch", "A sample below it is a wrong one."),
      field<&T::pass_median>("pass_median", "Least median of a clip that passes."),
      field<&T::pass_p10>("pass_p10", "Least tenth percentile of a clip that passes."),
      field<&T::pass_share>("pass_share", "Least share of samples that match, to pass."),
      field<&T::fail_median>("fail_median", "A clip with a median below it fails."),
      field<&T::fail_coverage>("fail_coverage", "A clip that shows less than this share fails."),
      field<&T::margin>("margin", "Least distance to the most similar other character."),
      field<&T::agree>("agree", "References of one character are at least so alike."),
      field<&T::drift>("drift", "A loss from begin to end above it warns."),
      field<&T::flicker>("flicker", "Neighbours within a track below it warn."),
      field<&T::across>("across", "Two clips of one character below it: an outlier."),
      field<&T::voice_pass>("voice_pass", "A line at or above it passes."),
      field<&T::voice_warn>("voice_warn", "A line below it warns."),
      field<&T::voice_fail>("voice_fail", "A line below it fails."),
  };
};

template <>
struct Table<LevelsRow> {
  using T = LevelsRow;
  static constexpr std::string_view name = "levels";
  static constexpr std::string_view noun = "'thresholds'";
  static constexpr std::array fields{
      field<&T::strict>("strict", "For `level: strict`.", {.required = true}),
      field<&T::normal>("normal", "For `level: normal`.", {.required = true}),
      field<&T::loose>("loose", "For `level: loose`.", {.required = true}),
  };
};

/// Takes over the three levels into `model`, whose role is known. False: mistakes, which were
/// reported.
bool read_levels(const LevelsRow& row, IdentityModel& model, Diagnostics& diags);

}  // namespace reshoot
