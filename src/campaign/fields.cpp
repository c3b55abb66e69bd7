// SPDX-License-Identifier: Apache-2.0
// One table per mapping of the language. A new key is one member in text.h and one row here.

#include "campaign/fields.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace reshoot {

namespace {

constexpr Shape text_shape(std::string_view wanted, std::string_view pattern) {
  return scalar_shape(Shape::Kind::text, wanted, pattern);
}

constexpr Shape list_of(const Shape& item, std::string_view wanted) {
  Shape s;
  s.kind = Shape::Kind::list;
  s.wanted = wanted;
  s.item = &item;
  return s;
}

constexpr Shape any_of(std::span<const Shape* const> alternatives, std::string_view wanted) {
  Shape s;
  s.kind = Shape::Kind::any_of;
  s.wanted = wanted;
  s.alternatives = alternatives;
  return s;
}

/// `en`, `pt-BR`, `zh-Hans-CN`: parts of letters and digits.
bool is_language(std::string_view text) {
  std::size_t part = 0;  // length of the part so far
  bool first = true;
  for (const char c : text) {
    if (c == '-') {
      if (part < 2) {
        return false;
      }
      first = false;
      part = 0;
    } else if ((first && c >= 'a' && c <= 'z') || (!first && is_name_start(c))) {
      ++part;
    } else {
      return false;
    }
    if (part > (first ? 3U : 8U)) {
      return false;
    }
  }
  return part >= 2;
}

}  // namespace

template <>
struct Bind<NameText> {
  static constexpr Shape shape = text_shape("a name", PlainName::pattern);
  static bool read(Binder& binder, const YamlValue& value, NameText& into) {
    const auto text = binder.text(value, shape);
    into.text = text.value_or(std::string_view());
    if (text && !PlainName::allows(*text)) {
      binder.bad_name(value, PlainName::wanted);
      return false;
    }
    return text.has_value();
  }
};

template <>
struct Bind<HeygenIdText> {
  static constexpr Shape shape =
      text_shape("an id of HeyGen's", "^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$");
  static bool read(Binder& binder, const YamlValue& value, HeygenIdText& into) {
    const auto text = binder.text(value, shape);
    into.text = text.value_or(std::string_view());
    constexpr std::size_t longest = 128;
    const auto is_plain = [](char c) {
      return is_name_start(c) || c == '.' || c == '_' || c == '-';
    };
    if (text && (text->empty() || text->size() > longest || !is_name_start(text->front()) ||
                 !std::all_of(text->begin(), text->end(), is_plain))) {
      binder.bad_name(value,
                      "ids are letters, digits, '.', '_' and '-', and have at most 128 characters");
      return false;
    }
    return text.has_value();
  }
};

template <>
struct Bind<PathText> {
  static constexpr Shape shape = text_shape("a path from this file's folder", "^[^/]");
  static bool read(Binder& binder, const YamlValue& value, PathText& into) {
    const auto text = binder.text(value, shape);
    into.text = text.value_or(std::string_view());
    if (text && (text->empty() || text->front() == '/')) {
      binder.bad_value(value, shape).help("write it relative to this file, without '/' in front");
      return false;
    }
    return text.has_value();
  }
};

template <>
struct Bind<LanguageText> {
  static constexpr Shape shape =
      text_shape("a language tag, such as en or pt-BR", "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$");
  static bool read(Binder& binder, const YamlValue& value, LanguageText& into) {
    const auto text = binder.text(value, shape);
    into.text = text.value_or(std::string_view());
    if (text && !is_language(*text)) {
      binder.bad_value(value, shape);
      return false;
    }
    return text.has_value();
  }
};

template <>
struct Bind<ModelText> {
  static constexpr Shape shape = text_shape("a model, such as animatic or gmi/wan2.7-r2v",
                                            "^([A-Za-z0-9._-]+/)?[A-Za-z0-9._-]+$");
  static bool read(Binder& binder, const YamlValue& value, ModelText& into) {
    const auto text = binder.text(value, shape);  // an unknown model is found later
    into.text = text.value_or(std::string_view());
    return text.has_value();
  }
};

template <>
struct Choices<CharacterKind> {
  static constexpr std::string_view wanted = "person, mascot or product";
  static constexpr std::array<std::string_view, 3> texts{"person", "mascot", "product"};
  static constexpr std::array values{CharacterKind::person, CharacterKind::mascot,
                                     CharacterKind::product};
};

template <>
struct Choices<VoiceAs> {
  static constexpr std::string_view wanted = "sample or reference_video";
  static constexpr std::array<std::string_view, 2> texts{"sample", "reference_video"};
  static constexpr std::array values{VoiceAs::sample, VoiceAs::reference_video};
};

template <>
struct Choices<Fit> {
  static constexpr std::string_view wanted = "crop, pad or blur";
  static constexpr std::array<std::string_view, 3> texts{"crop", "pad", "blur"};
  static constexpr std::array values{Fit::crop, Fit::pad, Fit::blur};
};

template <>
struct Table<DefaultsText> {
  using T = DefaultsText;
  static constexpr std::string_view name = "defaults";
  static constexpr std::string_view noun = "'defaults'";
  static constexpr std::array fields{
      field<&T::provider>("provider",
                          "Provider of models that are named without one, such as gmi."),
      field<&T::model>("model", "Model that shoots a scene which names none. Default: animatic."),
      field<&T::resolution>("resolution", "Shorter side of the picture. Default: 720p."),
      field<&T::ratio>("ratio", "Width to height. Default: 16:9."),
      field<&T::fps>("fps", "Frames per second. Default: 30."),
      field<&T::seconds>("seconds", "Length of a scene in seconds. Default: 5."),
      field<&T::language>("language", "Language that is spoken. Default: en."),
      field<&T::fit>("fit",
                     "What to do where a clip's shape differs from its video's. Default: crop."),
      field<&T::seed>("seed", "Seed of the first take; without one the tool chooses."),
  };
};

template <>
struct Table<BudgetText> {
  using T = BudgetText;
  static constexpr std::string_view name = "budget";
  static constexpr std::string_view noun = "'budget'";
  static constexpr std::array fields{
      field<&T::max_cost>("max_cost", "Most that this campaign may cost in all, such as 40 USD."),
      field<&T::max_takes>("max_takes",
                           "Most paid takes of one clip that the tool starts by itself."),
  };
};

template <>
struct Table<ReferenceText> {
  using T = ReferenceText;
  static constexpr std::string_view name = "reference";
  static constexpr std::string_view noun = "a reference";
  static constexpr std::array fields{
      field<&T::name>("name", "Name by which a scene may bind this reference alone."),
      field<&T::image>("image", "Path of a picture (PNG, JPEG, WebP)."),
      field<&T::video>("video", "Path of a clip (MP4, MOV)."),
  };
  static constexpr std::array<std::string_view, 2> exactly_one_of{"image", "video"};
};

namespace {

using ReferenceMapping = Bind<ReferenceText>;
constexpr std::array<const Shape*, 2> reference_alternatives{&ReferenceMapping::shape,
                                                             &Bind<PathText>::shape};

}  // namespace

/// A list of references, each a mapping or only a path.
template <>
struct Bind<std::vector<ReferenceText>> {
  static constexpr Shape item = any_of(reference_alternatives, "a path, or {name, image or video}");
  static constexpr Shape shape = list_of(item, "a list of references");
  static bool read(Binder& binder, const YamlValue& value, std::vector<ReferenceText>& into) {
    if (!value.is_sequence()) {
      binder.wrong_type(value, shape);
      return false;
    }
    const KeyScope scope(binder);
    for (const YamlValue reference : value.items()) {
      binder.key_span = reference.span();
      ReferenceText read;
      const bool good = reference.is_scalar()
                            ? Bind<std::optional<PathAt>>::read(binder, reference, read.bare)
                        : reference.is_mapping() ? ReferenceMapping::read(binder, reference, read)
                                                 : (binder.wrong_type(reference, item), false);
      if (good) {
        into.push_back(read);
      }
    }
    return true;
  }
};

template <>
struct Table<VoiceText> {
  using T = VoiceText;
  static constexpr std::string_view name = "voice";
  static constexpr std::string_view noun = "'voice'";
  static constexpr std::array fields{
      field<&T::sample>("sample", "Path of a sound in the character's voice (WAV, FLAC, MP3, M4A).",
                        {.required = true}),
      field<&T::as>("as",
                    "How it is sent: sample (default), or reference_video, which lets a model that "
                    "takes no samples hear it in a short reference video of the character. The "
                    "video is made of the first picture and the sample, and may be billed."),
  };
};

template <>
struct Table<HeygenText> {
  using T = HeygenText;
  static constexpr std::string_view name = "heygen";
  static constexpr std::string_view noun = "'heygen'";
  static constexpr std::array fields{
      field<&T::avatar>("avatar", "The id of the avatar that shows it, instead of a reference."),
      field<&T::voice>("voice", "The id of the voice that it speaks with."),
  };
};

template <>
struct Table<ConsentText> {
  using T = ConsentText;
  static constexpr std::string_view name = "consent";
  static constexpr std::string_view noun = "'consent'";
  static constexpr std::array fields{
      field<&T::record>("record",
                        "Path of the file that proves it, such as a signed release; it is never "
                        "sent anywhere.",
                        {.required = true}),
      field<&T::uses>("uses", "What it allows, such as ads; shown, not checked."),
      field<&T::markets>("markets", "Where it holds, such as US; shown, not checked."),
      field<&T::until>("until", "Its last day, in UTC. Without one it does not end."),
  };
};

template <>
struct Table<CharacterText> {
  using T = CharacterText;
  static constexpr std::string_view name = "character";
  static constexpr std::string_view noun = "a character";
  static constexpr std::array fields{
      field<&T::kind>("kind", "What it is: person (default), mascot or product."),
      field<&T::description>("description",
                             "What it looks like, for models that bind no references."),
      field<&T::references>("references", "Pictures and clips of it; their order is meaning."),
      field<&T::voice>("voice", "How it sounds."),
      field<&T::heygen>("heygen", "What it is to models that make one character speak."),
      field<&T::consent>("consent",
                         "A person's consent to public uploads: what a provider with public URLs "
                         "needs before it gets a picture or the voice."),
      field<&T::identity>("identity",
                          "How a clip is judged that it is in, and what follows: off, or "
                          "{level, on_fail, allow}."),
  };
};

namespace {

constexpr Shape name_list = list_of(Bind<NameText>::shape, "a list of names");
constexpr Shape cast_mapping = [] {
  Shape s;
  s.kind = Shape::Kind::names;
  s.wanted = "characters with the references to bind";
  s.pattern = PlainName::pattern;
  s.item = &name_list;
  return s;
}();
constexpr std::array<const Shape*, 2> cast_alternatives{&name_list, &cast_mapping};

}  // namespace

template <>
struct Bind<CastText> {
  static constexpr Shape shape =
      any_of(cast_alternatives,
             "a list of characters, such as [maya], or {maya: [front]} for some references");
  static bool read(Binder& binder, const YamlValue& value, CastText& into) {
    if (!value.is_sequence() && !value.is_mapping()) {
      Diagnostic& d = binder.wrong_type(value, shape);
      if (value.is_scalar() && PlainName::allows(value.text())) {
        d.help(fmt::format("write [{}]", value.text()));
      }
      return false;
    }
    into.members.reserve(value.size());
    for (const YamlValue item : value.items()) {
      CastMemberText member;
      if (Bind<NameAt>::read(binder, item, member.name)) {
        into.members.push_back(std::move(member));
      }
    }
    for (const YamlEntry entry : value.entries()) {
      CastMemberText member;
      if (Bind<std::vector<NameAt>>::read(binder, entry.value, member.references.emplace()) &&
          Bind<NameAt>::read(binder, entry.key, member.name)) {
        into.members.push_back(std::move(member));
      }
    }
    return true;
  }
};

namespace {

constexpr Shape spoken_line = [] {
  Shape s;
  s.kind = Shape::Kind::one_name;
  s.wanted = "one character and its words, such as {maya: Hello!}";
  s.item = &Bind<std::string_view>::shape;
  return s;
}();

}  // namespace

template <>
struct Bind<std::vector<SpokenLineText>> {
  static constexpr Shape shape = list_of(spoken_line, "a list of lines, such as '- maya: Hello!'");
  static bool read(Binder& binder, const YamlValue& value, std::vector<SpokenLineText>& into) {
    if (!value.is_sequence()) {
      binder.wrong_type(value, shape);
      return false;
    }
    into.reserve(value.size());
    for (const YamlValue line : value.items()) {
      if (!line.is_mapping() || line.size() == 0) {
        binder.wrong_type(line, spoken_line);
        continue;
      }
      read_line(binder, line, into);
    }
    return true;
  }

 private:
  static void read_line(Binder& binder, const YamlValue& line, std::vector<SpokenLineText>& into) {
    const YamlEntry first = *line.entries().begin();
    for (const YamlEntry entry : line.entries()) {
      if (entry.key.span() == first.key.span() || !entry.key.is_scalar()) {
        continue;
      }
      binder.diags()
          .report(Code::unknown_key,
                  fmt::format("unknown key '{}' in a spoken line", entry.key.text()))
          .at(entry.key.span())
          .help("a line holds one character and its words; begin the next one with '- '");
    }
    SpokenLineText read;
    const KeyScope scope(binder);
    binder.key = first.key.text();
    binder.key_span = first.key.span();
    if (Bind<NameAt>::read(binder, first.key, read.speaker) &&
        Bind<TextAt>::read(binder, first.value, read.text)) {
      into.push_back(read);
    }
  }
};

template <>
struct Table<SceneText> {
  using T = SceneText;
  static constexpr FieldRules generated{.excludes = "footage"};
  static constexpr std::string_view name = "scene";
  static constexpr std::string_view noun = "a scene";
  static constexpr std::array fields{
      field<&T::cast>("cast", "Who is in it, in binding order.", generated),
      field<&T::prompt>("prompt", "What happens; ${name} stands for a member of the cast."),
      field<&T::says>("says", "What is spoken: one character and its words per line.", generated),
      field<&T::identity>("identity",
                          "What holds in this scene instead of the characters' own keys; off: "
                          "nobody is measured here.",
                          {.needs = "cast"}),
      field<&T::seconds>("seconds", "Length in seconds; for footage, how much of it is shown."),
      field<&T::model>("model", "Model that shoots it, such as gmi/wan2.7-r2v.", generated),
      field<&T::resolution>("resolution", "Shorter side of the picture.", generated),
      field<&T::ratio>("ratio", "Width to height.", generated),
      field<&T::fps>("fps", "Frames per second, for models that take a rate.", generated),
      field<&T::language>("language", "Language that is spoken.", generated),
      field<&T::fit>("fit", "What to do where the clip's shape differs from its video's."),
      field<&T::seed>("seed", "Seed of the first take; without one the tool chooses.", generated),
      field<&T::first_frame>("first_frame", "Path of the picture that it begins with.", generated),
      field<&T::last_frame>("last_frame", "Path of the picture that it ends with.",
                            {.needs = "first_frame", .excludes = "footage"}),
      field<&T::footage>("footage",
                         "Path of a recording, or of a picture that is shown for 'seconds'."),
  };
  static constexpr std::array<std::string_view, 2> exactly_one_of{"prompt", "footage"};
};

template <>
struct Table<VideoText> {
  using T = VideoText;
  static constexpr std::string_view name = "video";
  static constexpr std::string_view noun = "a video";
  static constexpr std::array fields{
      field<&T::scenes>("scenes", "Its scenes in order.", {.required = true}),
      field<&T::size>("size", "Width x height. Default: that of 'defaults'."),
      field<&T::fps>("fps", "Frames per second. Default: that of 'defaults'."),
      field<&T::loudness>("loudness", "Loudness of the whole. Default: -16 LUFS."),
  };
};

template <>
struct Table<CampaignText> {
  using T = CampaignText;
  static constexpr std::string_view name = "campaign";
  static constexpr std::string_view noun = "a campaign";
  static constexpr std::array fields{
      field<&T::version>("reshoot", "Version of this language: 1.", {.required = true}),
      field<&T::name>("campaign", "Name of the campaign, unique in the workspace.",
                      {.required = true}),
      field<&T::defaults>("defaults", "What holds for scenes that say nothing else."),
      field<&T::budget>("budget", "What the tool may spend by itself."),
      field<&T::characters>("characters", "Who and what appears, by name."),
      field<&T::scenes>("scenes", "The shots, by name.", {.required = true}),
      field<&T::videos>("videos", "The finished videos, by name."),
  };
};

CampaignText read_campaign_text(Binder& binder, const YamlValue& root) {
  CampaignText text;
  Bind<CampaignText>::read(binder, root, text);
  return text;
}

const Shape& campaign_shape() {
  return Bind<CampaignText>::shape;
}

}  // namespace reshoot
