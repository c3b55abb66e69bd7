// SPDX-License-Identifier: Apache-2.0
#include "base/media_type.h"

#include <doctest/doctest.h>

#include <string>

namespace reshoot {
namespace {

using namespace std::string_literals;

std::string webp(const std::string& chunks) {
  return "RIFF\x40\0\0\0WEBP"s + chunks + std::string(32, 'x');
}

const std::string vp8x_with_icc = "VP8X\x0a\0\0\0\x20\0\0\0\0\0\0\0\0\0ICCP\x03\0\0\0abc\0"s;

// MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes a frame.
std::string mp3_frame() {
  return "\xff\xfb\x90\0"s + std::string(413, '\0');
}

struct Row {
  std::string head;
  MediaType type;
};

}  // namespace

TEST_CASE("sniff: what a file is by its first bytes") {
  const Row rows[] = {
      {"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"s, MediaType::png},
      {"\xff\xd8\xff\xe0\0\x10JFIF\0\x01"s, MediaType::jpeg},
      {webp("VP8 \x04\0\0\0"s), MediaType::webp_lossy},
      {webp("VP8L\x04\0\0\0"s), MediaType::webp_lossless},
      {webp(vp8x_with_icc + "VP8L\x04\0\0\0"s), MediaType::webp_lossless},
      {webp(vp8x_with_icc + "ALPH\x04\0\0\0"s), MediaType::webp_lossy},
      {webp("VP8X\x0a\0\0\0\x02\0\0\0\0\0\0\0\0\0"s), MediaType::unknown},  // animated
      {"RIFF\x24\0\0\0WAVEfmt "s, MediaType::wav},
      {"RF64\xff\xff\xff\xffWAVEds64"s, MediaType::wav},
      {"RIFF\x24\0\0\0AVI LIST"s, MediaType::unknown},
      {"fLaC\0\0\0\x22\x10\0\x10\0"s, MediaType::flac},
      {"ID3\x04\0\0\0\0\x01\0\0\0"s, MediaType::mp3},
      {"ID3\x04\0\0\x80\0\x01\0\0\0"s, MediaType::unknown},
      {mp3_frame() + mp3_frame(), MediaType::mp3},
      {mp3_frame() + std::string(64, 'x'), MediaType::unknown},
      {"\0\0\0\x20"
       "ftypisom\0\0\2\0"s,
       MediaType::mp4},
      {"\0\0\0\x20"
       "ftypM4A \0\0\2\0"s,
       MediaType::mp4},
      {"\0\0\0\x14"
       "ftypqt  \0\0\2\0"s,
       MediaType::mov},
      {"\0\0\0\x08"
       "wide\0\0\1\0mdat"s,
       MediaType::mov},
      {"\0\0\0\x20"
       "ftypavif\0\0\0\0"s,
       MediaType::unknown},
      {"#EXTM3U\nhttp://x"s, MediaType::unknown},
      {"ffconcat version 1.0\nfile x"s, MediaType::unknown},
      {"wide and moov and mdat"s, MediaType::unknown},
      {""s, MediaType::unknown},
      {"\x89PNG"s, MediaType::unknown},
  };
  for (const Row& row : rows) {
    CAPTURE(row.head);
    CHECK(name_of(sniff(row.head)) == name_of(row.type));
    CHECK(sniff(row.head) == row.type);
  }
}

TEST_CASE("sniff: every cut of every head is answered without a crash") {
  const std::string long_chunk = webp("VP8X\xff\xff\xff\xff"s);
  for (const std::string& head : {long_chunk, mp3_frame() + mp3_frame(), webp(vp8x_with_icc)}) {
    for (std::size_t size = 0; size <= head.size(); ++size) {
      sniff(std::string_view(head).substr(0, size));
    }
  }
  CHECK(sniff(long_chunk) == MediaType::webp_lossy);  // the head does not reach its picture
}

TEST_CASE("is_image, is_video, is_audio: an MP4 may be either of the last two") {
  CHECK(is_image(MediaType::webp_lossless));
  CHECK_FALSE(is_image(MediaType::mp4));
  CHECK(is_video(MediaType::mov));
  CHECK_FALSE(is_video(MediaType::mp3));
  CHECK(is_audio(MediaType::mp4));
  CHECK(is_audio(MediaType::flac));
  CHECK_FALSE(is_audio(MediaType::png));
  CHECK(name_of(MediaType::webp_lossy) == "WebP");
}

TEST_CASE("unsupported_format: well-known formats are named") {
  struct Named {
    std::string head;
    const char* name;
  };
  const Named rows[] = {
      {"GIF89a", "GIF"},
      {"BM\0\0", "BMP"},
      {"II*\0\x08"s, "TIFF"},
      {"\x1a\x45\xdf\xa3 webm", "WebM or Matroska"},
      {"\0\0\0\x20"s + "ftypheic", "HEIC"},
      {"\0\0\0\x20"s + "ftypavif", "AVIF"},
      {"RIFF\x40\0\0\0AVI "s, "AVI"},
      {webp("VP8X\x0a\0\0\0\x02\0\0\0\0\0\0\0\0\0"s), "an animated WebP"},
      {"words", ""},
      {"", ""},
  };
  for (const Named& row : rows) {
    CAPTURE(row.head);
    CHECK(unsupported_format(row.head) == row.name);
    CHECK(sniff(row.head) == MediaType::unknown);
  }
}

}  // namespace reshoot
