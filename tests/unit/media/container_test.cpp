// SPDX-License-Identifier: Apache-2.0
#include "media/container.h"

#include <doctest/doctest.h>

#include "media_files.h"

namespace reshoot {
namespace {

using namespace std::string_literals;
using test::box;

bool is_whole(const std::string& bytes, MediaType type) {
  const TempDirectory folder = test::new_folder();
  return check_whole(test::write(folder, "file", bytes), type).has_value();
}

std::string wave(const std::string& chunks) {
  return "RIFF"s + test::little32(static_cast<std::uint32_t>(chunks.size() + 4)) + "WAVE" + chunks;
}

}  // namespace

TEST_CASE("check_whole: boxes of an MP4 must fit and hold an index") {
  const std::string head = box("ftyp", "isom\0\0\2\0"s);
  const std::string large = "\0\0\0\1mdat"s + test::big32(0) + test::big32(20) + "data";
  CHECK(is_whole(head + box("moov", "x") + box("mdat", "data"), MediaType::mp4));
  CHECK(is_whole(head + large + box("moov", ""), MediaType::mov));
  CHECK(is_whole(head + box("moov", "") + "\0\0\0\0mdatto the end"s, MediaType::mp4));
  CHECK(is_whole(head + box("moov", "") + "pad", MediaType::mp4));
  CHECK_FALSE(is_whole(head + box("mdat", "data"), MediaType::mp4));
  CHECK_FALSE(
      is_whole((head + box("moov", "x") + box("mdat", "data")).substr(0, 35), MediaType::mp4));
  CHECK_FALSE(is_whole(head + "\0\0\0\3moov"s, MediaType::mp4));
  CHECK_FALSE(is_whole(head + "\0\0\0\1moov"s + test::big32(0) + test::big32(3), MediaType::mp4));
  CHECK_FALSE(
      is_whole(head + "\0\0\0\1moov"s + test::big32(0xffffffff) + test::big32(0), MediaType::mp4));
  CHECK_FALSE(is_whole("", MediaType::mp4));
}

TEST_CASE("check_whole: a WAV must hold its samples") {
  const std::string format = test::riff_chunk("fmt ", std::string(16, '\1'));
  CHECK(is_whole(wave(format + test::riff_chunk("data", "abcd")), MediaType::wav));
  CHECK(is_whole(wave(format + "data\xff\xff\xff\xff"
                               "abcd"),
                 MediaType::wav));
  CHECK_FALSE(is_whole(wave(format), MediaType::wav));
  CHECK_FALSE(
      is_whole(wave(format + test::riff_chunk("data", "abcd")).substr(0, 46), MediaType::wav));
  CHECK_FALSE(check_whole("/nowhere/at/all.wav", MediaType::wav));
}

}  // namespace reshoot
