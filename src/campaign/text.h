// SPDX-License-Identifier: Apache-2.0
#pragma once
// A campaign as its file says it: values read, nothing resolved yet. Texts point into the tree.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/source.h"
#include "base/units.h"
#include "campaign/identity_text.h"
#include "campaign/language_version.h"
#include "campaign/model.h"
#include "yaml/bind.h"
#include "yaml/bind_scalars.h"
#include "yaml/name_rule.h"

namespace reshoot {

using TextAt = Spanned<std::string_view>;
template <class V>
using Names = NamedMap<V, PlainName>;

/// A name of something that is declared, or declares itself: checked to be legal.
struct NameText {
  std::string_view text;
};
/// A path as written: not empty.
struct PathText {
  std::string_view text;
};
/// A language tag such as `en` or `pt-BR`.
struct LanguageText {
  std::string_view text;
};
/// An id as HeyGen names avatars and voices.
struct HeygenIdText {
  std::string_view text;
};
/// `gmi/wan2.7-r2v`, or a bare name.
struct ModelText {
  std::string_view text;
};

using NameAt = Spanned<NameText>;
using PathAt = Spanned<PathText>;
using Seed = Whole<0, 2'147'483'647>;  // what the providers take

struct DefaultsText {
  std::optional<TextAt> provider;
  std::optional<Spanned<ModelText>> model;
  std::optional<Spanned<Resolution>> resolution;
  std::optional<Spanned<Ratio>> ratio;
  std::optional<Spanned<Rate>> fps;
  std::optional<Spanned<Length>> seconds;
  std::optional<Spanned<LanguageText>> language;
  std::optional<Spanned<Fit>> fit;
  std::optional<Spanned<Seed>> seed;
};

struct BudgetText {
  std::optional<Money> max_cost;
  std::optional<Whole<1, 100>> max_takes;
};

/// `{name: front, image: refs/front.png}`, or only a path.
struct ReferenceText {
  std::optional<NameAt> name;
  std::optional<PathAt> image;
  std::optional<PathAt> video;
  std::optional<PathAt> bare;  ///< image or video, by its bytes
};

struct VoiceText {
  std::optional<PathAt> sample;
  std::optional<VoiceAs> as;
};

struct HeygenText {
  std::optional<Spanned<HeygenIdText>> avatar;
  std::optional<Spanned<HeygenIdText>> voice;
};

struct ConsentText {
  std::optional<PathAt> record;
  std::vector<NameAt> uses;
  std::vector<NameAt> markets;
  std::optional<Date> until;
};

struct CharacterText {
  std::optional<CharacterKind> kind;
  std::optional<TextAt> description;
  std::vector<ReferenceText> references;
  std::optional<VoiceText> voice;
  std::optional<HeygenText> heygen;
  std::optional<Spanned<ConsentText>> consent;
  std::optional<Spanned<IdentityText>> identity;
};

struct CastMemberText {
  NameAt name;
  std::optional<std::vector<NameAt>> references;  ///< nullopt: all
};

/// A list of names, or a mapping of names to the references to bind.
struct CastText {
  std::vector<CastMemberText> members;
};

struct SpokenLineText {
  NameAt speaker;
  TextAt text;
};

struct SceneText {
  std::optional<Spanned<CastText>> cast;
  std::optional<TextAt> prompt;
  std::vector<SpokenLineText> says;
  std::optional<Spanned<IdentityText>> identity;
  std::optional<Spanned<Length>> seconds;
  std::optional<Spanned<ModelText>> model;
  std::optional<Spanned<Resolution>> resolution;
  std::optional<Spanned<Ratio>> ratio;
  std::optional<Spanned<Rate>> fps;
  std::optional<Spanned<LanguageText>> language;
  std::optional<Spanned<Fit>> fit;
  std::optional<Spanned<Seed>> seed;
  std::optional<PathAt> first_frame;
  std::optional<PathAt> last_frame;
  std::optional<PathAt> footage;
};

struct VideoText {
  std::optional<std::vector<NameAt>> scenes;
  std::optional<Spanned<Size>> size;
  std::optional<Spanned<Rate>> fps;
  std::optional<Spanned<Loudness>> loudness;
};

struct CampaignText {
  LanguageVersion version;
  NameAt name;
  DefaultsText defaults;
  BudgetText budget;
  Names<CharacterText> characters;
  Names<SceneText> scenes;
  std::optional<Names<VideoText>> videos;
};

}  // namespace reshoot
