// SPDX-License-Identifier: Apache-2.0
#include "media/exif.h"

#include <doctest/doctest.h>

#include "media_files.h"

namespace reshoot {

using namespace std::string_literals;

TEST_CASE("exif_orientation: both byte orders, with and without the Exif mark") {
  const std::string big = "MM"s + test::big16(42) + test::big32(8) + test::big16(1) +
                          test::big16(0x0112) + test::big16(3) + test::big32(1) + test::big16(6) +
                          test::big16(0);
  CHECK(exif_orientation(test::tiff_orientation(3)) == 3);
  CHECK(exif_orientation("Exif\0\0"s + test::tiff_orientation(8)) == 8);
  CHECK(exif_orientation(big) == 6);
}

TEST_CASE("exif_orientation: what makes no sense is upright") {
  for (const std::string& block :
       {""s, "Exif\0\0"s, "garbage garbage"s, test::tiff_orientation(0), test::tiff_orientation(9),
        "II"s + test::little16(42) + test::little32(0xffffffff),
        "MM"s + test::big16(42) + test::big32(1000),
        "II"s + test::little16(42) + test::little32(8) + test::little16(0xffff)}) {
    CHECK(exif_orientation(block) == 1);
  }
  const std::string whole = test::tiff_orientation(6);
  for (std::size_t size = 0; size < whole.size() - 4; ++size) {
    CAPTURE(size);
    CHECK(exif_orientation(std::string_view(whole).substr(0, size)) == 1);
  }
}

}  // namespace reshoot
