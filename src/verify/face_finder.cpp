// SPDX-License-Identifier: Apache-2.0
#include "verify/face_finder.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect/face.hpp>

#include "base/text.h"
#include "verify/mats.h"
#include "verify/model_file.h"

namespace reshoot {
namespace {

/// Longest sides at which a picture is looked at; it is never made larger.
constexpr std::array<int, 3> longest_sides{640, 320, 160};
/// YuNet throws on pictures that are smaller than this on any side.
constexpr int smallest_side = 160;
constexpr float lowest_score = 0.6F;
constexpr float overlap_at_one_scale = 0.3F;
constexpr float shared_by_one_face = 0.4F;
constexpr std::size_t most_faces = 16;

/// Intersection over the smaller box.
float shared(const FaceBox& a, const FaceBox& b) {
  const float width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
  const float height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
  const float smaller = std::min(a.width * a.height, b.width * b.height);
  return width > 0 && height > 0 && smaller > 0 ? width * height / smaller : 0;
}

/// A row of YuNet's answer: box, five landmarks, score; in pixels of a picture that was made
/// smaller by `scale`.
FaceShape shape_of(const cv::Mat& rows, int row, float scale) {
  const float* const values = rows.ptr<float>(row);
  constexpr std::size_t first_mark = 4;
  constexpr std::size_t score = 14;
  FaceShape face;
  face.box = {values[0] / scale, values[1] / scale, values[2] / scale, values[3] / scale};
  for (std::size_t i = 0; i < face.marks.size(); ++i) {
    face.marks[i] = {values[first_mark + 2 * i] / scale, values[first_mark + 2 * i + 1] / scale};
  }
  face.score = values[score];
  return face;
}

bool is_sound(const FaceShape& face) {
  const FaceBox& box = face.box;
  bool finite = std::isfinite(box.x) && std::isfinite(box.y) && box.width > 0 && box.height > 0 &&
                std::isfinite(box.width) && std::isfinite(box.height) && std::isfinite(face.score);
  for (const PicturePoint& mark : face.marks) {
    finite = finite && std::isfinite(mark.x) && std::isfinite(mark.y);
  }
  return finite;
}

/// `from` (the picture, or a smaller one of it) at `scale` of the picture's size.
cv::Mat shrunk(const cv::Mat& from, Size picture, float scale) {
  const auto side = [&](std::int32_t length) {
    return std::max(1, cvRound(static_cast<float>(length) * scale));
  };
  cv::Mat out;
  cv::resize(from, out, {side(picture.width), side(picture.height)}, 0, 0, cv::INTER_AREA);
  return out;
}

/// At the right and the bottom.
cv::Mat with_margin(const cv::Mat& picture) {
  cv::Mat out;
  cv::copyMakeBorder(picture, out, 0, std::max(0, smallest_side - picture.rows), 0,
                     std::max(0, smallest_side - picture.cols), cv::BORDER_CONSTANT);
  return out;
}

}  // namespace

float face_quality(float score, float width_at_scale) {
  constexpr float best_width = 90;
  constexpr float loss_per_octave = 0.08F;
  return score - loss_per_octave * std::abs(std::log2(width_at_scale / best_width));
}

std::vector<FaceShape> best_faces(std::vector<FoundFace> found, std::size_t most) {
  std::stable_sort(found.begin(), found.end(),
                   [](const FoundFace& a, const FoundFace& b) { return a.quality > b.quality; });
  std::vector<FaceShape> faces;
  for (const FoundFace& candidate : found) {
    const bool is_new = std::none_of(faces.begin(), faces.end(), [&](const FaceShape& face) {
      return shared(face.box, candidate.face.box) > shared_by_one_face;
    });
    if (is_new) {
      faces.push_back(candidate.face);
    }
  }
  std::stable_sort(faces.begin(), faces.end(), [](const FaceShape& a, const FaceShape& b) {
    return a.box.width * a.box.height > b.box.width * b.box.height;
  });
  faces.resize(std::min(faces.size(), most));
  return faces;
}

/// One detector per size: a network that is fed one size keeps its buffers.
struct FaceFinder::Detectors {
  std::array<cv::Ptr<cv::FaceDetectorYN>, longest_sides.size()> at_scale;

  void look(const cv::Mat& scaled, float scale, std::size_t which, std::vector<FoundFace>& found) {
    const cv::Mat picture = with_margin(scaled);
    cv::FaceDetectorYN& detector = *at_scale[which];
    if (detector.getInputSize() != picture.size()) {
      detector.setInputSize(picture.size());
    }
    cv::Mat rows;
    detector.detect(picture, rows);
    for (int row = 0; row < rows.rows; ++row) {
      const FaceShape face = shape_of(rows, row, scale);
      if (is_sound(face)) {
        found.push_back({face, face_quality(face.score, face.box.width * scale)});
      }
    }
  }
};

FaceFinder::FaceFinder(std::unique_ptr<Detectors> detectors) : detectors_(std::move(detectors)) {}
FaceFinder::FaceFinder(FaceFinder&&) noexcept = default;
FaceFinder& FaceFinder::operator=(FaceFinder&&) noexcept = default;
FaceFinder::~FaceFinder() = default;

Result<FaceFinder> FaceFinder::load(const std::filesystem::path& file, const IdentityModel& model) {
  TRY(read_model(file, model));
  auto detectors = std::make_unique<Detectors>();
  try {
    for (auto& detector : detectors->at_scale) {
      detector = cv::FaceDetectorYN::create(file.string(), "", {smallest_side, smallest_side},
                                            lowest_score, overlap_at_one_scale);
    }
  } catch (const cv::Exception&) {
    return unfit_model(model, "is no face detector that OpenCV can load");
  }
  return FaceFinder(std::move(detectors));
}

Result<std::vector<FaceShape>> FaceFinder::find(const PictureView& picture) {
  std::vector<FoundFace> found;
  const int longest = std::max(picture.size.width, picture.size.height);
  try {
    cv::Mat scaled = mat_of(picture);
    float last_scale = 0;
    for (std::size_t i = 0; i < longest_sides.size(); ++i) {
      const float scale =
          std::min(1.0F, static_cast<float>(longest_sides[i]) / static_cast<float>(longest));
      if (scale != last_scale) {  // a small picture is looked at once as it is
        scaled = shrunk(scaled, picture.size, scale);
        detectors_->look(scaled, scale, i, found);
        last_scale = scale;
      }
    }
  } catch (const cv::Exception& error) {
    return fail(ErrorKind::environment,
                fmt::format("OpenCV cannot look for faces: {}", printable(error.err)));
  }
  return best_faces(std::move(found), most_faces);
}

}  // namespace reshoot
