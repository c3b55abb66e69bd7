// SPDX-License-Identifier: Apache-2.0
#pragma once
// Small pictures of a character beside its reference, as a report shows them. They are biometric
// data: whoever writes them to a file says so there.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/media_type.h"

namespace reshoot {

class Markup;

/// A face, or a crop of a mascot or product.
struct FaceCrop {
  enum class Label : std::uint8_t { reference, best, median, worst };
  Label label = Label::reference;
  std::uint32_t character = 0;  ///< index into the campaign's characters
  std::int64_t time_ms = 0;     ///< in the clip; of no meaning for references
  float similarity = 0;         ///< to the reference; of no meaning for references
  MediaType type = MediaType::jpeg;
  std::string bytes;  ///< of a whole JPEG or PNG file
};
std::string_view name_of(FaceCrop::Label label);

/// The crops of one character in the order of their labels; others are passed over, and so are
/// types that are neither JPEG nor PNG. Nothing where there are none.
void put_contact_sheet(Markup& page, const std::vector<FaceCrop>& crops, std::uint32_t character,
                       std::string_view name);

}  // namespace reshoot
