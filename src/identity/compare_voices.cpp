// SPDX-License-Identifier: Apache-2.0
#include "identity/compare_voices.h"

#include <algorithm>
#include <limits>
#include <string>

namespace reshoot {

namespace {

using Row = std::span<const float>;

/// Speech and lines that are paired at most: a table of both is made.
constexpr std::size_t most_spans = 1000;

float seconds_of(const SpeechSpan& span) {
  return static_cast<float>(span.to_ms - span.from_ms) / 1000;
}

/// Voices of all characters that this clip's speech can be held against; empty rows: none.
std::vector<Row> voices_of(const Measurement& clip, const CompareQuestion& question) {
  std::vector<Row> voices(question.characters.size());
  for (std::size_t c = 0; c < voices.size(); ++c) {
    const Likeness* likeness = question.characters[c];
    if (likeness != nullptr && likeness->voices.count() > 0 &&
        likeness->voices.dimensions == clip.voice_vectors.dimensions) {
      voices[c] = likeness->voices.row(0);
    }
  }
  return voices;
}

/// Stretches of speech that were embedded; in a clip that never stops talking, the first ones.
std::vector<SpeechSpan> embedded_speech(const Measurement& clip) {
  std::vector<SpeechSpan> spans;
  std::copy_if(clip.speech.begin(), clip.speech.end(), std::back_inserter(spans),
               [](const SpeechSpan& span) { return span.vector.has_value(); });
  spans.resize(std::min(spans.size(), most_spans));
  return spans;
}

/// Steps of one walk through lines and spans, from the first pair to the last.
struct Pair {
  std::size_t line = 0, span = 0;
};

/// The order-preserving pairing whose similarity, by seconds, sums up highest. With as many lines
/// as spans: one each.
class Pairing {
 public:
  Pairing(const Measurement& clip, const std::vector<SpeechSpan>& spans,
          const std::vector<Row>& speakers)
      : clip_(clip), spans_(spans), speakers_(speakers) {}

  std::vector<Pair> best() const {
    const std::size_t lines = speakers_.size();
    constexpr float never = -std::numeric_limits<float>::infinity();
    std::vector<float> sums(lines * spans_.size(), never);
    for (std::size_t line = 0; line < lines; ++line) {
      for (std::size_t span = 0; span < spans_.size(); ++span) {
        const Pair pair{line, span};
        const bool is_start = line == 0 && span == 0;
        const std::optional<Pair> before = step_before(pair, sums);
        if (is_start || before) {
          sums[place(pair)] = (is_start ? 0 : sums[place(*before)]) + gain(pair);
        }
      }
    }
    std::vector<Pair> way{{lines - 1, spans_.size() - 1}};
    while (const std::optional<Pair> before = step_before(way.back(), sums)) {
      way.push_back(*before);
    }
    std::reverse(way.begin(), way.end());
    return way;
  }

 private:
  [[nodiscard]] std::size_t place(const Pair& pair) const {
    return pair.line * spans_.size() + pair.span;
  }

  /// The better of the steps that lead here: to the next of both, or within the fewer ones.
  [[nodiscard]] std::optional<Pair> step_before(const Pair& pair,
                                                const std::vector<float>& sums) const {
    std::optional<Pair> best;
    const auto offer = [&](const Pair& from) {
      if (sums[place(from)] > -std::numeric_limits<float>::infinity() &&
          (!best || sums[place(from)] > sums[place(*best)])) {
        best = from;
      }
    };
    if (pair.line > 0 && pair.span > 0) {
      offer({pair.line - 1, pair.span - 1});
    }
    if (speakers_.size() < spans_.size() && pair.span > 0) {
      offer({pair.line, pair.span - 1});
    }
    if (speakers_.size() > spans_.size() && pair.line > 0) {
      offer({pair.line - 1, pair.span});
    }
    return best;
  }

  [[nodiscard]] float gain(const Pair& pair) const {
    const Row speaker = speakers_[pair.line];
    if (speaker.empty()) {
      return 0;
    }
    const SpeechSpan& span = spans_[pair.span];
    return seconds_of(span) * cosine(speaker, clip_.voice_vectors.row(*span.vector));
  }

  const Measurement& clip_;
  const std::vector<SpeechSpan>& spans_;
  const std::vector<Row>& speakers_;  ///< of each line
};

/// Mean of the speech of one line, by seconds; empty where it has no direction.
std::vector<float> mean_voice(const Measurement& clip, const std::vector<SpeechSpan>& spans) {
  std::vector<float> mean(clip.voice_vectors.dimensions);
  for (const SpeechSpan& span : spans) {
    const Row row = clip.voice_vectors.row(*span.vector);
    for (std::size_t i = 0; i < mean.size(); ++i) {
      mean[i] += row[i] * seconds_of(span);
    }
  }
  return normalise(mean) ? mean : std::vector<float>{};
}

void hear(HeardLine& line, const Measurement& clip, const std::vector<SpeechSpan>& spans,
          const std::vector<Row>& voices, std::uint32_t character) {
  line.from_ms = spans.front().from_ms;
  line.to_ms = spans.back().to_ms;
  for (const SpeechSpan& span : spans) {
    line.seconds += seconds_of(span);
  }
  const std::vector<float> heard = mean_voice(clip, spans);
  if (heard.empty()) {
    line.gap = "its speech could not be measured";
    return;
  }
  line.compared = true;
  line.similarity = cosine(heard, voices[character]);
  for (std::uint32_t c = 0; c < voices.size(); ++c) {
    if (c == character || voices[c].empty()) {
      continue;
    }
    const float similarity = cosine(heard, voices[c]);
    if (!line.nearest || similarity > line.nearest_similarity) {
      line.nearest = c;
      line.nearest_similarity = similarity;
    }
  }
}

/// Why a line cannot be compared; empty: it can.
std::string gap_of(const Measurement& clip, const std::vector<SpeechSpan>& spans,
                   const Likeness* likeness, Row voice) {
  if (!clip.needs.voices) {
    return "voices were not measured in this clip";
  }
  if (likeness == nullptr) {
    return "its speaker's voice sample could not be measured";
  }
  if (likeness->voices.count() == 0) {
    return "its speaker has no voice sample that could be measured";
  }
  const bool is_unreadable = clip.samples.empty() && !clip.technical.has_sound;
  if (is_unreadable && !clip.gaps.empty()) {
    return clip.gaps.front();
  }
  if (clip.speech.empty()) {
    return clip.technical.has_sound ? "no speech was found in the clip" : "the clip has no sound";
  }
  if (spans.empty()) {
    return "the clip's speech is too short to be measured";
  }
  return voice.empty() ? "the voice sample and the clip were measured with different models" : "";
}

}  // namespace

std::vector<HeardLine> compare_voices(const Measurement& clip, const CompareQuestion& question) {
  const std::vector<Row> voices = voices_of(clip, question);
  const std::vector<SpeechSpan> spans = embedded_speech(clip);
  std::vector<HeardLine> lines;
  std::vector<Row> speakers;
  for (const std::uint32_t member : question.lines) {
    const std::uint32_t character = question.cast[member];
    speakers.push_back(voices[character]);
    HeardLine& line = lines.emplace_back();
    line.cast = member;
    line.gap = gap_of(clip, spans, question.characters[character], voices[character]);
  }
  if (lines.empty() || spans.empty()) {
    return lines;
  }
  std::vector<std::vector<SpeechSpan>> spoken(lines.size());
  for (const Pair& pair : Pairing(clip, spans, speakers).best()) {
    spoken[pair.line].push_back(spans[pair.span]);
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].gap.empty()) {
      hear(lines[i], clip, spoken[i], voices, question.cast[lines[i].cast]);
    }
  }
  return lines;
}

}  // namespace reshoot
