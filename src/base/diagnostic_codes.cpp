// SPDX-License-Identifier: Apache-2.0
// The list of codes with their severities and titles.

#include "base/diagnostic_codes.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/check.h"

namespace reshoot {

namespace {

using enum Severity;

constexpr std::array codes{
    CodeInfo{Code::yaml_syntax, error, "not well-formed YAML"},
    CodeInfo{Code::yaml_not_utf8, error, "not UTF-8 text"},
    CodeInfo{Code::yaml_too_large, error, "file too large"},
    CodeInfo{Code::yaml_too_deep, error, "nested too deeply"},
    CodeInfo{Code::yaml_alias_growth, error, "aliases expand too far"},
    CodeInfo{Code::yaml_second_document, error, "more than one YAML document"},
    CodeInfo{Code::yaml_duplicate_key, error, "duplicate key"},
    CodeInfo{Code::yaml_tag, error, "YAML tag or merge key"},
    CodeInfo{Code::unknown_key, error, "unknown key"},
    CodeInfo{Code::missing_key, error, "missing key"},
    CodeInfo{Code::wrong_type, error, "wrong type"},
    CodeInfo{Code::bad_value, error, "bad value or unit"},
    CodeInfo{Code::conflicting_keys, error, "keys that exclude each other"},
    CodeInfo{Code::bad_name, error, "bad name"},
    CodeInfo{Code::unsupported_version, error, "unsupported language version"},
    CodeInfo{Code::bad_interpolation, error, "bad interpolation"},
    CodeInfo{Code::unknown_character, error, "unknown character"},
    CodeInfo{Code::unknown_scene, error, "unknown scene"},
    CodeInfo{Code::not_in_cast, error, "not in the cast"},
    CodeInfo{Code::scene_in_no_video, warning, "scene in no video"},
    CodeInfo{Code::unknown_reference, error, "unknown reference"},
    CodeInfo{Code::duplicate_campaign, error, "campaign name used twice"},
    CodeInfo{Code::unused_character, warning, "character in no scene"},
    CodeInfo{Code::empty_video, error, "video of no scenes"},
    CodeInfo{Code::missing_file, error, "missing file"},
    CodeInfo{Code::outside_workspace, error, "file outside the workspace"},
    CodeInfo{Code::wrong_media, error, "wrong kind of media"},
    CodeInfo{Code::unreadable_file, error, "unreadable file"},
    CodeInfo{Code::unknown_model, error, "unknown model"},
    CodeInfo{Code::too_many_references, error, "too many references"},
    CodeInfo{Code::length_out_of_range, error, "length out of the model's range"},
    CodeInfo{Code::model_cannot, error, "not possible with the model"},
    CodeInfo{Code::no_binding, error, "model binds no references"},
    CodeInfo{Code::prompt_too_long, error, "prompt too long"},
    CodeInfo{Code::voice_not_taken, error, "voice sample not possible with the model"},
    CodeInfo{Code::file_beyond_limit, error, "file beyond the model's limits"},
    CodeInfo{Code::bad_catalog, error, "bad catalog row"},
    CodeInfo{Code::not_a_lock, error, "not a lock"},
    CodeInfo{Code::lock_version, error, "lock of another version"},
    CodeInfo{Code::lock_cut_off, error, "lock cut off"},
    CodeInfo{Code::lock_edited, error, "lock not as written"},
    CodeInfo{Code::lock_line_endings, error, "lock with other line endings"},
    CodeInfo{Code::lock_order, error, "lock out of order"},
    CodeInfo{Code::lock_bad_marks, error, "broken conflict marks in a lock"},
    CodeInfo{Code::lock_disputed, error, "two answers in a lock"},
    CodeInfo{Code::lock_too_large, error, "lock too large"},
    CodeInfo{Code::lock_marks_settled, warning, "conflict marks that settle themselves"},
    CodeInfo{Code::unfit_reference, error, "reference unfit to recognise by"},
    CodeInfo{Code::weak_reference, warning, "weak reference"},
};
static_assert(std::ranges::is_sorted(codes, {}, &CodeInfo::code));

}  // namespace

std::span<const CodeInfo> all_codes() {
  return codes;
}

const CodeInfo& info(Code code) {
  const auto* const found = std::ranges::lower_bound(codes, code, {}, &CodeInfo::code);
  CHECK(found != codes.end() && found->code == code);
  return *found;
}

std::string text_of(Code code) {
  return fmt::format("C{:04}", static_cast<unsigned>(code));
}

}  // namespace reshoot
