// SPDX-License-Identifier: Apache-2.0
// One function per group of fields. A scene that fits passes without a message being made.

#include "campaign/model_checks.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "campaign/prompt_length.h"
#include "campaign/voice_video.h"

namespace reshoot {

namespace {

template <class T>
bool is_in(const std::vector<T>& list, const T& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

template <class List, class Text>
std::string joined(const List& list, Text text) {
  std::vector<std::string> parts;
  for (const auto& one : list) {
    parts.push_back(text(one));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string plural(int count, std::string_view one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

/// `3 pictures and 1 clip`.
std::string pictures_and_clips(int pictures, int clips) {
  if (clips == 0) {
    return plural(pictures, "picture");
  }
  if (pictures == 0) {
    return plural(clips, "clip");
  }
  return fmt::format("{} and {}", plural(pictures, "picture"), plural(clips, "clip"));
}

/// What lengths a model makes, in words.
std::string lengths_of(const Model& model) {
  if (!model.lengths.empty()) {
    return fmt::format("clips of {} s", joined(model.lengths, [](Length l) { return l.text(); }));
  }
  return fmt::format("clips of {} to {} {}", model.shortest.text(), model.longest.text(),
                     model.whole_seconds ? "whole seconds" : "s");
}

bool is_length_legal(const Model& model, Length length) {
  return length >= model.shortest && length <= model.longest &&
         (model.lengths.empty() || is_in(model.lengths, length)) &&
         (!model.whole_seconds || length.millis % 1000 == 0);
}

bool is_off(const std::optional<Spanned<IdentityText>>& identity) {
  return identity && identity->value.keys.level == IdentityLevel::off;
}

/// Whether a scene's model gets to hear the character's voice, as that is to be sent.
bool can_hear(const Model& model, const Character& who) {
  const bool as_video = who.voice_as == VoiceAs::reference_video && takes_voice_video(model);
  return model.inputs.binds() && (model.inputs.voice_sample || as_video);
}

}  // namespace

void ModelChecks::check(const Scene& scene, const SceneText& text) {
  if (scene.model.value == nullptr || scene.footage || text.footage) {
    return;
  }
  Count total;
  for (std::uint32_t i = 0; i < scene.cast.size(); ++i) {
    const Count own = count(scene, i);
    total.images += own.images;
    total.videos += own.videos;
    total.voices += own.voices;
  }
  check_cast(scene, text, total);
  check_length(scene, total);
  check_picture(scene, text, total);
  check_frames(scene, text, total);
  check_talking_head(scene);
  check_speech(scene, text);
  check_voices(scene);
  check_voice_videos(scene);
  check_prompt(scene);
  check_files(scene);
}

ModelChecks::Count ModelChecks::count(const Scene& scene, std::uint32_t member) const {
  Count count;
  if (!scene.model.value->inputs.binds()) {
    return count;
  }
  const Character& character = campaign_.characters[scene.cast[member].character];
  for (const std::uint32_t index : scene.cast[member].references) {
    ++(is_video(character.references[index].file.type) ? count.videos : count.images);
  }
  if (voice_video_of(scene, member, campaign_.characters, *scene.model.value)) {
    ++count.videos;
    ++count.voices;
  }
  return count;
}

void ModelChecks::check_cast(const Scene& scene, const SceneText& text, Count total) {
  const Model& model = *scene.model.value;
  if (scene.cast.empty()) {
    if (model.inputs.needs_references && !text.cast) {
      report(Code::model_cannot, scene, scene.at,
             fmt::format("'{}' makes no clip without a reference", model.id()))
          .help("name a cast, or choose a model that shoots from the prompt alone");
    }
    return;
  }
  const Span at = text.cast ? text.cast->at : scene.at;
  if (model.talking_head && (model.inputs.needs_avatar || shows_avatars(scene))) {
    return;  // seen is the avatar, and no reference is sent
  }
  if (!model.inputs.binds()) {
    if (!is_off(text.identity)) {
      diags_
          .report(Code::no_binding,
                  fmt::format("'{}' binds no references, so it cannot show the cast", model.id()))
          .at(at, "whoever appears would look like somebody else")
          .help("choose a model that binds references, or leave the cast out")
          .help(
              "or add 'identity: off' to the scene: then descriptions are all that the model gets, "
              "and nobody is measured");
    }
    return;
  }
  check_reference_count(scene, at, total);
  if (model.workflow && total.all() < model.inputs.references) {
    report(Code::model_cannot, scene, at,
           fmt::format("the workflow of '{}' has places for {} references, and scene '{}' binds {}",
                       model.id(), model.inputs.references, scene.name, total.all()))
        .help("bind as many as it has 'references' among its slots");
  }
  const auto cast_size = static_cast<int>(scene.cast.size());
  if (model.inputs.characters > 0 && cast_size > model.inputs.characters) {
    diags_
        .report(Code::too_many_references,
                fmt::format("scene '{}' has a cast of {}; '{}' shows at most {}", scene.name,
                            cast_size, model.id(), model.inputs.characters))
        .at(at);
  }
  if (model.local()) {
    return;  // draws a stand-in for who has no reference
  }
  for (const CastMember& member : scene.cast) {
    if (member.references.empty()) {
      const Character& character = campaign_.characters[member.character];
      Diagnostic& d =
          diags_
              .report(Code::no_binding, fmt::format("'{}' has no reference that '{}' could bind",
                                                    character.name, model.id()))
              .at(member.at)
              .at(character.at, "declared here");
      if (model.talking_head) {
        d.help("add a portrait to its 'references', or heygen: {avatar: ID}");
      }
    }
  }
}

void ModelChecks::check_reference_count(const Scene& scene, Span at, Count total) {
  const ModelInputs& in = scene.model.value->inputs;
  std::string most;
  if (total.images > in.reference_images) {
    most = "at most " + pictures_and_clips(in.reference_images, 0);
  } else if (total.videos > in.reference_videos) {
    most = in.reference_videos == 0 ? "no clips"
                                    : "at most " + pictures_and_clips(0, in.reference_videos);
  } else if (total.all() > in.references) {
    most = fmt::format("at most {} references in all", in.references);
  } else {
    return;
  }
  Diagnostic& d = diags_
                      .report(Code::too_many_references,
                              fmt::format("scene '{}' binds {}; '{}' takes {}", scene.name,
                                          pictures_and_clips(total.images, total.videos),
                                          scene.model.value->id(), most))
                      .at(at);
  for (std::uint32_t i = 0; i < scene.cast.size(); ++i) {
    const Count own = count(scene, i);
    d.note(fmt::format("{}: {}{}", campaign_.characters[scene.cast[i].character].name,
                       pictures_and_clips(own.images, own.videos),
                       own.voices > 0 ? " (1 clip is for the voice)" : ""));
  }
  d.help(fmt::format("bind only some of them: cast: {{{}: [front]}}",
                     campaign_.characters[scene.cast.front().character].name));
}

void ModelChecks::check_length(const Scene& scene, Count total) {
  const Model& model = *scene.model.value;
  const Length length = scene.seconds.value;
  const Span at = scene.seconds.at.is_none() ? scene.model.at : scene.seconds.at;
  const bool legal = is_length_legal(model, length);
  std::string makes;
  if (!legal) {
    makes = lengths_of(model);
  } else if (total.all() > 0 && model.inputs.cast_length && length != *model.inputs.cast_length) {
    makes = fmt::format("only clips of {} s with references", model.inputs.cast_length->text());
  } else if (total.videos > 0 && model.inputs.longest_with_video &&
             length > *model.inputs.longest_with_video) {
    makes = fmt::format("clips of at most {} s with a reference clip",
                        model.inputs.longest_with_video->text());
  } else {
    return;
  }
  if (!is_reported(scene, at, "seconds")) {
    Diagnostic& d =
        report(Code::length_out_of_range, scene, at,
               fmt::format("'{}' makes {}, not {} s", model.id(), makes, length.text()));
    if (legal && total.voices > 0 && total.voices == total.videos) {
      d.note("the voice of who speaks is sent as a reference clip");
    }
  }
}

void ModelChecks::check_picture(const Scene& scene, const SceneText& text, Count total) {
  const Model& model = *scene.model.value;
  if (!model.resolutions.empty() && !is_in(model.resolutions, scene.lines.value)) {
    const Span at = scene.lines.at.is_none() ? scene.model.at : scene.lines.at;
    if (!is_reported(scene, at, "resolution")) {
      report(Code::model_cannot, scene, at,
             fmt::format("'{}' makes no {}p", model.id(), scene.lines.value))
          .note(fmt::format("it makes {}", joined(model.resolutions, [](std::int32_t lines) {
                              return fmt::format("{}p", lines);
                            })));
    }
  }
  if (!model.takes_ratio) {
    if (text.ratio) {
      report(Code::model_cannot, scene, text.ratio->at,
             fmt::format("'{}' takes no ratio", model.id()))
          .note("its clip has the shape of the first frame, and 'fit' fits it into the video");
    }
  } else if (model.inputs.first_frame_sets_ratio && text.first_frame && text.ratio) {
    report(Code::model_cannot, scene, text.ratio->at,
           fmt::format("'{}' takes no ratio with a first frame", model.id()))
        .at(text.first_frame->at, "the clip has the shape of this")
        .help("leave 'ratio' out here; 'fit' fits the clip into the video");
  } else if (!model.ratios.empty() && !is_in(model.ratios, scene.ratio.value)) {
    const Span at = scene.ratio.at.is_none() ? scene.model.at : scene.ratio.at;
    if (!is_reported(scene, at, "ratio")) {
      report(Code::model_cannot, scene, at,
             fmt::format("'{}' makes no {}", model.id(), scene.ratio.value.text()))
          .note(fmt::format("it makes {}", joined(model.ratios, [](Ratio r) { return r.text(); })));
    }
  } else if (model.inputs.cast_needs_16_9 && total.all() > 0 && scene.ratio.value != Ratio{16, 9}) {
    const Span at = scene.ratio.at.is_none() ? scene.model.at : scene.ratio.at;
    if (!is_reported(scene, at, "ratio")) {
      report(Code::model_cannot, scene, at,
             fmt::format("'{}' takes references only at 16:9", model.id()));
    }
  }
  if (text.fps && !model.takes_fps) {
    report(Code::model_cannot, scene, text.fps->at,
           fmt::format("'{}' chooses the frame rate itself", model.id()))
        .help("leave 'fps' out here; each video has its own");
  }
}

void ModelChecks::check_frames(const Scene& scene, const SceneText& text, Count total) {
  const Model& model = *scene.model.value;
  const ModelInputs& in = model.inputs;
  const auto cannot = [&](const PathAt& frame, std::string_view name) {
    report(Code::model_cannot, scene, frame.at, fmt::format("'{}' takes no {}", model.id(), name));
  };
  if (text.first_frame && !in.first_frame) {
    cannot(*text.first_frame, "first frame");
  }
  if (text.last_frame && !in.last_frame) {
    cannot(*text.last_frame, "last frame");
  }
  if (in.needs_first_frame && !text.first_frame) {
    report(Code::model_cannot, scene, scene.at,
           fmt::format("'{}' makes no clip without a first frame", model.id()))
        .help("add 'first_frame', or choose a model that shoots from the prompt alone");
  }
  if (model.workflow && in.last_frame && !text.last_frame) {
    report(Code::model_cannot, scene, scene.at,
           fmt::format("the workflow of '{}' makes no clip without a last frame", model.id()))
        .help("add 'last_frame'");
  }
  if (in.frames_exclude_cast && text.first_frame && total.all() > 0) {
    report(Code::model_cannot, scene, text.first_frame->at,
           fmt::format("'{}' takes frames or references, not both", model.id()))
        .at(text.cast->at, "binds references");
  }
}

void ModelChecks::check_speech(const Scene& scene, const SceneText& text) {
  const Model& model = *scene.model.value;
  if (!model.speaks && !scene.says.empty()) {
    report(Code::model_cannot, scene, scene.says.front().at,
           fmt::format("'{}' does not speak", model.id()))
        .help("choose a model that speaks, or leave 'says' out");
  }
  if (text.language && !model.takes_language) {
    report(Code::model_cannot, scene, text.language->at,
           fmt::format("'{}' takes no language", model.id()))
        .help("leave 'language' out here: it speaks as the lines are written");
  }
}

void ModelChecks::check_prompt(const Scene& scene) {
  const Model& model = *scene.model.value;
  const auto most = static_cast<std::size_t>(model.prompt_characters);
  const auto length = prompt_beyond(most, scene, campaign_.characters);
  if (!length) {
    return;
  }
  Diagnostic& d = report(Code::prompt_too_long, scene, scene.prompt.at,
                         fmt::format("prompt and spoken lines have {} characters; '{}' takes {}",
                                     *length, model.id(), most));
  if (!scene.cast.empty() && !model.local()) {
    d.note(
        "counted as they are sent: a character's name becomes words such as 'the person in "
        "Image 1'");
  }
}

void ModelChecks::check_voices(const Scene& scene) {
  const Model& model = *scene.model.value;
  if (model.local() || model.inputs.voice_sample || model.talking_head || !model.speaks ||
      !model.inputs.binds()) {
    return;
  }
  for (const SpokenLine& line : scene.says) {
    const Character& who = campaign_.characters[scene.cast[line.cast].character];
    if (!who.voice || can_hear(model, who) || is_reported(scene, who.voice->at, "voice")) {
      continue;
    }
    std::vector<std::string> able;
    for (const Model& other : catalog_.all()) {
      if (can_hear(other, who)) {
        able.push_back(fmt::format("'{}'", other.id()));
      }
    }
    Diagnostic& d = report(Code::voice_not_taken, scene, line.at,
                           fmt::format("'{}' takes no voice sample: '{}' would speak in a voice "
                                       "that the model chooses",
                                       model.id(), who.name))
                        .at(who.voice->at, "the voice that is asked for");
    if (!able.empty()) {
      d.help(fmt::format("shoot it with a model that takes one: {}", fmt::join(able, ", ")));
    }
    if (takes_voice_video(model)) {
      d.help(
          fmt::format("or add 'as: reference_video' to the voice: a short video of a picture of "
                      "'{}' and the sample is sent{}",
                      who.name, model.billed_video ? ", and billed by its seconds" : ""));
    }
    d.help(fmt::format("or leave 'voice' of '{}' out, if any voice will do", who.name));
  }
}

void ModelChecks::check_voice_videos(const Scene& scene) {
  for (std::uint32_t i = 0; i < scene.cast.size(); ++i) {
    const auto video = voice_video_of(scene, i, campaign_.characters, *scene.model.value);
    if (!video || video->portrait != nullptr ||
        is_reported(scene, video->sample->at, "voice video")) {
      continue;
    }
    const Character& who = campaign_.characters[scene.cast[i].character];
    report(Code::voice_not_taken, scene, video->sample->at,
           fmt::format("'{}' has no picture for the reference video that its voice would be in",
                       who.name))
        .at(who.at, "declared here")
        .help("add a picture to its 'references'");
  }
}

void ModelChecks::check_talking_head(const Scene& scene) {
  const Model& model = *scene.model.value;
  if (!model.talking_head) {
    return;
  }
  if (scene.cast.size() != 1) {
    report(Code::model_cannot, scene, scene.at,
           fmt::format("'{}' shows exactly one character, not {}", model.id(), scene.cast.size()))
        .help("name one in 'cast'");
  }
  if (scene.says.empty()) {
    report(Code::model_cannot, scene, scene.at,
           fmt::format("'{}' makes no clip without spoken lines", model.id()))
        .help("say in 'says' what is spoken");
  }
  const bool has_words =
      std::any_of(scene.prompt.value.begin(), scene.prompt.value.end(), [](const PromptPart& part) {
        return part.text.find_first_not_of(" \t\r\n") != std::string::npos;
      });
  if (!model.inputs.prompt && has_words) {
    report(Code::model_cannot, scene, scene.prompt.at,
           fmt::format("'{}' takes no prompt: it only says the lines", model.id()))
        .help("let 'prompt' name who is seen, and no more: ${name}");
  }
  for (const CastMember& member : scene.cast) {
    const Character& who = campaign_.characters[member.character];
    const auto needs = [&](std::string_view what, std::string_view key) {
      if (!is_reported(scene, who.at, key)) {
        report(Code::model_cannot, scene, member.at,
               fmt::format("'{}' needs the id of {} for '{}'", model.id(), what, who.name))
            .at(who.at, "declared here")
            .help(fmt::format("look it up at HeyGen, and add to the character: heygen: {{{}: ID}}",
                              key));
      }
    };
    if (who.heygen.voice.empty()) {
      needs("a voice", "voice");
    }
    if (model.inputs.needs_avatar && who.heygen.avatar.empty()) {
      needs("an avatar", "avatar");
    }
  }
}

bool ModelChecks::shows_avatars(const Scene& scene) const {
  return std::all_of(scene.cast.begin(), scene.cast.end(), [&](const CastMember& member) {
    return !campaign_.characters[member.character].heygen.avatar.empty();
  });
}

void ModelChecks::check_files(const Scene& scene) {
  const ModelInputs& in = scene.model.value->inputs;
  for (const CastMember& member : scene.cast) {
    const Character& character = campaign_.characters[member.character];
    if (!in.binds()) {
      continue;  // none of its files is sent
    }
    for (const std::uint32_t index : member.references) {
      const MediaFile& file = character.references[index].file;
      files_.check(scene, file, is_video(file.type) ? FileRole::video : FileRole::image);
    }
    if (in.voice_sample && character.voice) {
      files_.check(scene, *character.voice, FileRole::voice);
    }
  }
  if (scene.first_frame) {
    files_.check(scene, *scene.first_frame, FileRole::frame);
  }
  if (scene.last_frame) {
    files_.check(scene, *scene.last_frame, FileRole::frame);
  }
}

Diagnostic& ModelChecks::report(Code code, const Scene& scene, Span at, std::string message) {
  Diagnostic& d = diags_.report(code, std::move(message)).at(at.is_none() ? scene.at : at);
  if (!d.labels.front().span.is_none() && d.labels.front().span != scene.at) {
    d.at(scene.at, "in this scene");
  }
  return d;
}

bool ModelChecks::is_reported(const Scene& scene, Span at, std::string_view key) {
  const Reported one{at, scene.model.value, key};
  if (diags_.full() || std::find(reported_.begin(), reported_.end(), one) != reported_.end()) {
    return true;
  }
  reported_.push_back(one);
  return false;
}

}  // namespace reshoot
