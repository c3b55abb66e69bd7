// SPDX-License-Identifier: Apache-2.0
#include "media/probe.h"

#include <doctest/doctest.h>

#include "media_files.h"

namespace reshoot {
namespace {

using namespace std::string_literals;

Result<MediaFacts> parse(const std::string& streams) {
  return parse_probe("{\"streams\":[" + streams + "]}", "a.mp4", MediaType::mp4);
}

std::string video(const std::string& more = "") {
  return R"({"codec_type":"video","codec_name":"h264","width":64,"height":48)" + more + "}";
}

}  // namespace

TEST_CASE("probe: an MP4 with picture and sound") {
  const TempDirectory folder = test::new_folder();
  const auto path =
      test::make(folder, "a.mp4",
                 "-f lavfi -i testsrc2=s=64x48:r=30000/1001:d=2 -f lavfi -i sine=r=48000:d=2 "
                 "-c:v libx264 -c:a aac -frames:v 37");
  const auto facts = probe(path, MediaType::mp4, test::tools(), Cancel());
  REQUIRE(facts);
  REQUIRE(facts->picture);
  CHECK(facts->picture->codec == "h264");
  CHECK(facts->picture->pixel_format == "yuv420p");
  CHECK(facts->picture->shown == Size{64, 48});
  CHECK(facts->picture->average_rate == Rate{30000, 1001});
  CHECK(facts->picture->frames == 37);
  CHECK(facts->picture->time.length() == Length{1235});
  REQUIRE(facts->sound);
  CHECK(facts->sound->codec == "aac");
  CHECK(facts->sound->sample_rate == 48000);
  CHECK(facts->sound->channels == 1);
  CHECK(probe_headers(path, MediaType::mp4, test::tools(), Cancel())->picture->frames == 0);
}

TEST_CASE("probe: pictures and sounds by themselves") {
  const TempDirectory folder = test::new_folder();
  const auto png = test::make(folder, "a.png", "-f lavfi -i testsrc=s=40x30 -frames:v 1");
  const auto wav = test::make(folder, "a.wav", "-f lavfi -i sine=r=16000:d=0.5");
  const auto picture = probe(png, MediaType::png, test::tools(), Cancel());
  REQUIRE(picture);
  CHECK(picture->picture->shown == Size{40, 30});
  CHECK(picture->picture->frames == 1);
  CHECK_FALSE(picture->sound);
  const auto sound = probe(wav, MediaType::wav, test::tools(), Cancel());
  REQUIRE(sound);
  CHECK_FALSE(sound->picture);
  CHECK(sound->sound->sample_format == "s16");
  CHECK(sound->sound->time.length() == Length{500});
}

TEST_CASE("probe: a missing file and a file of another type are errors that name it") {
  const TempDirectory folder = test::new_folder();
  CHECK(probe("/nowhere/a.png", MediaType::png, test::tools(), Cancel()).error().kind ==
        ErrorKind::environment);
  const auto path = test::write(folder, "a.mp4", "ffconcat version 1.0\nfile /etc/passwd\n");
  const auto hostile = probe(path, MediaType::mp4, test::tools(), Cancel());
  REQUIRE_FALSE(hostile);
  CHECK(hostile.error().kind == ErrorKind::corrupt);
  CHECK(hostile.error().message.find("a.mp4") != std::string::npos);
}

TEST_CASE("parse_probe: rotation turns the shown size, wide pixels widen it") {
  const auto turned = parse(video(R"(,"side_data_list":[{"rotation":-90}])"));
  REQUIRE(turned);
  CHECK(turned->picture->rotation == 90);
  CHECK(turned->picture->shown == Size{48, 64});
  CHECK(turned->picture->coded == Size{64, 48});
  CHECK(parse(video(R"(,"side_data_list":[{"x":1},{"rotation":180}])"))->picture->rotation == 180);
  CHECK(parse(video(R"(,"sample_aspect_ratio":"4:3")"))->picture->shown == Size{85, 48});
  CHECK(parse(video(R"(,"sample_aspect_ratio":"0:1")"))->picture->shown == Size{64, 48});
}

TEST_CASE("parse_probe: covers are no picture; the first stream of a kind counts") {
  const auto cover = parse(video(R"(,"disposition":{"attached_pic":1})") +
                           R"(,{"codec_type":"audio","sample_rate":"44100","channels":2})");
  REQUIRE(cover);
  CHECK_FALSE(cover->picture);
  CHECK(cover->sound->sample_rate == 44100);
  CHECK(parse(video() + "," + video(R"(,"codec_name":"second")"))->picture->codec == "h264");
}

TEST_CASE("parse_probe: fields out of range count as absent") {
  const auto odd = parse(video(
      R"(,"avg_frame_rate":"0/0","r_frame_rate":"-30/1","time_base":"1/0","nb_read_packets":"-5",)"
      R"("duration_ts":99999999999999999999,"side_data_list":[{"rotation":1e99}],"sample_aspect_ratio":[])"));
  REQUIRE(odd);
  CHECK(odd->picture->average_rate == Rate{0, 1});
  CHECK(odd->picture->base_rate == Rate{0, 1});
  CHECK(odd->picture->frames == 0);
  CHECK(odd->picture->time.duration == 0);
  CHECK(odd->picture->rotation == 0);
  const auto long_text = parse(R"({"codec_type":"video","width":1,"height":1,"profile":")" +
                               std::string(5000, 'x') + "\"}");
  CHECK(long_text->picture->profile.size() == 100);
  const auto longest = parse(video(R"(,"time_base":"1000/1","duration_ts":4611686018427)"));
  CHECK(longest->picture->time.length().millis == 4611686018427 * 1'000'000);
}

TEST_CASE("parse_probe: hostile text is an error, never a crash") {
  for (const std::string& json :
       {""s, "{"s, "[]"s, "null"s, "{}"s, R"({"streams":5})"s, R"({"streams":[]})"s,
        R"({"streams":[1,null,[]]})"s, R"({"streams":[{"codec_type":"data"}]})"s,
        R"({"streams":[{"codec_type":"video"}]})"s,
        R"({"streams":[{"codec_type":"video","width":100000,"height":100000}]})"s,
        R"({"streams":[{"codec_type":"audio","sample_rate":"x"}]})"s, "\xff\xfe"s,
        std::string(100'000, '[')}) {
    CHECK_FALSE(parse_probe(json, "a.mp4", MediaType::mp4));
  }
}

}  // namespace reshoot
