// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a clip asks of a model: the canonical request, with inputs as digests and the cast symbolic.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/files.h"
#include "base/media_type.h"
#include "base/source.h"
#include "base/units.h"
#include "campaign/model.h"

namespace reshoot {

/// A file that goes into a step. Only `content` is in a key; `stat` proves that the bytes that were
/// digested are the bytes that are read.
struct InputFile {
  std::filesystem::path path;
  MediaType type = MediaType::unknown;
  Digest content;
  FileStat stat;
  Span at;
};

/// A reference video that is made of a picture and a voice, for a model that hears voices only so.
/// It comes last among the references of its character.
struct VoiceVideoRequest {
  InputFile portrait;
  InputFile sample;
  int recipe = 0;   ///< how it is made
  Length length{};  ///< as far as headers tell; in no key: it follows from the sample
  Span at;
};

/// One cast member as the model sees it: no name.
struct CastRequest {
  CharacterKind kind = CharacterKind::person;
  std::string description;  ///< empty where the request does not carry it
  std::vector<InputFile> references;
  std::optional<InputFile> voice;
  Span at;
  Span description_at;
  std::string avatar_id{};  ///< as HeyGen names it; empty where the request does not carry it
  std::string voice_id{};   ///< likewise
  Span avatar_at{}, voice_at{};
  std::optional<VoiceVideoRequest> voice_video{};
};

struct LineRequest {
  std::uint32_t cast = 0;  ///< index into GenerateRequest::cast
  std::string text;
  Span at;
};

/// The canonical request: what the user asked for, after defaults and after what the model can
/// express. Fields that the model does not take are empty and in no key.
struct GenerateRequest {
  std::string model;  ///< `animatic`: without its provider, which is in no key
  std::string
      shown_model;  ///< local previews: the model that the scene is meant for, for the slate
  std::vector<PromptPart> prompt;
  std::vector<CastRequest> cast;
  std::vector<LineRequest> says;
  Length seconds;
  std::int32_t lines = 720;           ///< pixels of the shorter side
  std::optional<Ratio> ratio;         ///< nullopt: the model takes none
  std::optional<Rate> fps;            ///< nullopt: the model takes none
  std::string language;               ///< empty: the model takes none
  std::optional<std::uint32_t> seed;  ///< as declared; nullopt: `auto`
  std::optional<InputFile> first_frame;
  std::optional<InputFile> last_frame;
  std::optional<Digest> workflow;  ///< comfyui: of the graph and its slots
  std::string
      tools;  ///< free local models: versions of the programs that its bytes depend on; else empty

  /// Where each part was written, for explanations.
  struct Places {
    Span model, prompt, seconds, resolution, ratio, fps, language, seed;
  } at;
};

}  // namespace reshoot
