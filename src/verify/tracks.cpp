// SPDX-License-Identifier: Apache-2.0
#include "verify/tracks.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace reshoot {
namespace {

/// Neighbours of one track 0.1 s apart measured 0.57 and more, different people 0.41 and less.
constexpr float surely_same = 0.5F;
constexpr float surely_other = 0.3F;
/// How far a face may move between samples, in its own widths: while it is surely the same, and
/// else.
constexpr float far = 3;
constexpr float near = 0.8F;
constexpr float most_growth = 2;
constexpr std::uint32_t most_samples_apart = 2;

struct OpenTrack {
  std::uint32_t id = 0;
  std::uint32_t sample = 0;  // last seen in
  FaceBox box;
  std::optional<std::uint32_t> vector;  // of the last face that has one
};

/// Distance of the centres in mean widths; huge where the sizes differ too much.
float apart(const FaceBox& a, const FaceBox& b) {
  constexpr float never = 1e9F;
  const float larger = std::max(a.width, b.width);
  const float smaller = std::min(a.width, b.width);
  if (!(smaller > 0) || larger > most_growth * smaller) {
    return never;
  }
  const float x = a.x + a.width / 2 - b.x - b.width / 2;
  const float y = a.y + a.height / 2 - b.y - b.height / 2;
  return std::hypot(x, y) / ((a.width + b.width) / 2);
}

struct Candidate {
  std::size_t track = 0, face = 0;
  float affinity = 0;
};

class Joiner {
 public:
  Joiner(std::vector<FaceSample>& faces, const Vectors& vectors,
         const std::vector<FrameSample>& samples)
      : faces_(faces), vectors_(vectors), samples_(samples) {}

  void join() {
    for (std::size_t from = 0; from < faces_.size();) {
      std::size_t to = from;
      while (to < faces_.size() && faces_[to].sample == faces_[from].sample) {
        ++to;
      }
      join_sample(from, to);
      from = to;
    }
  }

 private:
  [[nodiscard]] std::uint32_t shot_of(std::uint32_t sample) const { return samples_[sample].shot; }

  /// How well a face continues a track; nullopt: it does not.
  [[nodiscard]] std::optional<float> affinity(const OpenTrack& track,
                                              const FaceSample& face) const {
    const float distance = apart(track.box, face.box);
    if (!track.vector || !face.vector) {
      return distance <= near ? std::optional(surely_other - distance / far) : std::nullopt;
    }
    const float alike = cosine(vectors_.row(*track.vector), vectors_.row(*face.vector));
    const bool joins =
        (alike >= surely_same && distance <= far) || (alike >= surely_other && distance <= near);
    return joins ? std::optional(alike - distance / far) : std::nullopt;
  }

  void close_old_tracks(std::uint32_t sample) {
    std::erase_if(open_, [&](const OpenTrack& track) {
      return sample - track.sample > most_samples_apart || shot_of(track.sample) != shot_of(sample);
    });
  }

  [[nodiscard]] std::vector<Candidate> candidates(std::size_t from, std::size_t to) const {
    std::vector<Candidate> out;
    for (std::size_t track = 0; track < open_.size(); ++track) {
      for (std::size_t face = from; face < to; ++face) {
        if (const auto value = affinity(open_[track], faces_[face])) {
          out.push_back({track, face, *value});
        }
      }
    }
    std::stable_sort(out.begin(), out.end(), [](const Candidate& a, const Candidate& b) {
      return a.affinity > b.affinity;
    });
    return out;
  }

  /// The faces [from, to) are those of one sample.
  void join_sample(std::size_t from, std::size_t to) {
    close_old_tracks(faces_[from].sample);
    std::vector<bool> placed(to - from);
    std::vector<bool> continued(open_.size());
    for (const Candidate& candidate : candidates(from, to)) {
      if (!placed[candidate.face - from] && !continued[candidate.track]) {
        placed[candidate.face - from] = continued[candidate.track] = true;
        put(open_[candidate.track], faces_[candidate.face]);
      }
    }
    for (std::size_t face = from; face < to; ++face) {
      if (!placed[face - from]) {
        put(open_.emplace_back(OpenTrack{next_id_++, 0, {}, {}}), faces_[face]);
      }
    }
  }

  static void put(OpenTrack& track, FaceSample& face) {
    face.track = track.id;
    track.sample = face.sample;
    track.box = face.box;
    track.vector = face.vector ? face.vector : track.vector;
  }

  std::vector<FaceSample>& faces_;
  const Vectors& vectors_;
  const std::vector<FrameSample>& samples_;
  std::vector<OpenTrack> open_;
  std::uint32_t next_id_ = 0;
};

}  // namespace

void join_tracks(std::vector<FaceSample>& faces, const Vectors& vectors,
                 const std::vector<FrameSample>& samples) {
  Joiner(faces, vectors, samples).join();
}

}  // namespace reshoot
