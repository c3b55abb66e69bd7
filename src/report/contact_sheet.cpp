// SPDX-License-Identifier: Apache-2.0
#include "report/contact_sheet.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/html_markup.h"
#include "report/identity_facts.h"

namespace reshoot {
namespace {

std::string caption_of(const FaceCrop& crop) {
  if (crop.label == FaceCrop::Label::reference) {
    return {};
  }
  return fmt::format("{} at {:.1f} s", similarity_text(crop.similarity),
                     static_cast<double>(crop.time_ms) / 1000);
}

void put_crop(Markup& page, const FaceCrop& crop, std::string_view name) {
  const std::string caption = caption_of(crop);
  const std::string alt =
      fmt::format("{}, {}{}{}", name, name_of(crop.label), caption.empty() ? "" : ": ", caption);
  page.open("figure");
  page.single(
      "img",
      {{"src", data_uri(crop.type == MediaType::png ? "image/png" : "image/jpeg", crop.bytes)},
       {"alt", alt},
       {"width", "112"},
       {"height", "112"},
       {"loading", "lazy"}});
  page.open("figcaption").leaf("b", name_of(crop.label));
  page.text(caption).close();
  page.close();
}

}  // namespace

std::string_view name_of(FaceCrop::Label label) {
  switch (label) {
    case FaceCrop::Label::reference:
      return "reference";
    case FaceCrop::Label::best:
      return "best";
    case FaceCrop::Label::median:
      return "median";
    case FaceCrop::Label::worst:
      return "worst";
  }
  return "";
}

void put_contact_sheet(Markup& page, const std::vector<FaceCrop>& crops, std::uint32_t character,
                       std::string_view name) {
  std::vector<const FaceCrop*> own;
  for (const FaceCrop& crop : crops) {
    const bool shown = crop.type == MediaType::jpeg || crop.type == MediaType::png;
    if (crop.character == character && shown) {
      own.push_back(&crop);
    }
  }
  if (own.empty()) {
    return;
  }
  std::stable_sort(own.begin(), own.end(),
                   [](const FaceCrop* a, const FaceCrop* b) { return a->label < b->label; });
  page.open("div", {{"class", "sheet"}});
  for (const FaceCrop* crop : own) {
    put_crop(page, *crop, name);
  }
  page.close();
}

}  // namespace reshoot
