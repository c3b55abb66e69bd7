// SPDX-License-Identifier: Apache-2.0
// Measures one clip as a build does, then its decode and its networks alone, and prints processor
// seconds (user and system, with those of ffmpeg) and peak memory as one line of JSON.

#include <fmt/format.h>
#include <sys/resource.h>

#include <functional>
#include <iostream>

#include "base/diagnostic.h"
#include "catalog/identity_catalog.h"
#include "media/probe.h"
#include "verify/clip_measurer.h"
#include "verify/frame_reader.h"

namespace reshoot {
namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

/// Of this process and of the children that it waited for.
double processor_seconds() {
  double sum = 0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage used{};
    ::getrusage(who, &used);
    sum += seconds(used.ru_utime) + seconds(used.ru_stime);
  }
  return sum;
}

/// Bytes: the peak of this process and that of the largest child, as if they came together.
long peak_memory() {
  long sum = 0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage used{};
    ::getrusage(who, &used);
    sum += used.ru_maxrss * 1024;
  }
  return sum;
}

double cost_of(const std::function<Result<void>()>& work) {
  const double before = processor_seconds();
  if (const Result<void> done = work(); !done) {
    std::cerr << done.error().message << "\n";
    std::exit(1);
  }
  return processor_seconds() - before;
}

struct Bench {
  std::filesystem::path clip;
  EyeModels models;
  Tools tools;
  Cancel cancel;
  std::size_t faces = 0, samples = 0;

  Result<void> measure() {
    const ClipMeasurer measurer(tools, {.eyes = models, .speaker_embedding = {}});
    TRY_ASSIGN(const Measurement measured,
               measurer.measure(clip, MediaType::mp4, {.faces = true}, cancel));
    faces = measured.faces.size();
    samples = measured.samples.size();
    return {};
  }

  Result<void> decode() {
    FfmpegCall call;
    call.doing = "decode the clip";
    call.arguments = {"-threads", "1"};
    append(call.arguments, input_arguments(clip, MediaType::mp4));
    append(call.arguments, {"-map", "0:v:0", "-f", "null", "-"});
    TRY(run_ffmpeg(tools, call, cancel));
    return {};
  }

  Result<std::vector<RgbPicture>> frames() {
    std::vector<RgbPicture> out;
    TRY_ASSIGN(const MediaFacts facts, probe_headers(clip, MediaType::mp4, tools, cancel));
    const auto keep = [&](const SampledFrame& frame) {
      RgbPicture& picture = out.emplace_back();
      picture.size = frame.picture.size;
      const std::size_t row = 3 * static_cast<std::size_t>(picture.size.width);
      for (std::int32_t y = 0; y < picture.size.height; ++y) {
        const std::uint8_t* const from =
            frame.picture.bgr + static_cast<std::size_t>(y) * frame.picture.stride;
        picture.bgr.insert(picture.bgr.end(), from, from + row);
      }
    };
    TRY(read_frames(clip, MediaType::mp4, *facts.picture, {}, tools, cancel, keep));
    return out;
  }
};

Result<void> look(Eyes& eyes, const std::vector<RgbPicture>& frames) {
  for (const RgbPicture& frame : frames) {
    TRY(eyes.faces_in(frame.view()));
  }
  return {};
}

int run(Bench& bench) {
  const double whole = cost_of([&] { return bench.measure(); });
  const long memory = peak_memory();
  const double decode = cost_of([&] { return bench.decode(); });
  const auto frames = bench.frames();
  if (!frames || frames->empty()) {
    std::cerr << "no frames\n";
    return 1;
  }
  Eyes eyes(bench.models);
  cost_of([&] { return look(eyes, {frames->front()}); });  // loads the networks
  const double networks = cost_of([&] { return look(eyes, *frames); });
  std::cout << fmt::format(
      R"({{"measure": {:.4f}, "decode": {:.4f}, "networks": {:.4f}, "memory": {}, "samples": {}, "faces": {}}})"
      "\n",
      whole, decode, networks, memory, bench.samples, bench.faces);
  return 0;
}

}  // namespace
}  // namespace reshoot

int main(int argc, char** argv) {
  using namespace reshoot;
  if (argc != 3) {
    std::cerr << "usage: measure_clip CLIP MODELS\n";
    return 2;
  }
  SourceMap sources;
  Diagnostics diags;
  const IdentityCatalog catalog = IdentityCatalog::load({}, sources, diags);
  const std::filesystem::path models = argv[2];
  Result<Tools> tools = find_tools();
  if (!tools) {
    std::cerr << tools.error().message << "\n";
    return 1;
  }
  Bench bench;
  bench.clip = argv[1];
  bench.tools = *std::move(tools);
  bench.models.face_detector = {catalog.find("yunet-2022mar"), models / "yunet_2022mar.onnx"};
  bench.models.face_embedding = {catalog.find("mobilefacenet-foamliu"),
                                 models / "mobilefacenet_foamliu_cv46.onnx"};
  return run(bench);
}
