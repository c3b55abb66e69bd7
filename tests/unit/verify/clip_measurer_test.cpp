// SPDX-License-Identifier: Apache-2.0
#include "verify/clip_measurer.h"

#include <doctest/doctest.h>
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <thread>
#include <vector>

#include "unit/media/media_files.h"
#include "unit/verify/shared_eyes.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

constexpr MeasureNeeds faces_only{.faces = true};

ClipMeasurer blind_measurer() {
  return ClipMeasurer(test::tools(), {});
}

Measurement measured(const Measurer& measurer, const fs::path& clip,
                     const MeasureNeeds& needs = faces_only) {
  auto result = measurer.measure(clip, MediaType::mp4, needs, Cancel());
  if (!result) {
    FAIL(result.error().message);
  }
  return *std::move(result);
}

std::vector<std::int64_t> cut_frames(const Measurement& clip) {
  std::vector<std::int64_t> out;
  for (std::size_t i = 1; i < clip.shots.size(); ++i) {
    out.push_back(clip.shots[i].from_ms * clip.technical.fps.num / clip.technical.fps.den / 1000);
  }
  return out;
}

float quantile(std::vector<float> values, double share) {
  REQUIRE_FALSE(values.empty());
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(
      std::lround(share * static_cast<double>(values.size() - 1)))];
}

const std::string h264 = " -c:v libx264 -preset ultrafast -pix_fmt yuv420p ";

}  // namespace

TEST_CASE("ClipMeasurer: what needs no model is measured without one") {
  const auto folder = test::new_folder();
  const auto clip = test::make(
      folder, "a.mp4",
      "-f lavfi -i color=black:s=320x180:r=25:d=1 -f lavfi -i testsrc=s=320x180:r=25:d=1 -f lavfi "
      "-i color=white:s=320x180:r=25:d=2 -filter_complex [0][1][2]concat=n=3" +
          h264);
  const Measurement got = measured(blind_measurer(), clip);
  CHECK(got.technical.length == Length{4000});
  CHECK(got.technical.size == Size{320, 180});
  CHECK(got.technical.fps == Rate{25, 1});
  CHECK(got.technical.frames == 100);
  CHECK_FALSE(got.technical.has_sound);
  CHECK(got.technical.black == doctest::Approx(4.0 / 16));
  CHECK(got.technical.frozen == doctest::Approx(10.0 / 16).epsilon(0.08));
  CHECK(got.samples.size() == 16);
  CHECK(got.samples[5].time_ms == 1250);
  CHECK(got.samples[5].shot == 1);
  CHECK(cut_frames(got) == std::vector<std::int64_t>{25, 50});
  CHECK(got.shots.back().to_ms >= 3900);
  CHECK(got.faces.empty());
  CHECK(got.gaps ==
        std::vector<std::string>{"no face model is installed; `reshoot models pull` fetches it"});
  SUBCASE("what was not asked for is no gap") {
    CHECK(measured(blind_measurer(), clip, {}).gaps.empty());
  }
  SUBCASE("every model that is missing is named") {
    const auto gaps = measured(blind_measurer(), clip, {true, true, true}).gaps;
    CHECK(gaps.size() == 4);  // three models and the sound
  }
}

TEST_CASE(
    "ClipMeasurer: a clip of sound only has no picture; few frames and odd sizes are measured") {
  const auto folder = test::new_folder();
  const auto sound = test::make(folder, "sound.mp4", "-f lavfi -i sine=d=1 -c:a aac");
  const Measurement heard = measured(blind_measurer(), sound, {});
  CHECK(heard.gaps == std::vector<std::string>{"the clip has no picture"});
  CHECK(heard.technical.has_sound);
  CHECK(heard.samples.empty());

  const auto one =
      test::make(folder, "one.mp4", "-f lavfi -i testsrc=s=320x180:r=25 -frames:v 1" + h264);
  CHECK(measured(blind_measurer(), one, {}).samples.size() == 1);
  const auto tiny =
      test::make(folder, "tiny.mp4", "-f lavfi -i testsrc=s=2x2:r=25:d=0.5 -c:v mpeg4");
  CHECK(measured(blind_measurer(), tiny, {}).technical.size == Size{2, 2});
  // Larger than any screen: made smaller on the way.
  const auto huge =
      test::make(folder, "huge.mp4", "-f lavfi -i color=red:s=7680x4320:r=10 -frames:v 2" + h264);
  const Measurement seen = measured(blind_measurer(), huge, {});
  CHECK(seen.technical.size == Size{7680, 4320});
  CHECK(seen.samples.size() == 1);
  const auto uneven = test::make(
      folder, "uneven.mp4",
      "-f lavfi -i testsrc=s=160x90:r=30:d=1 -vf setpts=N*N/300/TB -fps_mode vfr" + h264);
  const Measurement varied = measured(blind_measurer(), uneven, {});
  CHECK(varied.samples.size() == doctest::Approx(11).epsilon(0.1));
  CHECK(varied.gaps.empty());
}

TEST_CASE("ClipMeasurer: frames that are said to last for minutes are not filled up") {
  struct Row {
    std::string rate;
    std::string seconds;
    std::string gap;
  };
  const Row rows[] = {
      {"1", "62", ""},
      {"1/2", "40", ""},
      {"1/2", "64", "its 32 frames are said to last 64 s: it was not looked at"},
      {"1/3600", "7200", "its 2 frames are said to last 7200 s: it was not looked at"},
  };
  const auto folder = test::new_folder();
  for (const Row& row : rows) {
    CAPTURE(row.rate);
    CAPTURE(row.seconds);
    const auto clip = test::make(
        folder, "slow.mp4",
        fmt::format("-f lavfi -i testsrc=s=64x64:r={}:d={} {}", row.rate, row.seconds, h264));
    const Measurement got = measured(blind_measurer(), clip, {});
    const bool is_seen = row.gap.empty();
    CHECK(got.samples.empty() != is_seen);
    CHECK(got.gaps == (is_seen ? std::vector<std::string>{} : std::vector<std::string>{row.gap}));
    std::filesystem::remove(clip);
  }
}

TEST_CASE("ClipMeasurer: hostile files give words, and no other file is read") {
  const auto folder = test::new_folder();
  const auto good = test::make(
      folder, "good.mp4", "-f lavfi -i testsrc=s=320x180:r=25:d=4 -movflags +faststart" + h264);
  const std::string bytes = test::read(good);
  struct Row {
    std::string name, bytes;
  };
  const std::vector<Row> rows{
      {"empty.mp4", ""},
      {"concat.mp4", "ffconcat version 1.0\nfile 'good.mp4'\n"},
      {"playlist.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\ngood.mp4\n#EXT-X-ENDLIST\n"},
      {"dash.mp4", "<?xml version=\"1.0\"?><MPD><BaseURL>good.mp4</BaseURL></MPD>"},
      {"noise.mp4", std::string(5000, '\x5A')},
      {"head.mp4", bytes.substr(0, 600)},
      {"no_frames.mp4", bytes.substr(0, bytes.find("mdat") + 4)},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto path = test::write(folder, row.name, row.bytes);
    const auto got = blind_measurer().measure(path, MediaType::mp4, {}, Cancel());
    if (got) {
      CHECK(row.name == "no_frames.mp4");
      CHECK_FALSE(got->gaps.empty());
      CHECK(got->samples.empty());
    } else {
      CHECK(got.error().kind == ErrorKind::corrupt);
      CHECK(got.error().message.find(row.name) != std::string::npos);
    }
  }
  SUBCASE("the end is missing") {
    const auto path = test::write(folder, "half.mp4", bytes.substr(0, bytes.size() / 2));
    const Measurement half = measured(blind_measurer(), path, {});
    REQUIRE(half.gaps.size() == 1);
    CHECK(half.gaps[0].find("its pictures end at") == 0);
    CHECK(half.samples.size() < 15);
  }
  SUBCASE("no clip at all") {
    const auto picture = blind_measurer().measure(good, MediaType::png, {}, Cancel());
    REQUIRE_FALSE(picture);
    CHECK(picture.error().kind == ErrorKind::corrupt);
  }
  SUBCASE("longer than is looked at") {
    Sampling few;
    few.max_samples = 8;
    const ClipMeasurer measurer(test::tools(), {}, few);
    const Measurement begun = measured(measurer, good, {});
    CHECK(begun.samples.size() == 8);
    REQUIRE(begun.gaps.size() == 1);
    CHECK(begun.gaps[0].find("only its first") == 0);
  }
}

TEST_CASE("ClipMeasurer: learns people by their largest face, things by the whole picture") {
  const auto data = test::identity_data();
  if (!data) {
    return;
  }
  const auto folder = test::new_folder();
  const fs::path photo = *data / "faces/d04/o4.jpg";
  const auto clip =
      test::make(folder, "turn.mp4",
                 "-loop 1 -framerate 10 -t 3 -i " + photo.string() + " -vf scale=640:-2" + h264);
  const auto nobody = test::make(folder, "nobody.png", "-f lavfi -i testsrc=s=320x180 -frames:v 1");
  const ClipMeasurer measurer(test::tools(),
                              {.eyes = test::shared_eyes(*data), .speaker_embedding = {}});
  CharacterFiles files;
  files.references = {{photo, MediaType::jpeg},
                      {*data / "faces_group/two_persons.jpg", MediaType::jpeg},
                      {nobody, MediaType::png},
                      {clip, MediaType::mp4}};
  SUBCASE("a person") {
    const auto got = measurer.learn(files, Cancel());
    REQUIRE(got);
    std::vector<std::uint32_t> references;
    std::vector<int> faces;
    for (const ReferenceView& view : got->views) {
      references.push_back(view.reference);
      faces.push_back(view.faces);
    }
    CHECK(references == std::vector<std::uint32_t>{0, 1, 2, 3, 3, 3});
    CHECK(faces == std::vector<int>{1, 2, 0, 1, 1, 1});
    CHECK(got->looks.count() == 5);
    CHECK(got->looks.dimensions == 128);
    CHECK_FALSE(got->views[2].vector);
    CHECK(cosine(got->looks.row(0), got->looks.row(*got->views[5].vector)) > 0.9F);
    CHECK(got->gaps.empty());
  }
  SUBCASE("a mascot") {
    files.kind = CastKind::mascot;
    const auto got = measurer.learn(files, Cancel());
    REQUIRE(got);
    CHECK(got->looks.count() == 6);
    CHECK(got->looks.dimensions == 1280);
    CHECK(got->views[0].box == FaceBox{0, 0, 1280, 720});
  }
  SUBCASE("a file that shows nothing is named") {
    files.references = {{test::write(folder, "broken.jpg", "\xff\xd8\xff\xe0"), MediaType::jpeg}};
    const auto got = measurer.learn(files, Cancel());
    REQUIRE_FALSE(got);
    CHECK(got.error().kind == ErrorKind::corrupt);
    CHECK(got.error().message.find("broken.jpg") != std::string::npos);
  }
  SUBCASE("without models there are gaps and no looks") {
    files.voice = CharacterFiles::File{photo, MediaType::wav};
    const auto got = blind_measurer().learn(files, Cancel());
    REQUIRE(got);
    CHECK(got->gaps.size() == 2);
    CHECK(got->looks.count() == 0);
  }
}

TEST_CASE("ClipMeasurer: several threads measure side by side and get the same") {
  const auto data = test::identity_data();
  if (!data) {
    return;
  }
  const auto folder = test::new_folder();
  const auto clip =
      test::make(folder, "two.mp4",
                 "-loop 1 -framerate 10 -t 1 -i " +
                     (*data / "faces_group/two_persons.jpg").string() + " -vf scale=640:-2" + h264);
  const ClipMeasurer measurer(test::tools(),
                              {.eyes = test::shared_eyes(*data), .speaker_embedding = {}});
  constexpr MeasureNeeds both{.faces = true, .pictures = true};
  std::vector<Result<Measurement>> got(3);
  std::vector<std::thread> threads;
  for (auto& result : got) {
    threads.emplace_back([&] { result = measurer.measure(clip, MediaType::mp4, both, Cancel()); });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  REQUIRE(got[0]);
  CHECK(got[0]->samples.size() == 4);
  CHECK(got[0]->faces.size() == 8);
  CHECK(got[0]->face_vectors.count() == 8);
  CHECK(got[0]->faces[7].track == 1);
  CHECK(got[0]->pictures.size() == 16);
  CHECK(got[0]->picture_vectors.count() == 16);
  for (const auto& result : got) {
    REQUIRE(result);
    CHECK(*result == *got[0]);
  }
}

TEST_CASE("ClipMeasurer: the stage clip, with the right person's picture and another's") {
  const auto data = test::identity_data();
  if (!data) {
    return;
  }
  // Every third frame, as the shared data's README has it.
  Sampling dense;
  dense.per_second = 10;
  dense.thumbs = 3;
  const ClipMeasurer measurer(test::tools(),
                              {.eyes = test::shared_eyes(*data), .speaker_embedding = {}}, dense);
  const Measurement clip = measured(measurer, *data / "clips/stage_clip.mp4");
  CHECK(clip.technical.frames == 275);
  CHECK(clip.technical.has_sound);
  const auto cuts = cut_frames(clip);
  REQUIRE(cuts.size() == 3);
  CHECK(std::abs(cuts[0] - 20) <= 1);
  CHECK(std::abs(cuts[1] - 82) <= 1);
  CHECK(std::abs(cuts[2] - 212) <= 1);

  const auto learnt = [&](const char* file) {
    CharacterFiles files;
    files.references.push_back({*data / file, MediaType::png});
    auto likeness = measurer.learn(files, Cancel());
    REQUIRE(likeness);
    REQUIRE(likeness->views.size() == 1);
    CHECK(likeness->views[0].faces == 1);
    REQUIRE(likeness->views[0].vector);
    return *std::move(likeness);
  };
  const Likeness singer = learnt("clips/refs/stage_singer.png");
  const Likeness pianist = learnt("clips/refs/stage_pianist.png");
  std::vector<float> right;
  std::vector<float> wrong;
  std::vector<float> neighbours;
  for (std::size_t i = 0; i < clip.faces.size(); ++i) {
    const FaceSample& face = clip.faces[i];
    CHECK(face.vector.has_value() == (face.use == FaceUse::usable));
    if (!face.vector) {
      continue;
    }
    const auto row = clip.face_vectors.row(*face.vector);
    const bool third_shot = clip.samples[face.sample].shot == 2;
    (third_shot ? right : wrong).push_back(cosine(row, singer.looks.row(0)));
    wrong.push_back(cosine(row, pianist.looks.row(0)));
    for (std::size_t j = 0; j < i; ++j) {
      const FaceSample& before = clip.faces[j];
      if (before.vector && before.track == face.track && before.sample + 1 == face.sample) {
        neighbours.push_back(cosine(row, clip.face_vectors.row(*before.vector)));
      }
    }
  }
  fmt::print(
      "stage clip: right person n {} median {:.3f} p10 {:.3f} min {:.3f}; wrong {:.2f} to {:.2f}; "
      "neighbours median {:.2f} min {:.2f}\n",
      right.size(), quantile(right, 0.5), quantile(right, 0.1), quantile(right, 0),
      quantile(wrong, 0), quantile(wrong, 1), quantile(neighbours, 0.5), quantile(neighbours, 0));
  // The README has .52 and .38 for the right person, with the reference's landmarks found at its
  // full size, where they are off (stage_clip_test.cpp has it so); three sizes bring more. Bounds
  // of the others are the README's.
  CHECK(quantile(right, 0.5) == doctest::Approx(0.566).epsilon(0.035));
  CHECK(quantile(right, 0.1) == doctest::Approx(0.445).epsilon(0.045));
  CHECK(quantile(wrong, 0) >= -0.22F);
  CHECK(quantile(wrong, 1) <= 0.24F);
  CHECK(quantile(neighbours, 0.5) >= 0.80F);
  CHECK(quantile(neighbours, 0) >= 0.57F);
}

}  // namespace reshoot
