// SPDX-License-Identifier: Apache-2.0
#include "cli/crops.h"

#include <algorithm>
#include <cmath>

#include "media/still.h"

namespace reshoot {
namespace {

/// A face with this much of its size around it on each side.
constexpr float surroundings = 0.35F;

void put_box(const FaceBox& box, StillRequest& request) {
  const float dx = box.width * surroundings;
  const float dy = box.height * surroundings;
  request.x = static_cast<std::int32_t>(std::lround(box.x - dx));
  request.y = static_cast<std::int32_t>(std::lround(box.y - dy));
  request.width = static_cast<std::int32_t>(std::lround(box.width + 2 * dx));
  request.height = static_cast<std::int32_t>(std::lround(box.height + 2 * dy));
}

/// Sampled frames in which it is seen, the most similar first.
std::vector<std::size_t> seen_best_first(const Presence& presence) {
  std::vector<std::size_t> seen;
  for (std::size_t i = 0; i < presence.sightings.size(); ++i) {
    if (presence.sightings[i].kind == Sighting::Kind::seen) {
      seen.push_back(i);
    }
  }
  std::stable_sort(seen.begin(), seen.end(), [&](std::size_t a, std::size_t b) {
    return presence.sightings[a].similarity > presence.sightings[b].similarity;
  });
  return seen;
}

class CropReader {
 public:
  CropReader(const Tools& tools, const Cancel& cancel) : tools_(tools), cancel_(cancel) {}

  void add(FaceCrop crop, const StillRequest& request) {
    if (Result<std::string> bytes = still_jpeg(request, tools_, cancel_)) {
      crop.bytes = *std::move(bytes);
      crops_.push_back(std::move(crop));
    }
  }
  std::vector<FaceCrop> take() { return std::move(crops_); }

 private:
  const Tools& tools_;
  const Cancel& cancel_;
  std::vector<FaceCrop> crops_;
};

void add_reference(const Character& character, std::uint32_t index, CropReader& reader) {
  if (character.references.empty()) {
    return;
  }
  FaceCrop crop;
  crop.character = index;
  const MediaFile& file = character.references.front().file;
  StillRequest request;
  request.file = file.path;
  request.type = file.type;
  reader.add(std::move(crop), request);
}

void add_sightings(const CheckedClip& clip, const Presence& presence, std::uint32_t character,
                   const BlobStore& blobs, CropReader& reader) {
  const std::vector<std::size_t> seen = seen_best_first(presence);
  if (seen.empty()) {
    return;
  }
  const auto add = [&](FaceCrop::Label label, std::size_t sample) {
    const Sighting& sighting = presence.sightings[sample];
    FaceCrop crop;
    crop.label = label;
    crop.character = character;
    crop.time_ms = clip.comparison->times_ms[sample];
    crop.similarity = sighting.similarity;
    StillRequest request;
    request.file = blobs.path_of(*clip.blob);
    request.type = MediaType::mp4;
    request.time_ms = crop.time_ms;
    put_box(sighting.box, request);
    reader.add(std::move(crop), request);
  };
  add(FaceCrop::Label::best, seen.front());
  add(FaceCrop::Label::median, seen[seen.size() / 2]);
  add(FaceCrop::Label::worst, seen.back());
}

}  // namespace

std::vector<FaceCrop> crops_of(const CheckedClip& clip, const Campaign& campaign,
                               const BlobStore& blobs, const Tools& tools, const Cancel& cancel) {
  CropReader reader(tools, cancel);
  for (std::size_t i = 0; clip.comparison && i < clip.comparison->cast.size(); ++i) {
    add_reference(campaign.characters[clip.cast[i]], clip.cast[i], reader);
    add_sightings(clip, clip.comparison->cast[i], clip.cast[i], blobs, reader);
  }
  return reader.take();
}

}  // namespace reshoot
