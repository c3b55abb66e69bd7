// SPDX-License-Identifier: Apache-2.0
#include "verify/embedder.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <opencv2/dnn.hpp>

#include "base/check.h"
#include "base/text.h"
#include "identity/vectors.h"
#include "verify/model_file.h"

namespace reshoot {
namespace {

void take_signed_roots(std::vector<float>& values) {
  for (float& value : values) {
    value = std::copysign(std::sqrt(std::abs(value)), value);
  }
}

std::int64_t values_in(const cv::dnn::MatShape& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

/// The last layer that puts out as many values as the row's vectors have; empty: there is none.
std::string output_layer(cv::dnn::Net& net, const IdentityModel& model) {
  const cv::dnn::MatShape shape{1, 3, model.input.height, model.input.width};
  std::vector<int> ids;
  std::vector<std::vector<cv::dnn::MatShape>> taken;
  std::vector<std::vector<cv::dnn::MatShape>> given;
  net.getLayersShapes(shape, ids, taken, given);
  for (std::size_t i = ids.size(); i-- > 0;) {
    if (given[i].size() == 1 && values_in(given[i].front()) == model.dimensions) {
      return net.getLayer(ids[i])->name;
    }
  }
  return {};
}

}  // namespace

std::vector<float> network_input(const PictureView& picture, const ImageInput& input,
                                 bool mirrored) {
  CHECK(picture.size == (Size{input.width, input.height}));
  const auto width = static_cast<std::size_t>(input.width);
  const auto height = static_cast<std::size_t>(input.height);
  constexpr std::size_t channels = 3;
  std::vector<float> out(channels * width * height);
  for (std::size_t channel = 0; channel < channels; ++channel) {
    const std::size_t from = input.rgb ? channels - 1 - channel : channel;
    const float factor = input.scale / input.deviation[channel];
    const float offset = input.mean[channel] / input.deviation[channel];
    float* plane = out.data() + channel * width * height;
    for (std::size_t y = 0; y < height; ++y) {
      const std::uint8_t* const row = picture.bgr + y * picture.stride + from;
      for (std::size_t x = 0; x < width; ++x) {
        const std::size_t source = mirrored ? width - 1 - x : x;
        *plane++ = static_cast<float>(row[channels * source]) * factor - offset;
      }
    }
  }
  return out;
}

struct Embedder::Network {
  cv::dnn::Net net;
  const IdentityModel* model;  // a row of the IdentityCatalog
  std::string output;          // the layer that is read

  /// One forward pass; empty where the answer has another length.
  std::vector<float> forward(const PictureView& picture, bool mirrored) {
    const ImageInput& input = model->input;
    std::vector<float> values = network_input(picture, input, mirrored);
    constexpr int dimensions = 4;
    const int shape[dimensions] = {1, 3, input.height, input.width};
    net.setInput(cv::Mat(dimensions, shape, CV_32F, values.data()));
    const cv::Mat answer = net.forward(output);
    const bool fits = answer.type() == CV_32F && answer.isContinuous() &&
                      answer.total() == static_cast<std::size_t>(model->dimensions);
    return fits ? std::vector<float>(answer.ptr<float>(), answer.ptr<float>() + answer.total())
                : std::vector<float>();
  }
};

Embedder::Embedder(std::unique_ptr<Network> network) : network_(std::move(network)) {}
Embedder::Embedder(Embedder&&) noexcept = default;
Embedder& Embedder::operator=(Embedder&&) noexcept = default;
Embedder::~Embedder() = default;

Result<Embedder> Embedder::load(const std::filesystem::path& file, const IdentityModel& model) {
  const ImageInput& input = model.input;
  constexpr std::int32_t largest_side = 1024;
  const std::int32_t side = std::min(input.width, input.height);
  if (side < 1 || std::max(input.width, input.height) > largest_side ||
      (model.role == IdentityRole::face_embedding && input.width != input.height)) {
    return unfit_model(model, "has no size of input that can be fed (faces are squares)");
  }
  TRY_ASSIGN(const std::string bytes, read_model(file, model));
  auto network = std::make_unique<Network>();
  network->model = &model;
  try {
    network->net = cv::dnn::readNetFromONNX(bytes.data(), bytes.size());
    network->output = input.output.empty() ? output_layer(network->net, model) : input.output;
  } catch (const cv::Exception&) {
    return unfit_model(model, "cannot be loaded by OpenCV");
  }
  if (network->output.empty()) {
    return unfit_model(model,
                       fmt::format("has no layer that puts out {} numbers", model.dimensions));
  }
  return Embedder(std::move(network));
}

Size Embedder::input_size() const {
  return {network_->model->input.width, network_->model->input.height};
}

Result<std::vector<float>> Embedder::embed(const PictureView& picture) {
  const IdentityModel& model = *network_->model;
  std::vector<float> out;
  try {
    out = network_->forward(picture, false);
    if (model.input.add_mirrored && !out.empty()) {
      const std::vector<float> mirrored = network_->forward(picture, true);
      for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] += mirrored[i];
      }
    }
  } catch (const cv::Exception& error) {
    return unfit_model(model, fmt::format("cannot be run: {}", printable(error.err)));
  }
  if (out.empty()) {
    return unfit_model(model, fmt::format("does not answer with {} numbers", model.dimensions));
  }
  if (model.input.signed_root) {
    take_signed_roots(out);
  }
  if (!normalise(out)) {
    return unfit_model(model, "answers with a vector that has no direction");
  }
  return out;
}

}  // namespace reshoot
