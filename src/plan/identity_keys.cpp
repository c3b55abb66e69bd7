// SPDX-License-Identifier: Apache-2.0
#include "plan/identity_keys.h"

#include <fmt/format.h>

#include <array>
#include <string>

#include "graph/key.h"

namespace reshoot {
namespace {

void add(KeyText& key, std::string_view path, std::string_view value) {
  key.field(path, value, {});
}

void add(KeyText& key, std::string_view path, const Digest& digest) {
  key.field(path, digest.text(), {});
}

std::string text_of(const std::array<float, 3>& channels) {
  return fmt::format("{}", fmt::join(channels, " "));
}

/// What pixels become before the model sees them, and what is read of it.
void add_input(KeyText& key, const std::string& path, const IdentityModel& model) {
  const ImageInput& input = model.input;
  add(key, path + ".size", fmt::format("{} {}", input.width, input.height));
  add(key, path + ".channels", input.rgb ? "rgb" : "bgr");
  add(key, path + ".scale", fmt::format("{}", input.scale));
  add(key, path + ".mean", text_of(input.mean));
  add(key, path + ".deviation", text_of(input.deviation));
  add(key, path + ".add_mirrored", fmt::format("{}", input.add_mirrored));
  add(key, path + ".signed_root", fmt::format("{}", input.signed_root));
  add(key, path + ".output", input.output);
  add(key, path + ".dimensions", fmt::format("{}", model.dimensions));
}

void add_model(KeyText& key, const IdentityModel* model) {
  if (model != nullptr) {
    const std::string path = fmt::format("models.{}", name_of(model->role));
    add(key, path, model->file.result);
    add_input(key, path, *model);
  }
}

void add_models(KeyText& key, const MeasureNeeds& needs, const IdentityModels& models) {
  if (needs.faces) {
    add_model(key, models.face_detector);
    add_model(key, models.face_embedding);
  }
  if (needs.pictures) {
    add_model(key, models.image_embedding);
  }
  if (needs.voices) {
    add_model(key, models.speaker_embedding);
  }
}

}  // namespace

Digest measure_key(const Digest& take_blob, const MeasureNeeds& needs,
                   const IdentityModels& models) {
  KeyText key("measure");
  add(key, "revision", fmt::format("{}", measure_revision));
  add(key, "take", take_blob);
  add_models(key, needs, models);
  return key.key();
}

CharacterInputs learnt_of(const CharacterInputs& inputs, CastKind kind, const MeasureNeeds& needs) {
  CharacterInputs learnt;
  if (kind == CastKind::person ? needs.faces : needs.pictures) {
    learnt.references = inputs.references;
  }
  if (needs.voices) {
    learnt.voice = inputs.voice;
  }
  return learnt;
}

Digest likeness_key(const CharacterInputs& learnt, CastKind kind, const IdentityModels& models) {
  KeyText key("learn");
  add(key, "revision", fmt::format("{}", measure_revision));
  add(key, "kind", fmt::format("{}", static_cast<int>(kind)));
  for (std::size_t i = 0; i < learnt.references.size(); ++i) {
    add(key, fmt::format("references[{}]", i), learnt.references[i].content);
  }
  if (learnt.voice) {
    add(key, "voice", learnt.voice->content);
  }
  const bool person = kind == CastKind::person;
  const bool seen = !learnt.references.empty();
  add_models(key, {seen && person, seen && !person, learnt.voice.has_value()}, models);
  return key.key();
}

std::optional<Digest> likenesses_digest(const std::vector<std::optional<Digest>>& likenesses) {
  KeyText key("likenesses");
  for (std::size_t i = 0; i < likenesses.size(); ++i) {
    if (!likenesses[i]) {
      return std::nullopt;
    }
    add(key, fmt::format("[{}]", i), *likenesses[i]);
  }
  return key.key();
}

Digest compare_key(const Digest& measurement, const Digest& likenesses, const ScenePart& scene) {
  KeyText key("compare");
  add(key, "revision", fmt::format("{}", compare_revision));
  add(key, "measurement", measurement);
  add(key, "likenesses", likenesses);
  add(key, "cast", fmt::format("{}", fmt::join(scene.cast, " ")));
  add(key, "lines", fmt::format("{}", fmt::join(scene.lines, " ")));
  return key.key();
}

}  // namespace reshoot
