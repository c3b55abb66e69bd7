// SPDX-License-Identifier: Apache-2.0
#include "identity/references.h"

#include <fmt/core.h>

#include <algorithm>

#include "identity/face_tracks.h"
#include "identity/finding_text.h"
#include "identity/odd_ones.h"
#include "identity/voice_findings.h"

namespace reshoot {

namespace {

/// Faces narrower than this, in pixels, are not compared: at 48 none was mistaken, at 32 some.
constexpr float least_face_width = 48;
/// Speech above its background, in dB: at 20 dB voices were mistaken eight times as often.
constexpr float least_clearness = 20;

/// What was found in one reference: of a video, in several frames.
struct ReferenceFacts {
  std::uint32_t reference = 0;
  std::size_t views = 0;
  std::size_t crowded = 0;              ///< views with several prominent faces
  const ReferenceView* best = nullptr;  ///< with the widest face; nullptr: there is no face
  LookRows looks;
};

std::vector<ReferenceFacts> facts_of(const Likeness& likeness) {
  std::vector<ReferenceFacts> all;
  for (const ReferenceView& view : likeness.views) {
    auto found = std::find_if(all.begin(), all.end(), [&](const ReferenceFacts& facts) {
      return facts.reference == view.reference;
    });
    if (found == all.end()) {
      all.push_back({view.reference, 0, 0, nullptr, {}});
      found = all.end() - 1;
    }
    ++found->views;
    found->crowded += view.rivals > 0 ? 1 : 0;
    if (view.faces > 0 && (found->best == nullptr || view.box.width > found->best->box.width)) {
      found->best = &view;
    }
    if (view.vector && view.use == FaceUse::usable) {
      found->looks.push_back(likeness.looks.row(*view.vector));
    }
  }
  return all;
}

/// Of the two views of a pair of references that are most alike: two videos show more than one
/// pose.
float alike(const ReferenceFacts& a, const ReferenceFacts& b) {
  float best = -1;
  for (const std::span<const float> look : a.looks) {
    best = std::max(best, best_cosine(look, b.looks));
  }
  return best;
}

/// `reference 2`: people count from one.
std::string title_of(const ReferenceFacts& facts) {
  return fmt::format("reference {}", facts.reference + 1);
}

/// Gathers the mistakes of one character.
class Inspection {
 public:
  Inspection(const Likeness& likeness, const IdentityModels& models)
      : likeness_(likeness), models_(models), references_(facts_of(likeness)) {}

  std::vector<ReferenceMistake> run() {
    const bool is_person = likeness_.kind == CastKind::person;
    if (is_person && models_.face_detector != nullptr) {
      inspect_faces();
    }
    if (const IdentityModel* model = is_person ? models_.face_embedding : models_.image_embedding;
        model != nullptr) {
      inspect_agreement(model->at(IdentityLevel::normal).agree, is_person);
    }
    if (likeness_.voice && models_.speaker_embedding != nullptr) {
      inspect_voice(*likeness_.voice, models_.speaker_embedding->at(IdentityLevel::normal).agree);
    }
    return std::move(mistakes_);
  }

 private:
  using Kind = ReferenceMistake::Kind;

  /// A picture from behind or from afar is of use to a model; a set of only such ones is of none to
  /// us.
  void inspect_faces() {
    const bool any = std::any_of(references_.begin(), references_.end(),
                                 [](const ReferenceFacts& facts) { return !facts.looks.empty(); });
    for (const ReferenceFacts& facts : references_) {
      if (facts.crowded * 2 > facts.views) {
        mistakes_.push_back({Kind::several_faces,
                             true,
                             facts.reference,
                             {},
                             0,
                             0,
                             fmt::format("{} shows several people, so that nobody can say which "
                                         "of them is meant",
                                         title_of(facts))});
      }
      if (facts.looks.empty()) {
        add_faceless(facts, !any);
      }
    }
  }

  void add_faceless(const ReferenceFacts& facts, bool is_error) {
    ReferenceMistake mistake{Kind::no_face, is_error, facts.reference, {}, 0, 0, {}};
    if (facts.best == nullptr) {
      mistake.text = fmt::format("{} shows no face", title_of(facts));
    } else if (facts.best->use == FaceUse::small) {
      mistake.kind = Kind::small_face;
      mistake.value = facts.best->box.width;
      mistake.threshold = least_face_width;
      mistake.text =
          fmt::format("{} shows a face of {:.0f} pixels; {:.0f} and more can be compared",
                      title_of(facts), mistake.value, mistake.threshold);
    } else {
      mistake.text = fmt::format("{} shows a face that cannot be compared: it is {}",
                                 title_of(facts), name_of(facts.best->use));
    }
    mistakes_.push_back(std::move(mistake));
  }

  void inspect_agreement(float least, bool is_person) {
    std::vector<const ReferenceFacts*> known;
    for (const ReferenceFacts& facts : references_) {
      if (!facts.looks.empty()) {
        known.push_back(&facts);
      }
    }
    const std::vector<OddOne> odd =
        odd_ones(known.size(), least,
                 [&](std::size_t a, std::size_t b) { return alike(*known[a], *known[b]); });
    for (const OddOne& one : odd) {
      const ReferenceFacts& facts = *known[one.index];
      const ReferenceFacts& other = *known[one.other];
      const bool is_alone = known.size() > 2 && one.unlike * 2 > known.size() - 1;
      mistakes_.push_back(
          {Kind::disagree, is_person, facts.reference, other.reference, one.similarity, least,
           fmt::format("{} {}: its similarity to {} is {}, {} is wanted", title_of(facts),
                       is_alone ? "does not go with the other references"
                                : fmt::format("does not go with {}", title_of(other)),
                       title_of(other), number_beside(one.similarity, least),
                       number_beside(least, one.similarity))});
    }
  }

  void inspect_voice(const VoiceView& voice, float least_agreement) {
    if (voice.speech_seconds < least_speech_seconds) {
      add_voice(
          Kind::voice_short, false, voice.speech_seconds, least_speech_seconds,
          fmt::format("the voice sample has {} of speech, {} are wanted",
                      seconds_text(voice.speech_seconds), seconds_text(least_speech_seconds)));
    }
    if (voice.noise_db < least_clearness) {
      add_voice(Kind::voice_noisy, false, voice.noise_db, least_clearness,
                fmt::format("the voice sample is noisy: its speech is {:.0f} dB above the "
                            "background, {:.0f} dB are wanted",
                            voice.noise_db, least_clearness));
    }
    if (voice.agreement < least_agreement) {
      add_voice(Kind::several_voices, true, voice.agreement, least_agreement,
                fmt::format("several people seem to speak in the voice sample: parts of it are "
                            "alike by {} only, {} is wanted",
                            number_beside(voice.agreement, least_agreement),
                            number_beside(least_agreement, voice.agreement)));
    }
  }

  void add_voice(Kind kind, bool is_error, float value, float threshold, std::string text) {
    mistakes_.push_back({kind, is_error, 0, {}, value, threshold, std::move(text)});
  }

  const Likeness& likeness_;
  const IdentityModels& models_;
  std::vector<ReferenceFacts> references_;
  std::vector<ReferenceMistake> mistakes_;
};

}  // namespace

std::vector<ReferenceMistake> reference_mistakes(const Likeness& likeness,
                                                 const IdentityModels& models) {
  return Inspection(likeness, models).run();
}

}  // namespace reshoot
