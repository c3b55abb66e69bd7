// SPDX-License-Identifier: Apache-2.0
#pragma once
// Every diagnostic code, in one place. A code is never reused for another meaning.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace reshoot {

enum class Severity { error, warning };

/// C01xx: the text as YAML. C02xx: keys and values by themselves. C03xx: names that must agree.
/// C04xx: files that the campaign names. C05xx: what the chosen model can do. C06xx: the catalog.
/// C07xx: the lock.
enum class Code : std::uint16_t {
  yaml_syntax = 101,
  yaml_not_utf8 = 102,
  yaml_too_large = 103,
  yaml_too_deep = 104,
  yaml_alias_growth = 105,
  yaml_second_document = 106,
  yaml_duplicate_key = 107,
  yaml_tag = 108,  ///< tags and merge keys are not part of the language

  unknown_key = 201,
  missing_key = 202,
  wrong_type = 203,
  bad_value = 204,  ///< right type, but not a legal value or unit
  conflicting_keys = 205,
  bad_name = 206,
  unsupported_version = 207,
  bad_interpolation = 208,  ///< `${` that is not closed or holds no name

  unknown_character = 301,
  unknown_scene = 302,
  not_in_cast = 303,
  scene_in_no_video = 304,  ///< warning
  unknown_reference = 305,
  duplicate_campaign = 306,
  unused_character = 307,  ///< warning
  empty_video = 308,

  missing_file = 401,
  outside_workspace = 402,
  wrong_media = 403,  ///< not an image, not a sound, not a video
  unreadable_file = 404,

  unknown_model = 501,
  too_many_references = 502,
  length_out_of_range = 503,
  model_cannot = 504,  ///< a field that this model does not take
  no_binding = 505,    ///< a cast on a model that binds no references
  prompt_too_long = 506,
  voice_not_taken = 507,    ///< who speaks has a voice sample, and the model takes none
  file_beyond_limit = 508,  ///< a reference, frame or voice sample that the model does not take

  bad_catalog = 601,

  not_a_lock = 701,
  lock_version = 702,
  lock_cut_off = 703,
  lock_edited = 704,  ///< not as reshoot writes it, by hand or by damage
  lock_line_endings = 705,
  lock_order = 706,  ///< a clip twice, or not in order
  lock_bad_marks = 707,
  lock_disputed = 708,  ///< a merge left two answers
  lock_too_large = 709,
  lock_marks_settled = 710,  ///< marks of a merge around what needs no choice

  unfit_reference = 801,  ///< nobody can be recognised by it
  weak_reference = 802,   ///< recognising by it is less sure
};

struct CodeInfo {
  Code code;
  Severity severity;
  std::string_view title;  ///< a short name for SARIF rules and the list in the docs
};

/// All codes in ascending order.
std::span<const CodeInfo> all_codes();
const CodeInfo& info(Code code);
/// `C0201`: how a code is written.
std::string text_of(Code code);

}  // namespace reshoot
