// SPDX-License-Identifier: Apache-2.0

#include "verify/ears.h"

#include <fmt/core.h>

#include <optional>

#include "verify/sound_level.h"
#include "verify/sound_reader.h"
#include "verify/speaker_embedder.h"
#include "verify/speaker_weights.h"
#include "verify/speech_spans.h"
#include "verify/voice_sample.h"
#include "verify/voice_turns.h"

namespace reshoot {
namespace {

std::int64_t millis(std::size_t samples) {
  return static_cast<std::int64_t>(samples) * 1000 / sound_rate;
}

Error stopped() {
  return {ErrorKind::cancelled, "listening was stopped", ""};
}

/// Sound that there is something to listen to in, else nullopt. `gaps` say what is missing of
/// `name`, such as "the clip".
std::optional<Sound> usable(std::optional<Sound> sound, std::string_view name,
                            std::vector<std::string>& gaps) {
  if (!sound) {
    gaps.push_back(fmt::format("{} has no sound", name));
  } else if (sound->samples.empty()) {
    gaps.push_back(fmt::format("the sound of {} is empty", name));
    sound.reset();
  } else if (sound->cut) {
    gaps.push_back(fmt::format("only the first {} minutes of {} were listened to",
                               longest_sound_seconds / 60, name));
  }
  return sound;
}

void note_faults(const std::vector<float>& samples, TechnicalFacts& into) {
  const SoundFaults faults = faults_of(samples);
  into.has_sound = true;
  into.silent = faults.silent;
  into.clipped = faults.clipped;
}

/// What a clip sounds like, without vectors, into `into`; nullopt where there is no sound.
Result<std::optional<Sound>> listen(const std::filesystem::path& clip, MediaType type,
                                    const Tools& tools, const Cancel& cancel, Measurement& into) {
  into.speech.clear();
  into.voice_vectors = {};
  into.technical.has_sound = false;
  into.technical.silent = 0;
  into.technical.clipped = 0;
  TRY_ASSIGN(auto sound, read_sound(clip, type, tools, cancel));
  sound = usable(std::move(sound), "the clip", into.gaps);
  if (sound) {
    note_faults(sound->samples, into.technical);
  }
  return sound;
}

}  // namespace

Ears::Ears(std::shared_ptr<const SpeakerEmbedder> embedder) : embedder_(std::move(embedder)) {}

Result<Ears> Ears::load(const std::filesystem::path& weights, const IdentityModel& model) {
  TRY_ASSIGN(SpeakerWeights read, read_speaker_weights(weights, model));
  return Ears(std::make_shared<const SpeakerEmbedder>(std::move(read)));
}

Result<void> Ears::hear(const std::filesystem::path& clip, MediaType type, const Tools& tools,
                        const Cancel& cancel, Measurement& into) const {
  TRY_ASSIGN(const auto sound, listen(clip, type, tools, cancel, into));
  if (!sound) {
    return {};
  }
  const HeardSpeech speech = find_speech(sound->samples);
  for (const SoundSpan& span : speech.spans) {
    for (const SoundSpan& turn : split_turns(*embedder_, sound->samples, speech, span)) {
      if (cancel.requested()) {
        return tl::unexpected<Error>(stopped());
      }
      SpeechSpan heard{millis(turn.begin), millis(turn.end), std::nullopt};
      if (const auto vector = embedder_->embed(part_of(sound->samples, turn))) {
        heard.vector = into.voice_vectors.add(*vector);
      }
      into.speech.push_back(heard);
    }
  }
  return {};
}

Result<void> Ears::learn(const std::filesystem::path& sample, MediaType type, const Tools& tools,
                         const Cancel& cancel, Likeness& into) const {
  into.voice.reset();
  into.voices = {};
  TRY_ASSIGN(auto read, read_sound(sample, type, tools, cancel));
  const auto sound = usable(std::move(read), "the voice sample", into.gaps);
  if (!sound) {
    return {};
  }
  const VoiceSample examined = examine_voice(*embedder_, sound->samples);
  into.voice = examined.view;
  if (examined.vector) {
    into.voices.add(*examined.vector);
  } else {
    into.gaps.push_back(
        fmt::format("the voice sample has {:.1f} s of speech, too little to know a voice by",
                    examined.view.speech_seconds));
  }
  return {};
}

Result<void> hear_without_model(const std::filesystem::path& clip, MediaType type,
                                const Tools& tools, const Cancel& cancel, Measurement& into) {
  TRY_ASSIGN(const auto sound, listen(clip, type, tools, cancel, into));
  if (sound) {
    for (const SoundSpan& span : find_speech(sound->samples).spans) {
      into.speech.push_back({millis(span.begin), millis(span.end), std::nullopt});
    }
  }
  return {};
}

}  // namespace reshoot
