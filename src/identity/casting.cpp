// SPDX-License-Identifier: Apache-2.0
#include "identity/casting.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <numeric>
#include <utility>

#include "identity/assignment.h"

namespace reshoot {

namespace {

/// A face that continues another one has at least half and at most twice its width,
constexpr float similar_width = 2;
/// and its middle has moved by no more widths than this, and one more each second.
constexpr float near_widths = 1.5F;

using Tracks = std::vector<std::uint32_t>;

/// Tracks that are seen in the same frame, directly or through others: sets without a common
/// moment.
std::vector<Tracks> meeting_groups(const Measurement& clip, const std::vector<FaceTrack>& tracks) {
  std::vector<std::uint32_t> parent(tracks.size());
  std::iota(parent.begin(), parent.end(), 0U);
  const auto root = [&](std::uint32_t track) {
    while (parent[track] != track) {
      parent[track] = parent[parent[track]];
      track = parent[track];
    }
    return track;
  };
  std::vector<std::optional<std::uint32_t>> seen(clip.samples.size());
  for (std::uint32_t t = 0; t < tracks.size(); ++t) {
    for (const std::uint32_t face : tracks[t].faces) {
      std::optional<std::uint32_t>& other = seen[clip.faces[face].sample];
      if (other) {
        parent[root(t)] = root(*other);
      }
      other = t;
    }
  }
  std::vector<Tracks> groups(tracks.size());
  for (std::uint32_t t = 0; t < tracks.size(); ++t) {
    groups[root(t)].push_back(t);
  }
  std::erase_if(groups, [](const Tracks& one) { return one.empty(); });
  return groups;
}

/// How far a face is from continuing another: widths between their middles; nullopt: it does not.
std::optional<float> step_between(const FaceSample& a, const FaceSample& b, double seconds) {
  const float wide = std::max(a.box.width, b.box.width);
  const float narrow = std::min(a.box.width, b.box.width);
  if (narrow <= 0 || wide > narrow * similar_width) {
    return std::nullopt;
  }
  const float x = (a.box.x + a.box.width / 2) - (b.box.x + b.box.width / 2);
  const float y = (a.box.y + a.box.height / 2) - (b.box.y + b.box.height / 2);
  const float widths = std::hypot(x, y) / wide;
  return widths <= near_widths + static_cast<float>(seconds) ? std::optional(widths) : std::nullopt;
}

class Casting {
 public:
  Casting(const Measurement& clip, const std::vector<FaceTrack>& tracks, const FaceScores& scores,
          const std::vector<CastPerson>& people)
      : clip_(clip),
        tracks_(tracks),
        people_(people),
        given_(tracks.size()),
        own_(people.size()),
        busy_(people.size(), std::vector<bool>(clip.samples.size())),
        medians_(tracks.size() * people.size()) {
    for (std::size_t t = 0; t < tracks.size(); ++t) {
      for (std::size_t p = 0; p < people.size(); ++p) {
        if (people[p].compared && !tracks[t].usable.empty()) {
          medians_[t * people.size() + p] = scores.median_of(tracks[t].usable, people[p].character);
        }
      }
    }
  }

  std::vector<std::optional<std::uint32_t>> run() {
    const std::vector<Tracks> groups = meeting_groups(clip_, tracks_);
    std::vector<std::uint32_t> known;
    for (std::uint32_t p = 0; p < people_.size(); ++p) {
      if (people_[p].compared) {
        known.push_back(p);
      }
    }
    give_alike(groups, known, other_person_below);
    std::erase_if(known, [&](std::uint32_t person) { return !own_[person].empty(); });
    give_alike(groups, known, not_below);
    give_places(true);
    give_places(false);
    return std::move(given_);
  }

 private:
  /// Below all cosines: whoever is there.
  static constexpr float not_below = -1.5F;

  [[nodiscard]] bool is_free(std::uint32_t person, std::uint32_t track) const {
    const std::vector<std::uint32_t>& faces = tracks_[track].faces;
    return std::none_of(faces.begin(), faces.end(), [&](std::uint32_t face) {
      return busy_[person][clip_.faces[face].sample];
    });
  }

  void give(std::uint32_t track, std::uint32_t person) {
    given_[track] = person;
    own_[person].push_back(track);
    for (const std::uint32_t face : tracks_[track].faces) {
      busy_[person][clip_.faces[face].sample] = true;
    }
  }

  /// Round after round: who left a group early may be in it again with another track.
  void give_alike(const std::vector<Tracks>& groups, const std::vector<std::uint32_t>& people,
                  float floor) {
    for (const Tracks& group : groups) {
      while (give_round(group, people, floor)) {
      }
    }
  }

  /// False where nothing was given.
  bool give_round(const Tracks& group, const std::vector<std::uint32_t>& people, float floor) {
    Tracks open;
    std::copy_if(group.begin(), group.end(), std::back_inserter(open), [&](std::uint32_t track) {
      return !given_[track] && !tracks_[track].usable.empty();
    });
    Gains gains{open.size(), people.size(), {}};
    for (const std::uint32_t track : open) {
      for (const std::uint32_t person : people) {
        const float gain = medians_[std::size_t{track} * people_.size() + person] - floor;
        gains.values.push_back(is_free(person, track) ? gain : 0);
      }
    }
    bool any = false;
    const std::vector<std::optional<std::uint32_t>> columns = best_assignment(gains);
    for (std::size_t row = 0; row < columns.size(); ++row) {
      if (columns[row]) {
        give(open[row], people[*columns[row]]);
        any = true;
      }
    }
    return any;
  }

  /// Gives open tracks by place, the largest first: those without a comparable face to people who
  /// are compared, or all that are left to people who are not.
  void give_places(bool compared) {
    Tracks open;
    for (std::uint32_t t = 0; t < tracks_.size(); ++t) {
      if (!given_[t] && (!compared || tracks_[t].usable.empty())) {
        open.push_back(t);
      }
    }
    std::vector<double> areas(tracks_.size());
    std::transform(tracks_.begin(), tracks_.end(), areas.begin(),
                   [&](const FaceTrack& track) { return area(track); });
    std::stable_sort(open.begin(), open.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return areas[a] > areas[b]; });
    for (const std::uint32_t track : open) {
      if (const std::optional<std::uint32_t> person = nearest_person(track, compared)) {
        give(track, *person);
      }
    }
  }

  [[nodiscard]] std::optional<std::uint32_t> nearest_person(std::uint32_t track,
                                                            bool compared) const {
    std::optional<std::uint32_t> nearest;
    float least = 0;
    for (std::uint32_t p = 0; p < people_.size(); ++p) {
      if (people_[p].compared != compared || !is_free(p, track)) {
        continue;
      }
      const std::optional<float> cost = place_cost(p, track);
      if (cost && (!nearest || *cost < least)) {
        nearest = p;
        least = *cost;
      }
    }
    return nearest;
  }

  /// Sum over its faces.
  [[nodiscard]] double area(const FaceTrack& track) const {
    double sum = 0;
    for (const std::uint32_t face : track.faces) {
      sum += double{clip_.faces[face].box.width} * double{clip_.faces[face].box.height};
    }
    return sum;
  }

  /// nullopt: the track cannot be this person. Who is not seen in its shot could be anywhere, but
  /// comes after those whose face it continues.
  [[nodiscard]] std::optional<float> place_cost(std::uint32_t person, std::uint32_t track) const {
    constexpr float anywhere = 1e6F;
    std::optional<float> least;
    bool in_shot = false;
    for (const std::uint32_t own : own_[person]) {
      if (tracks_[own].shot != tracks_[track].shot) {
        continue;
      }
      in_shot = true;
      const std::optional<float> cost = continuation(tracks_[own], tracks_[track]);
      least = cost && (!least || *cost < *least) ? cost : least;
    }
    return in_shot ? least : std::optional(anywhere);
  }

  /// At the two faces that are nearest in time.
  [[nodiscard]] std::optional<float> continuation(const FaceTrack& a, const FaceTrack& b) const {
    std::size_t left = 0;
    std::size_t right = 0;
    std::pair<std::uint32_t, std::uint32_t> pair{a.faces[0], b.faces[0]};
    std::int64_t nearest = std::numeric_limits<std::int64_t>::max();
    while (left < a.faces.size() && right < b.faces.size()) {
      const std::int64_t apart = time_of(a.faces[left]) - time_of(b.faces[right]);
      if (std::abs(apart) < nearest) {
        nearest = std::abs(apart);
        pair = {a.faces[left], b.faces[right]};
      }
      ++(apart < 0 ? left : right);
    }
    return step_between(clip_.faces[pair.first], clip_.faces[pair.second],
                        static_cast<double>(nearest) / 1000);
  }

  [[nodiscard]] std::int64_t time_of(std::uint32_t face) const {
    return clip_.samples[clip_.faces[face].sample].time_ms;
  }

  const Measurement& clip_;
  const std::vector<FaceTrack>& tracks_;
  const std::vector<CastPerson>& people_;
  std::vector<std::optional<std::uint32_t>> given_;  ///< person of each track
  std::vector<Tracks> own_;                          ///< tracks of each person
  std::vector<std::vector<bool>> busy_;              ///< person, sample: it has a track there
  std::vector<float> medians_;                       ///< track, person
};

}  // namespace

std::vector<std::optional<std::uint32_t>> cast_tracks(const Measurement& clip,
                                                      const std::vector<FaceTrack>& tracks,
                                                      const FaceScores& scores,
                                                      const std::vector<CastPerson>& people) {
  return Casting(clip, tracks, scores, people).run();
}

}  // namespace reshoot
