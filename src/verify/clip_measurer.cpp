// SPDX-License-Identifier: Apache-2.0
#include "verify/clip_measurer.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "media/limits.h"
#include "media/mp4_index.h"
#include "media/probe.h"
#include "verify/clip_watcher.h"
#include "verify/reference_learner.h"

namespace reshoot {
namespace {

constexpr std::string_view no_face_model =
    "no face model is installed; `reshoot models pull` fetches it";
constexpr std::string_view no_picture_model =
    "no model for mascots and products is installed; `reshoot models pull` fetches it";
constexpr std::string_view no_voice_model =
    "no voice model is installed; `reshoot models pull` fetches it";

std::string seconds(std::int64_t millis) {
  return Length{millis}.text();
}

/// What measuring needs to know of a clip before it is decoded: sizes, rates, times and whether
/// there is sound. A plain clip's index tells them all; starting ffprobe costs as much as decoding
/// two seconds.
Result<MediaFacts> facts_of(const std::filesystem::path& clip, MediaType type, const Tools& tools,
                            const Cancel& cancel) {
  TRY(check_file_size(clip, type));
  TRY_ASSIGN(const std::optional<PlainClip> plain, read_plain_clip(clip));
  if (!plain || !plain->picture) {
    return probe(clip, type, tools, cancel);
  }
  MediaFacts facts;
  PictureFacts& picture = facts.picture.emplace();
  picture.coded = plain->picture->size;
  picture.shown = plain->picture->size;
  picture.average_rate = plain->picture->average_rate;
  picture.frames = plain->frames;
  picture.time = plain->picture->time;
  if (plain->has_sound) {
    facts.sound.emplace();
  }
  return facts;
}

TechnicalFacts technical_of(const MediaFacts& facts) {
  TechnicalFacts out;
  out.has_sound = facts.sound.has_value();
  if (facts.sound) {
    out.length = facts.sound->time.length();
  }
  if (facts.picture) {
    const PictureFacts& picture = *facts.picture;
    out.size = picture.shown;
    out.frames = picture.frames;
    out.fps = picture.average_rate.num != 0 ? picture.average_rate : picture.base_rate;
    if (picture.time.duration != 0) {
      out.length = picture.time.length();
    }
  }
  return out;
}

/// What is wrong with a clip that was decoded to `end_ms`; empty: nothing.
std::string decoding_gap(const FramesRead& read, std::int64_t end_ms, Length length) {
  if (read.samples == 0) {
    return "no frame of the clip can be decoded";
  }
  if (read.more) {
    return fmt::format("only its first {} s were looked at", seconds(end_ms));
  }
  constexpr std::int64_t tolerance_ms = 500;
  if (end_ms + std::max(tolerance_ms, length.millis / 20) < length.millis) {
    return fmt::format("its pictures end at {} s of {} s", seconds(end_ms), length.text());
  }
  return {};
}

/// What is wrong with a clip that is not worth decoding; empty: nothing. ffmpeg fills the time that
/// a frame is shown with copies of it, all at once: a frame that says it lasts for years takes all
/// memory.
std::string length_gap(const PictureFacts& picture) {
  constexpr std::int64_t unsuspected_ms = 60 * 1000;
  constexpr std::int64_t longest_shown_ms = 1000;  // of frames, the mean
  const std::int64_t length = picture.time.length().millis;
  const bool is_plausible = length <= unsuspected_ms || picture.frames == 0 ||
                            length / picture.frames <= longest_shown_ms;
  return is_plausible ? std::string()
                      : fmt::format("its {} frames are said to last {} s: it was not looked at",
                                    picture.frames, seconds(length));
}

}  // namespace

ClipMeasurer::ClipMeasurer(Tools tools, MeasuringModels models, Sampling sampling)
    : tools_(std::move(tools)),
      speaker_(std::move(models.speaker_embedding)),
      sampling_(sampling),
      eyes_(std::move(models.eyes)) {}

Result<Measurement> ClipMeasurer::measure(const std::filesystem::path& clip, MediaType type,
                                          const MeasureNeeds& needs, const Cancel& cancel) const {
  if (!is_video(type)) {
    return fail(ErrorKind::corrupt, fmt::format("'{}' is no MP4 or MOV", printable(clip.string())),
                "only clips can be measured");
  }
  TRY_ASSIGN(const MediaFacts facts, facts_of(clip, type, tools_, cancel));
  Measurement out;
  out.needs = needs;
  out.technical = technical_of(facts);
  TRY(watch(clip, type, facts, cancel, out));
  TRY(listen(clip, type, facts, cancel, out));
  return out;
}

Result<void> ClipMeasurer::watch(const std::filesystem::path& clip, MediaType type,
                                 const MediaFacts& facts, const Cancel& cancel,
                                 Measurement& into) const {
  if (!facts.picture) {
    into.gaps.emplace_back("the clip has no picture");
    return {};
  }
  if (into.needs.faces && !eyes_.models().see_faces()) {
    into.gaps.emplace_back(no_face_model);
  }
  if (into.needs.pictures && !eyes_.models().see_pictures()) {
    into.gaps.emplace_back(no_picture_model);
  }
  if (std::string gap = length_gap(*facts.picture); !gap.empty()) {
    into.gaps.push_back(std::move(gap));
    return {};
  }
  const EyesPool::Borrowed eyes = eyes_.borrow();
  ClipWatcher watcher(*eyes, eyes_.models(), into);
  const auto take = [&](const SampledFrame& frame) { watcher.watch(frame); };
  TRY_ASSIGN(const FramesRead read,
             read_frames(clip, type, *facts.picture, sampling_, tools_, cancel, take));
  TRY_ASSIGN(const std::int64_t end_ms, watcher.finish());
  if (std::string gap = decoding_gap(read, end_ms, into.technical.length); !gap.empty()) {
    into.gaps.push_back(std::move(gap));
  }
  return {};
}

Result<void> ClipMeasurer::listen(const std::filesystem::path& clip, MediaType type,
                                  const MediaFacts& facts, const Cancel& cancel,
                                  Measurement& into) const {
  if (into.needs.voices && !facts.sound) {
    into.gaps.emplace_back("the clip has no sound");
  }
  if (into.needs.voices && !speaker_) {
    into.gaps.emplace_back(no_voice_model);
  }
  if (!facts.sound) {
    return {};
  }
  if (!into.needs.voices || !speaker_) {
    return hear_without_model(clip, type, tools_, cancel, into);
  }
  TRY_ASSIGN(const Ears ears, this->ears());
  return ears.hear(clip, type, tools_, cancel, into);
}

Result<Likeness> ClipMeasurer::learn(const CharacterFiles& files, const Cancel& cancel) const {
  Likeness out;
  out.kind = files.kind;
  const bool person = files.kind == CastKind::person;
  const bool sees = person ? eyes_.models().see_faces() : eyes_.models().see_pictures();
  if (!sees && !files.references.empty()) {
    out.gaps.emplace_back(person ? no_face_model : no_picture_model);
  }
  const EyesPool::Borrowed eyes = eyes_.borrow();
  for (std::size_t i = 0; sees && i < files.references.size(); ++i) {
    TRY(learn_reference(files.references[i], static_cast<std::uint32_t>(i), *eyes, tools_, cancel,
                        out));
  }
  if (files.voice) {
    TRY(learn_voice(*files.voice, cancel, out));
  }
  return out;
}

Result<void> ClipMeasurer::learn_voice(const CharacterFiles::File& sample, const Cancel& cancel,
                                       Likeness& into) const {
  if (!speaker_) {
    into.gaps.emplace_back(no_voice_model);
    return {};
  }
  TRY_ASSIGN(const Ears ears, this->ears());
  return ears.learn(sample.path, sample.type, tools_, cancel, into);
}

Result<Ears> ClipMeasurer::ears() const {
  auto ears = ears_.lock();
  if (!ears->has_value()) {
    TRY_ASSIGN(*ears, Ears::load(speaker_->file, *speaker_->model));
  }
  return **ears;
}

}  // namespace reshoot
