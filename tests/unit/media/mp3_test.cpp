// SPDX-License-Identifier: Apache-2.0
#include "media/mp3.h"

#include <doctest/doctest.h>

#include "media_files.h"

namespace reshoot {
namespace {

using namespace std::string_literals;

// MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes a frame.
std::string frames(char fill) {
  const std::string frame = "\xff\xfb\x90\0"s + std::string(413, fill);
  return frame + frame + frame;
}

std::string id3v2(std::size_t size, char flags = 0) {
  return "ID3\4\0"s + flags + "\0\0"s + static_cast<char>(size >> 7U) +
         static_cast<char>(size & 0x7fU) + std::string(size, 'i');
}
const std::string id3v1 = "TAG"s + std::string(125, 't');

std::string ape(const std::string& items) {
  const std::string rest = test::little32(2000) +
                           test::little32(static_cast<std::uint32_t>(items.size() + 32)) +
                           test::little32(1);
  const std::string zero(8, '\0');
  return "APETAGEX" + rest + test::little32(0xa0000000) + zero + items + "APETAGEX" + rest +
         test::little32(0x80000000) + zero;
}

}  // namespace

TEST_CASE("mp3_payload: the frames without the tags around them") {
  const std::string sound = frames('a');
  const std::string lyrics =
      "LYRICSBEGINsong000011LYRICS200";  // 15 bytes before the digits: too few
  const std::string tagged[] = {
      sound,
      id3v2(300) + sound,
      id3v2(300) + id3v2(200) + sound,
      id3v2(300) + std::string(64, '\0') + sound,
      sound + id3v1,
      sound + ape("item"),
      sound + ape("item") + id3v1,
      sound +
          "LYRICSBEGIN"
          "song"
          "000015"
          "LYRICS200" +
          id3v1,
      id3v2(20, 0x10) + std::string(10, 'f') + sound,
  };
  for (const std::string& bytes : tagged) {
    CHECK(mp3_payload(bytes) == sound);
  }
  CHECK(mp3_payload(sound + lyrics) != sound);
}

TEST_CASE("describe_mp3: other frames, another text") {
  const auto a = describe_mp3(id3v2(30) + frames('a'), "a.mp3");
  REQUIRE(a);
  CHECK(a->starts_with("reshoot-mp3-1\npayload "));
  CHECK(*a == *describe_mp3(frames('a'), "a.mp3"));
  CHECK(*a != *describe_mp3(frames('b'), "a.mp3"));
}

TEST_CASE("describe_mp3: tags without sound are refused, whatever sizes they claim") {
  for (const std::string& bytes :
       {""s, id3v2(30), id3v2(300).substr(0, 200), id3v1, ape("x"),
        "ID3\4\0\0\x7f\x7f\x7f\x7f"s + frames('a'), id3v2(3) + "not a frame at all"s}) {
    const auto described = describe_mp3(bytes, "a.mp3");
    REQUIRE_FALSE(described);
    CHECK(described.error().message ==
          "'a.mp3' is not a whole MP3 file: there is no sound behind its tags");
  }
}

}  // namespace reshoot
