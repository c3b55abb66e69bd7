// SPDX-License-Identifier: Apache-2.0
#include "report/contact_sheet.h"

#include <doctest/doctest.h>

#include "report/html_markup.h"

namespace reshoot {
namespace {

std::string sheet_of(const std::vector<FaceCrop>& crops, std::uint32_t character) {
  Markup page;
  put_contact_sheet(page, crops, character, "maya");
  return page.finish();
}

}  // namespace

TEST_CASE("contact sheet: reference, best, median, worst of one character, whatever their order") {
  const std::vector<FaceCrop> crops{
      {FaceCrop::Label::worst, 1, 2500, 0.21F, MediaType::jpeg, "w"},
      {FaceCrop::Label::best, 1, 500, 0.81F, MediaType::png, "b"},
      {FaceCrop::Label::best, 0, 500, 0.99F, MediaType::png, "other"},
      {FaceCrop::Label::reference, 1, 0, 0, MediaType::jpeg, "r"},
      {FaceCrop::Label::median, 1, 0, 0.5F, MediaType::mp4, "not a picture"},
  };
  const std::string sheet = sheet_of(crops, 1);
  const std::size_t reference = sheet.find("data:image/jpeg;base64,cg==");
  const std::size_t best = sheet.find("data:image/png;base64,Yg==");
  const std::size_t worst = sheet.find("data:image/jpeg;base64,dw==");
  REQUIRE(worst != std::string::npos);
  CHECK(reference < best);
  CHECK(best < worst);
  CHECK(sheet.find("0.81 at 0.5 s") != std::string::npos);
  CHECK(sheet.find("0.99") == std::string::npos);
  CHECK(sheet.find("median") == std::string::npos);
}

TEST_CASE("contact sheet: nothing where there are no crops") {
  CHECK(sheet_of({}, 0).empty());
}

}  // namespace reshoot
