// SPDX-License-Identifier: Apache-2.0
// Spoken lines by espeak-ng, timed one after the other so that they fit a clip.
#include "assemble/scratch_voice.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "base/process.h"

namespace reshoot {
namespace {

constexpr int words_per_minute = 160;
constexpr double fastest = 1.75;  // 280 words a minute can still be followed

/// Pauses before the first line, between lines and after the last, in thousandths of a second.
struct Pauses {
  std::int64_t before, between, after;
};
constexpr Pauses calm{400, 300, 400};
constexpr Pauses tight{80, 80, 80};

std::int64_t sum_of(const Pauses& p, std::size_t lines) {
  return p.before + p.between * (static_cast<std::int64_t>(lines) - 1) + p.after;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '_' ? '-' : c;
  }
  return out;
}

/// Whether `text` has `word` with no letter on either side.
bool has_word(const std::string& text, std::string_view word) {
  const auto letter = [&](std::size_t at) {
    return at < text.size() && text[at] >= 'a' && text[at] <= 'z';
  };
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    if ((at == 0 || !letter(at - 1)) && !letter(at + word.size())) {
      return true;
    }
  }
  return false;
}

bool has_any(const std::string& text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return has_word(text, word); });
}

/// espeak-ng reads `[[` as the start of phoneme codes: part the brackets.
std::string without_codes(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' && !out.empty() && out.back() == '[') {
      out += ' ';
    }
    out += c == '\0' ? ' ' : c;
  }
  return out;
}

/// Speaks with one machine's espeak-ng.
class Speaker {
 public:
  Speaker(const std::filesystem::path& espeak, const Cancel& cancel)
      : espeak_(espeak), cancel_(cancel) {}

  /// nullopt: there is no such voice.
  Result<std::optional<Speech>> speak(const std::string& voice, const ScratchLine& line,
                                      double hurry) const {
    ProcessSpec spec;
    spec.argv = {espeak_.string(),
                 "-v",
                 fmt::format("{}+{}", voice, line.variant),
                 "-s",
                 fmt::format("{}", std::lround(words_per_minute * hurry)),
                 "-b",
                 "1",
                 "--stdin",
                 "--stdout"};
    spec.input = without_codes(line.text);
    spec.timeout = std::chrono::minutes(1);
    TRY_ASSIGN(const ProcessResult done, run_process(spec, cancel_));
    if (done.exit_code != 0 && done.errors.find("voice") != std::string::npos) {
      return std::optional<Speech>{};
    }
    if (done.exit_code != 0) {
      return fail(ErrorKind::environment, fmt::format("espeak-ng failed: {}", done.errors),
                  "run `reshoot doctor`");
    }
    if (done.output.empty()) {
      return std::optional<Speech>{Speech{}};
    }
    TRY_ASSIGN(Speech speech, speech_of_wav(done.output));
    trim(speech);
    level(speech);
    return std::optional<Speech>{std::move(speech)};
  }

 private:
  const std::filesystem::path& espeak_;
  const Cancel& cancel_;
};

std::vector<std::int64_t> lengths_of(const std::vector<Speech>& spoken) {
  std::vector<std::int64_t> lengths;
  std::transform(spoken.begin(), spoken.end(), std::back_inserter(lengths),
                 [](const Speech& s) { return s.millis(); });
  return lengths;
}

/// The first voice for the language that this espeak-ng has, and the first line in it.
struct FirstLine {
  std::string voice;
  Speech speech;
};
Result<FirstLine> first_line(const Speaker& speaker, const ScratchLine& line,
                             std::string_view language) {
  for (const std::string& voice : voices_for(language)) {
    TRY_ASSIGN(std::optional<Speech> speech, speaker.speak(voice, line, 1));
    if (speech) {
      return FirstLine{voice, std::move(*speech)};
    }
  }
  return fail(ErrorKind::environment, "espeak-ng has no English voice",
              "install the package espeak-ng-data");
}

Result<std::vector<Speech>> speak_all(const Speaker& speaker, const std::vector<ScratchLine>& lines,
                                      const std::string& voice, double hurry,
                                      std::vector<Speech> spoken) {
  for (std::size_t i = spoken.size(); i < lines.size(); ++i) {
    TRY_ASSIGN(std::optional<Speech> speech, speaker.speak(voice, lines[i], hurry));
    if (!speech) {
      return fail(ErrorKind::environment, fmt::format("espeak-ng lost its voice '{}'", voice),
                  "run `reshoot doctor`");
    }
    spoken.push_back(std::move(*speech));
  }
  return spoken;
}

}  // namespace

LineTiming time_lines(const std::vector<std::int64_t>& lengths, std::int64_t clip_millis) {
  LineTiming timing;
  if (lengths.empty()) {
    return timing;
  }
  const std::int64_t speech = std::accumulate(lengths.begin(), lengths.end(), std::int64_t{0});
  const std::int64_t least = sum_of(tight, lengths.size());
  const std::int64_t most = sum_of(calm, lengths.size());
  const std::int64_t room = std::clamp(clip_millis - speech, least, most);
  // Between tight and calm, of 1000.
  const std::int64_t ease = (room - least) * 1000 / (most - least);
  const auto pause = [&](std::int64_t from, std::int64_t to) {
    return from + (to - from) * ease / 1000;
  };
  std::int64_t now = pause(tight.before, calm.before);
  for (const std::int64_t length : lengths) {
    timing.lines.push_back({now, now + length});
    now += length + pause(tight.between, calm.between);
  }
  timing.overrun = std::max<std::int64_t>(0, timing.lines.back().end - clip_millis);
  if (speech + least > clip_millis) {
    timing.hurry = static_cast<double>(speech) /
                   static_cast<double>(std::max<std::int64_t>(1, clip_millis - least));
  }
  return timing;
}

std::vector<std::string> voices_for(std::string_view language) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> other_names = {
      {{"zh", "cmn"},
       {"zh-cn", "cmn"},
       {"zh-hans", "cmn"},
       {"zh-hk", "yue"},
       {"no", "nb"},
       {"en", "en-us"}}};
  std::vector<std::string> voices;
  const auto add = [&](std::string_view voice) {
    if (std::find(voices.begin(), voices.end(), voice) == voices.end()) {
      voices.emplace_back(voice);
    }
  };
  std::string tag = lower(language);
  // A voice's name may be a path to espeak-ng: only what a language tag can be gets there.
  const bool is_tag =
      !tag.empty() && tag.front() != '-' &&
      tag.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
  while (is_tag && !tag.empty()) {
    for (const auto& [from, to] : other_names) {
      if (from == tag) {
        add(to);
      }
    }
    add(tag);
    tag.resize(std::max<std::size_t>(tag.rfind('-') + 1, 1) - 1);
  }
  add("en-us");
  add("en");
  return voices;
}

std::string_view voice_variant(std::string_view description, std::size_t place) {
  const std::string text = lower(description);
  constexpr std::array<std::string_view, 4> women = {"f2", "f4", "f5", "f3"};
  constexpr std::array<std::string_view, 4> men = {"m3", "m7", "m1", "m4"};
  const bool woman = has_any(text, {"woman", "girl", "female", "lady", "she", "her", "mother"});
  const bool man = has_any(text, {"man", "boy", "male", "gentleman", "he", "his", "father"});
  const bool high = woman != man ? woman : place % 2 == 0;
  const std::size_t of_kind = woman != man ? place : place / 2;
  return high ? women[of_kind % women.size()] : men[of_kind % men.size()];
}

Result<ScratchVoice> speak(const std::vector<ScratchLine>& lines, std::string_view language,
                           Length clip, const std::filesystem::path& espeak, const Cancel& cancel) {
  ScratchVoice result;
  const Speaker speaker(espeak, cancel);
  if (lines.empty()) {
    result.sound = silent_timeline(22050, clip.millis);
    return result;
  }
  TRY_ASSIGN(FirstLine first, first_line(speaker, lines.front(), language));
  const bool is_english = lower(language).starts_with("en");
  if (!is_english && first.voice.starts_with("en")) {
    result.warnings.push_back(fmt::format(
        "espeak-ng has no voice for '{}'; the lines are spoken with an English one", language));
  }
  std::vector<Speech> begun;
  begun.push_back(std::move(first.speech));
  TRY_ASSIGN(std::vector<Speech> spoken,
             speak_all(speaker, lines, first.voice, 1, std::move(begun)));
  LineTiming timing = time_lines(lengths_of(spoken), clip.millis);
  if (timing.hurry > 1) {
    // Speech does not get shorter quite in proportion: ask for a little more.
    const double hurry = std::min(fastest, timing.hurry * 1.06);
    TRY_ASSIGN(spoken, speak_all(speaker, lines, first.voice, hurry, {}));
    timing = time_lines(lengths_of(spoken), clip.millis);
  }
  if (timing.overrun > 0) {
    result.warnings.push_back(
        fmt::format("the spoken lines are {:.1f} s too long for {} s; the end is cut off",
                    static_cast<double>(timing.overrun) / 1000, clip.text()));
  }
  result.sound = silent_timeline(spoken.front().rate, clip.millis);
  for (std::size_t i = 0; i < spoken.size(); ++i) {
    lay(result.sound, spoken[i], timing.lines[i].begin, lines[i].side);
  }
  result.lines = std::move(timing.lines);
  return result;
}

}  // namespace reshoot
