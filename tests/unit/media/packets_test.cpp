// SPDX-License-Identifier: Apache-2.0
#include "media/packets.h"

#include <doctest/doctest.h>

namespace reshoot {
namespace {

using namespace std::string_literals;

std::string packet(int stream, const std::string& pts, const std::string& hash) {
  return "[PACKET]\nstream_index=" + std::to_string(stream) + "\npts=" + pts +
         "\nduration=1\nsize=10\n[SIDE_DATA]\n[/SIDE_DATA]\ndata_hash=SHA256:" + hash +
         "\n[/PACKET]\n";
}
std::string stream(int index, const std::string& kind, const std::string& more = "") {
  return "[STREAM]\nindex=" + std::to_string(index) + "\ncodec_name=c\ncodec_type=" + kind +
         "\ntime_base=1/10\n" + more + "[/STREAM]\n";
}

std::string describe(const std::string& text, std::size_t block = 7) {
  PacketText packets;
  for (std::size_t at = 0; at < text.size(); at += block) {
    packets.take(std::string_view(text).substr(at, block));
  }
  const auto described = packets.describe("a.mp4", MediaType::mp4);
  return described ? *described : "error";
}

const std::string two = packet(0, "0", "aa") + packet(1, "0", "bb") + packet(0, "1", "cc") +
                        stream(0, "video", "width=64\nheight=48\n") +
                        stream(1, "audio", "channels=2\n");

}  // namespace

TEST_CASE("PacketText: streams by themselves, however their packets are interleaved and cut") {
  const std::string text = describe(two);
  CHECK(text.starts_with(
      "reshoot-packets-1\npicture c 64x48 aspect 1:1 rotation 0 base 1/10 extradata - packets 2 "));
  CHECK(text.find("\nsound c - Hz 2 channels base 1/10 extradata - packets 1 ") !=
        std::string::npos);
  CHECK(describe(two, 1) == text);
  CHECK(describe(two, 100'000) == text);
  const std::string other_order =
      packet(1, "0", "bb") + packet(0, "0", "aa") + packet(0, "1", "cc") +
      stream(0, "video", "width=64\nheight=48\n") + stream(1, "audio", "channels=2\n");
  CHECK(describe(other_order) == text);
}

TEST_CASE("PacketText: bytes, times, rotation and codec parameters count") {
  const auto one = [](const std::string& more, const std::string& pts = "0",
                      const std::string& hash = "aa") {
    return describe(packet(0, pts, hash) + stream(0, "video", more));
  };
  const std::string plain = one("");
  CHECK(one("", "0", "ab") != plain);
  CHECK(one("", "1") != plain);
  CHECK(one("extradata_hash=SHA256:00\n") != plain);
  CHECK(one("[SIDE_DATA]\nrotation=90\n[/SIDE_DATA]\n") != plain);
  CHECK(one("sample_aspect_ratio=4:3\n") != plain);
  CHECK(one("sample_aspect_ratio=N/A\n") == plain);
  CHECK(one("sample_aspect_ratio=1:1\n") == plain);
  CHECK(describe(packet(0, "0", "aa") + packet(0, "1", "aa") + stream(0, "video")) != plain);
}

TEST_CASE("PacketText: covers, time codes and subtitles do not count") {
  const std::string base = packet(0, "0", "aa") + stream(0, "audio");
  CHECK(describe(packet(1, "0", "dd") + base +
                 stream(1, "video", "DISPOSITION:attached_pic=1\n")) == describe(base));
  CHECK(describe(packet(1, "0", "dd") + base + stream(1, "data") + stream(2, "subtitle")) ==
        describe(base));
}

TEST_CASE("PacketText: foreign text is refused") {
  CHECK(describe("") == "error");
  CHECK(describe("garbage\n") == "error");
  CHECK(describe(stream(0, "data")) == "error");
  CHECK(describe(packet(0, "0", "a b") + stream(0, "video")) == "error");
  CHECK(describe(packet(0, "0", "aa") + stream(0, "video", "width=\x1b[31m\n")) == "error");
  CHECK(describe(std::string(100'000, 'x') + "\n" + two) == "error");
  std::string many;
  for (int i = 0; i < 100; ++i) {
    many += packet(i, "0", "aa");
  }
  CHECK(describe(many + stream(0, "video")) == "error");
  CHECK(describe("[/PACKET]\n[/STREAM]\n=\n[STREAM]\n") == "error");
}

}  // namespace reshoot
