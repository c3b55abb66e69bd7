// SPDX-License-Identifier: Apache-2.0
// Characters first, then the scenes that cast them, then the videos that show those.

#include "campaign/resolve.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/text.h"
#include "campaign/defaults.h"
#include "campaign/interpolation.h"
#include "campaign/model_checks.h"
#include "campaign/name_index.h"

namespace reshoot {

namespace {

constexpr std::size_t references_limit = 64;  // of one character; models take at most 16
constexpr std::size_t consent_names_limit = 64;
constexpr std::size_t names_in_note = 8;

class Resolver {
 public:
  Resolver(const CampaignText& text, const ResolveContext& context)
      : text_(text),
        context_(context),
        character_index_(text.characters.all),
        scene_index_(text.scenes.all),
        cast_of_scene_(text.characters.all.size()),
        used_(text.characters.all.size()) {}

  Campaign run() {
    campaign_.name = text_.name.value.text;
    campaign_.budget.max_cost = text_.budget.max_cost;
    if (text_.budget.max_takes) {
      campaign_.budget.max_takes = static_cast<int>(text_.budget.max_takes->value);
    }
    defaults_ = resolve_defaults(text_.defaults, context_.catalog, diags());
    campaign_.characters.reserve(text_.characters.all.size());
    for (const auto& character : text_.characters.all) {
      campaign_.characters.push_back(character_of(character));
    }
    campaign_.scenes.reserve(text_.scenes.all.size());
    ModelChecks checks(campaign_, context_.catalog, context_.diags);
    for (const auto& scene : text_.scenes.all) {
      campaign_.scenes.push_back(scene_of(scene));
      checks.check(campaign_.scenes.back(), scene.value);
    }
    if (text_.scenes.all.empty() && !text_.scenes.at.is_none()) {
      diags().report(Code::bad_value, "there is no scene in 'scenes'").at(text_.scenes.at);
    }
    if (text_.videos) {
      for (const auto& video : text_.videos->all) {
        campaign_.videos.push_back(video_of(video));
      }
    }
    if (!diags().has_errors()) {  // what is broken may have meant what seems to be unused
      warn_of_scenes_in_no_video();
      warn_of_unused_characters();
    }
    return std::move(campaign_);
  }

 private:
  [[nodiscard]] Diagnostics& diags() { return context_.diags; }

  Character character_of(const Named<CharacterText>& named) {
    const CharacterText& text = named.value;
    Character character;
    character.name = named.name;
    character.at = named.at;
    character.kind = text.kind.value_or(CharacterKind::person);
    if (text.description) {
      character.description = {plain_text(text.description->value, text.description->at,
                                          "description", context_.sources, diags()),
                               text.description->at};
    }
    if (text.references.size() > references_limit) {
      diags()
          .report(Code::bad_value,
                  fmt::format("'{}' has {} references; a character has at most {}", named.name,
                              text.references.size(), references_limit))
          .at(named.at);
      return character;
    }
    for (const ReferenceText& reference : text.references) {
      add_reference(character, reference);
    }
    if (text.voice && text.voice->sample) {
      character.voice = find_file(*text.voice->sample, WantedMedia::sound);
      character.voice_as = text.voice->as.value_or(VoiceAs::sample);
    }
    if (text.heygen && text.heygen->avatar) {
      character.heygen.avatar = text.heygen->avatar->value.text;
      character.heygen.avatar_at = text.heygen->avatar->at;
    }
    if (text.heygen && text.heygen->voice) {
      character.heygen.voice = text.heygen->voice->value.text;
      character.heygen.voice_at = text.heygen->voice->at;
    }
    if (text.consent) {
      character.consent = consent_of(*text.consent);
    }
    character.identity_at = named.at;
    if (text.identity) {
      character.identity = with(character.identity, text.identity->value);
      character.identity_at = text.identity->at;
    }
    return character;
  }

  /// nullopt: without a record there is none, and that was reported.
  std::optional<Consent> consent_of(const Spanned<ConsentText>& text) {
    Consent consent;
    consent.at = text.at;
    consent.until = text.value.until;
    consent.uses = names_of(text.value.uses, "uses", text.at);
    consent.markets = names_of(text.value.markets, "markets", text.at);
    const std::optional<PathAt>& written = text.value.record;
    std::optional<MediaFile> record =
        written ? find_file(*written, WantedMedia::any_file) : std::nullopt;
    if (!record) {
      return std::nullopt;
    }
    consent.record = *std::move(record);
    return consent;
  }

  std::vector<std::string> names_of(const std::vector<NameAt>& list, std::string_view key,
                                    Span at) {
    std::vector<std::string> names;
    if (list.size() > consent_names_limit) {
      diags()
          .report(Code::bad_value, fmt::format("'{}' has {} entries; it takes at most {}", key,
                                               list.size(), consent_names_limit))
          .at(at);
      return names;
    }
    names.reserve(list.size());
    for (const NameAt& name : list) {
      names.emplace_back(name.value.text);
    }
    return names;
  }

  void add_reference(Character& character, const ReferenceText& text) {
    Reference reference;
    if (text.name) {
      reference.name = text.name->value.text;
      const bool twice = std::any_of(character.references.begin(), character.references.end(),
                                     [&](const Reference& r) { return r.name == reference.name; });
      if (twice) {
        diags()
            .report(Code::bad_name, fmt::format("'{}' has two references named '{}'",
                                                character.name, reference.name))
            .at(text.name->at);
      }
    }
    std::optional<MediaFile> file;
    if (text.image) {
      file = find_file(*text.image, WantedMedia::picture);
    } else if (text.video) {
      file = find_file(*text.video, WantedMedia::clip);
      if (file && file->type == MediaType::unknown) {
        file->type = MediaType::mp4;  // files are not looked at: what was declared holds
      }
    } else if (text.bare) {
      file = find_file(*text.bare, WantedMedia::picture_or_clip);
    }
    reference.file = file.value_or(MediaFile{});
    character.references.push_back(std::move(reference));
  }

  std::optional<MediaFile> find_file(const PathAt& path, WantedMedia wanted) {
    return context_.files.find(path.value.text, path.at, wanted);
  }

  Scene scene_of(const Named<SceneText>& named) {
    const SceneText& text = named.value;
    Scene scene;
    scene.name = named.name;
    scene.at = named.at;
    ++scene_number_;
    scene.seconds = defaults_.seconds;
    take(scene.seconds, text.seconds);
    scene.fit = defaults_.fit;
    take(scene.fit, text.fit);
    scene.lines = defaults_.lines;
    take(scene.lines, text.resolution);
    scene.ratio = defaults_.ratio;
    take(scene.ratio, text.ratio);
    scene.fps = defaults_.fps;
    take(scene.fps, text.fps);
    if (text.footage) {
      resolve_footage(scene, text);
      return scene;
    }
    if (text.ratio || text.resolution) {
      check_size(scene.lines.value, scene.ratio.value,
                 text.ratio ? text.ratio->at : text.resolution->at, diags());
    }
    scene.language = defaults_.language;
    take(scene.language, text.language);
    scene.seed = defaults_.seed;
    take(scene.seed, text.seed);
    scene.model = defaults_.model;
    if (text.model) {
      scene.model = {find_model(*text.model, defaults_.provider, context_.catalog, diags()),
                     text.model->at};
    }
    if (text.cast) {
      resolve_cast(scene, text.cast->value);
      resolve_identity(scene, campaign_.characters, text.identity);
    }
    if (text.prompt) {
      resolve_prompt(scene, *text.prompt);
    }
    resolve_says(scene, text.says);
    if (text.first_frame) {
      scene.first_frame = find_file(*text.first_frame, WantedMedia::picture);
    }
    if (text.last_frame) {
      scene.last_frame = find_file(*text.last_frame, WantedMedia::picture);
    }
    return scene;
  }

  void resolve_footage(Scene& scene, const SceneText& text) {
    if (!text.seconds) {
      scene.seconds = {};
    }
    scene.footage = find_file(*text.footage, WantedMedia::picture_or_clip);
    if (scene.footage && is_image(scene.footage->type) && !text.seconds) {
      diags()
          .report(Code::missing_key, "footage that is a picture needs 'seconds'")
          .at(text.footage->at, fmt::format("a {} picture", name_of(scene.footage->type)))
          .help("say how long it is shown, such as 'seconds: 4'");
    }
  }

  void resolve_cast(Scene& scene, const CastText& cast) {
    scene.cast.reserve(cast.members.size());
    for (const CastMemberText& text : cast.members) {
      const std::string_view name = text.name.value.text;
      const auto character = character_index_.find(name);
      if (!character) {
        report_unknown_character(name, text.name.at);
        continue;
      }
      if (cast_of_scene_[*character].scene == scene_number_) {
        diags()
            .report(Code::bad_value, fmt::format("'{}' is in the cast twice", name))
            .at(text.name.at);
        continue;
      }
      cast_of_scene_[*character] = {scene_number_, static_cast<std::uint32_t>(scene.cast.size())};
      used_[*character] = true;
      scene.cast.push_back(cast_member_of(*character, text));
    }
  }

  CastMember cast_member_of(std::uint32_t index, const CastMemberText& text) {
    CastMember member{index, {}, text.name.at};
    const std::vector<Reference>& references = campaign_.characters[index].references;
    if (!text.references) {
      for (std::uint32_t i = 0; i < references.size(); ++i) {
        member.references.push_back(i);
      }
      return member;
    }
    for (const NameAt& name : *text.references) {
      const auto found =
          std::find_if(references.begin(), references.end(),
                       [&](const Reference& r) { return r.name == name.value.text; });
      const auto at = static_cast<std::uint32_t>(found - references.begin());
      if (found == references.end()) {
        report_unknown_reference(campaign_.characters[index], name);
      } else if (std::find(member.references.begin(), member.references.end(), at) !=
                 member.references.end()) {
        diags()
            .report(Code::bad_value, fmt::format("'{}' is bound twice", name.value.text))
            .at(name.at);
      } else {
        member.references.push_back(at);
      }
    }
    return member;
  }

  void report_unknown_reference(const Character& character, const NameAt& name) {
    std::vector<std::string> known;
    for (const Reference& reference : character.references) {
      if (!reference.name.empty()) {
        known.push_back(reference.name);
      }
    }
    diags()
        .report(Code::unknown_reference,
                fmt::format("'{}' has no reference '{}'", character.name, name.value.text))
        .at(name.at)
        .at(character.at, "declared here")
        .help_did_you_mean(name.value.text, known);
  }

  void report_unknown_character(std::string_view name, Span at) {
    Diagnostic& d =
        diags()
            .report(Code::unknown_character, fmt::format("unknown character '{}'", name))
            .at(at, "not declared in 'characters'");
    suggest(d, name, character_index_);
  }

  /// The nearest of the declared names, or all of a few.
  void suggest(Diagnostic& d, std::string_view name, const NameIndex& index) {
    if (index.size() > comparisons_left_) {
      return;
    }
    comparisons_left_ -= index.size();
    const std::vector<std::string> known = index.names();
    d.help_did_you_mean(name, known);
    if (d.helps.empty() && !known.empty() && known.size() <= names_in_note) {
      d.note(fmt::format("declared: {}", fmt::join(known, ", ")));
    }
  }

  /// The index in the scene's cast; nullopt: reported.
  std::optional<std::uint32_t> find_in_cast(const Scene& scene, std::string_view name, Span at) {
    const auto character = character_index_.find(name);
    if (!character) {
      report_unknown_character(name, at);
      return std::nullopt;
    }
    if (cast_of_scene_[*character].scene != scene_number_) {
      diags()
          .report(Code::not_in_cast,
                  fmt::format("'{}' is not in the cast of scene '{}'", name, scene.name))
          .at(at)
          .help(scene.cast.empty() ? fmt::format("add it: cast: [{}]", name)
                                   : fmt::format("add '{}' to its 'cast'", name));
      return std::nullopt;
    }
    return cast_of_scene_[*character].index;
  }

  void resolve_prompt(Scene& scene, const TextAt& prompt) {
    scene.prompt.at = prompt.at;
    if (is_blank(prompt.value)) {
      diags().report(Code::bad_value, "'prompt' is empty").at(prompt.at);
    }
    const std::string_view text = without_trailing_space(prompt.value);
    if (text.find("${") == std::string_view::npos) {
      scene.prompt.value.push_back({std::string(text), std::nullopt});
      return;
    }
    for (Piece& piece : split_interpolations(text, prompt.at, context_.sources, diags())) {
      if (!piece.is_name) {
        scene.prompt.value.push_back({std::move(piece.text), std::nullopt});
      } else if (const auto member = find_in_cast(scene, piece.text, piece.at)) {
        scene.prompt.value.push_back({{}, *member});
      }
    }
  }

  void resolve_says(Scene& scene, const std::vector<SpokenLineText>& lines) {
    scene.says.reserve(lines.size());
    for (const SpokenLineText& line : lines) {
      if (is_blank(line.text.value)) {
        diags().report(Code::bad_value, "there are no words to speak").at(line.text.at);
      }
      std::string words =
          plain_text(line.text.value, line.text.at, "says", context_.sources, diags());
      if (const auto member = find_in_cast(scene, line.speaker.value.text, line.speaker.at)) {
        scene.says.push_back({*member, std::move(words), line.text.at});
      }
    }
  }

  static bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
  }

  Video video_of(const Named<VideoText>& named) {
    const VideoText& text = named.value;
    Video video;
    video.name = named.name;
    video.at = named.at;
    video.size = {size_of(defaults_.lines.value, defaults_.ratio.value), defaults_.lines.at};
    take(video.size, text.size);
    video.fps = defaults_.fps;
    take(video.fps, text.fps);
    take(video.loudness, text.loudness);
    check_even(video.size);
    if (!text.scenes) {
      return video;  // the binder has reported it
    }
    if (text.scenes->empty()) {
      diags()
          .report(Code::empty_video, fmt::format("the video '{}' shows no scene", named.name))
          .at(named.at)
          .help("list its scenes in order, such as 'scenes: [welcome, product]'");
    }
    for (const NameAt& scene : *text.scenes) {
      add_scene(video, scene);
    }
    return video;
  }

  void check_even(const Spanned<Size>& size) {
    if (size.value.width % 2 != 0 || size.value.height % 2 != 0) {
      diags()
          .report(Code::bad_value, fmt::format("both sides of {} must be even", size.value.text()))
          .at(size.at)
          .note("H.264 as browsers play it keeps colour for two pixels at a time");
    }
  }

  void add_scene(Video& video, const NameAt& scene) {
    const std::string_view name = scene.value.text;
    if (const auto index = scene_index_.find(name)) {
      video.scenes.push_back(*index);
      video.scene_places.push_back(scene.at);
      return;
    }
    Diagnostic& d = diags()
                        .report(Code::unknown_scene, fmt::format("unknown scene '{}'", name))
                        .at(scene.at, "not declared in 'scenes'");
    suggest(d, name, scene_index_);
  }

  void warn_of_scenes_in_no_video() {
    if (campaign_.videos.empty()) {
      return;
    }
    std::vector<bool> shown(campaign_.scenes.size());
    for (const Video& video : campaign_.videos) {
      for (const std::uint32_t scene : video.scenes) {
        shown[scene] = true;
      }
    }
    for (std::size_t i = 0; i < shown.size(); ++i) {
      if (!shown[i]) {
        const Scene& scene = campaign_.scenes[i];
        diags()
            .report(Code::scene_in_no_video, fmt::format("scene '{}' is in no video", scene.name))
            .at(scene.at)
            .note("it is shot only when it is asked for by name");
      }
    }
  }

  void warn_of_unused_characters() {
    for (std::size_t i = 0; i < used_.size(); ++i) {
      if (!used_[i]) {
        const Character& character = campaign_.characters[i];
        diags()
            .report(Code::unused_character,
                    fmt::format("character '{}' is in no scene", character.name))
            .at(character.at);
      }
    }
  }

  /// Where a character stands in the cast of the scene that was resolved last with it.
  struct CastPlace {
    std::uint32_t scene = 0;  ///< scene_number_ of then
    std::uint32_t index = 0;
  };

  const CampaignText& text_;
  const ResolveContext& context_;
  NameIndex character_index_;
  NameIndex scene_index_;
  Defaults defaults_;
  Campaign campaign_;
  std::uint32_t scene_number_ = 0;  ///< counts from 1
  std::vector<CastPlace> cast_of_scene_;
  std::vector<bool> used_;
  std::size_t comparisons_left_ = 1'000'000;  ///< for did-you-mean, so that no file makes it slow
};

}  // namespace

Campaign resolve(const CampaignText& text, const ResolveContext& context) {
  return Resolver(text, context).run();
}

}  // namespace reshoot
