// SPDX-License-Identifier: Apache-2.0
#include "campaign/media_figures.h"

#include <doctest/doctest.h>

#include <random>

#include "media_bytes.h"

namespace reshoot {
namespace {

using namespace std::string_literals;
using test::big;
using test::box;
using test::little;

MediaFigures figures(MediaType type, const std::string& file) {
  return figures_of(type, file.size(), [&](std::uint64_t at, std::size_t count) {
    return at < file.size() ? file.substr(at, count) : std::string();
  });
}

std::string segment(char marker, const std::string& body) {
  return "\xff"s + marker + big(body.size() + 2, 2) + body;
}

std::string webp(const std::string& chunks) {
  return "RIFF" + little(chunks.size() + 4, 4) + "WEBP" + chunks;
}

std::string chunk(const std::string& name, const std::string& body) {
  return name + little(body.size(), 4) + body + (body.size() % 2 == 1 ? "\0"s : "");
}

/// MPEG 1, layer III, 128 kbit/s, 44.1 kHz, stereo.
std::string mp3_frame(const std::string& behind_side_info) {
  std::string frame = "\xff\xfb\x90\x00"s + std::string(32, '\0') + behind_side_info;
  frame.resize(417);
  return frame;
}

TEST_CASE("figures_of: pixels of pictures") {
  const std::string exif = segment('\xe1', std::string(60'000, 'x'));
  const std::string frame = segment('\xc2', "\x08"s + big(600, 2) + big(800, 2) + "\3"s);
  const std::string lossless = "\x2f"s + little((800U - 1) | (600U - 1) << 14U, 4);
  const std::string lossy = "tag\x9d\x01\x2a"s + little(800, 2) + little(600, 2);
  struct Row {
    const char* name;
    MediaType type;
    std::string file;
    bool found = true;  ///< 800x600
  };
  const Row rows[] = {
      {"png", MediaType::png, test::png(800, 600)},
      {"png, cut off", MediaType::png, test::png(800, 600).substr(0, 20), false},
      {"jpeg", MediaType::jpeg, "\xff\xd8"s + frame},
      {"jpeg behind a preview", MediaType::jpeg, "\xff\xd8"s + exif + exif + frame},
      {"jpeg with fill bytes", MediaType::jpeg, "\xff\xd8\xff\xff"s + frame},
      {"jpeg of tables only", MediaType::jpeg, "\xff\xd8"s + segment('\xc4', "tables and more"),
       false},
      {"jpeg, cut off", MediaType::jpeg, "\xff\xd8"s + exif.substr(0, 100), false},
      {"webp, extended", MediaType::webp_lossy,
       webp(chunk("VP8X", little(0, 4) + little(799, 3) + little(599, 3)))},
      {"webp, lossless", MediaType::webp_lossless, webp(chunk("VP8L", lossless))},
      {"webp, lossy", MediaType::webp_lossy, webp(chunk("ICCP", "odd") + chunk("VP8 ", lossy))},
      {"webp without a picture", MediaType::webp_lossy, webp(chunk("ICCP", "odd")), false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const MediaFigures found = figures(row.type, row.file);
    CHECK(found.bytes == row.file.size());
    CHECK(found.width == (row.found ? 800 : 0));
    CHECK(found.height == (row.found ? 600 : 0));
    CHECK(!found.length);
  }
}

TEST_CASE("figures_of: length and pixels of clips") {
  const std::string long_mvhd =
      box("mvhd", "\1"s + big(0, 3) + big(0, 16) + big(90'000, 4) + big(450'000, 8));
  const std::string big_mdat = big(1, 4) + "mdat" + big(16 + 4, 8) + "data";
  struct Row {
    const char* name;
    std::string file;
    std::optional<std::int64_t> millis;
    std::uint32_t width;
  };
  const Row rows[] = {
      {"index at the end", test::mp4(31'500, 1280, 720), 31'500, 1280},
      {"times in 64 bits", box("moov", long_mvhd), 5000, 0},
      {"a long box before", big_mdat + box("moov", test::mvhd(3, 10)), 3333, 0},
      {"fragments", box("moov", test::mvhd(1000, 0)), {}, 0},
      {"not known", box("moov", test::mvhd(1000, 0xffffffff)), {}, 0},
      {"no time scale", box("moov", test::mvhd(0, 1000)), {}, 0},
      {"sound only", box("moov", test::mvhd(1000, 2000) + box("trak", test::tkhd(0, 0))), 2000, 0},
      {"a box that leaves its parent", box("moov", big(999, 4) + "mvhd" + big(0, 100)), {}, 0},
      {"no index", box("mdat", "frames"), {}, 0},
      {"nothing", "", {}, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const MediaFigures found = figures(MediaType::mp4, row.file);
    CHECK(found.length.has_value() == row.millis.has_value());
    CHECK(found.length.value_or(Length{}).millis == row.millis.value_or(0));
    CHECK(found.width == row.width);
  }
}

TEST_CASE("figures_of: length of sounds") {
  std::string unsaid = test::wav(6);
  unsaid.replace(unsaid.size() - 6 - 4, 4, "\xff\xff\xff\xff");
  const std::string tag = "ID3\4\0\0"s + big(0x0102, 4) + std::string(130, 'x');
  const std::string counted = mp3_frame("Xing" + big(1, 4) + big(383, 4));
  std::string steady;
  for (int i = 0; i < 100; ++i) {
    steady += mp3_frame("");
  }
  struct Row {
    const char* name;
    MediaType type;
    std::string file;
    std::optional<std::int64_t> millis;
  };
  const Row rows[] = {
      {"wav", MediaType::wav, test::wav(6), 6000},
      {"wav to a pipe", MediaType::wav, unsaid, 6000},
      {"wav without samples", MediaType::wav, test::wav(0), {}},
      {"wav, cut off", MediaType::wav, test::wav(6).substr(0, 30), {}},
      {"mp3 that counts its frames", MediaType::mp3, counted, 10'005},
      {"mp3 behind a tag", MediaType::mp3, tag + counted, 10'005},
      {"mp3 of one bit rate", MediaType::mp3, steady, 2606},
      {"mp3 without a frame", MediaType::mp3, "ID3\4\0\0\0\0\0\0"s, {}},
      {"flac", MediaType::flac, "fLaC and more", {}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const MediaFigures found = figures(row.type, row.file);
    CHECK(found.length.has_value() == row.millis.has_value());
    CHECK(found.length.value_or(Length{}).millis == row.millis.value_or(0));
  }
}

TEST_CASE("figures_of: any bytes are answered") {
  constexpr MediaType types[] = {MediaType::png,           MediaType::jpeg, MediaType::webp_lossy,
                                 MediaType::webp_lossless, MediaType::mp4,  MediaType::mov,
                                 MediaType::wav,           MediaType::mp3};
  const std::string seeds[] = {test::png(8, 8), test::mp4(4000, 8, 8), test::wav(3),
                               mp3_frame("Info" + big(1, 4) + big(9, 4)),
                               "\xff\xd8"s + segment('\xe1', "x")};
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string file = seeds[random() % std::size(seeds)];
    for (int i = 0; i < 4; ++i) {
      file[random() % file.size()] = static_cast<char>(random());
    }
    file.resize(random() % (file.size() + 1));
    for (const MediaType type : types) {
      CHECK(figures(type, file).bytes == file.size());
    }
  }
}

TEST_CASE("measure: a file that cannot be read has no figures") {
  CHECK(!measure("/nowhere/at/all.png", MediaType::png));
}

}  // namespace
}  // namespace reshoot
