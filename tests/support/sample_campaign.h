// SPDX-License-Identifier: Apache-2.0
#pragma once
// A small campaign made in memory, for tests of graph and plan. No files, no YAML.

#include <fmt/format.h>

#include <map>
#include <string>
#include <vector>

#include "base/files.h"
#include "campaign/model.h"
#include "catalog/catalog.h"
#include "graph/expand.h"

namespace reshoot::test {

inline Model animatic_row() {
  Model model;
  model.provider = "local";
  model.name = "animatic";
  model.shortest = {500};
  model.longest = {60000};
  model.speaks = true;
  model.takes_language = true;
  model.takes_fps = true;
  model.inputs.references = 16;
  model.inputs.reference_images = 16;
  model.inputs.first_frame = true;
  model.inputs.last_frame = true;
  model.per_second = Money{0};
  return model;
}

/// A model that runs here but costs money: what a paid provider looks like to a plan.
inline Model paid_row() {
  Model model = animatic_row();
  model.name = "paid";
  model.per_second = Money{100'000};
  return model;
}

/// The same, made by a provider.
inline Model far_row() {
  Model model = paid_row();
  model.provider = "gmi";
  model.name = "far";
  return model;
}

/// Free, and made by a provider.
inline Model own_row() {
  Model model = animatic_row();
  model.provider = "comfyui";
  model.name = "own";
  return model;
}

/// Digests of pretended contents: a path's content is what `contents` says, else its own name. A
/// file that is there is read.
struct PretendDigests final : ContentDigests {
  std::map<std::string, std::string> contents;
  Result<InputFile> digest(const MediaFile& file) override {
    if (const auto there = stat_file(file.path); there && *there) {
      TRY_ASSIGN(const FileDigests found, digest_file(file.path));
      return InputFile{file.path, file.type, found.sha256, **there, file.at};
    }
    const auto found = contents.find(file.path.string());
    const std::string bytes = found == contents.end() ? file.path.string() : found->second;
    return InputFile{file.path, file.type, sha256(bytes), {}, file.at};
  }
};

inline MediaFile picture(const std::string& path) {
  return {path, path, MediaType::png, {}};
}

/// What tests say that are about something else: nobody is measured, and nothing is held for it.
inline constexpr IdentityPolicy identity_off{.level = IdentityLevel::off};

/// Two characters, `scenes` scenes (scene_0 ...) that speak, one video of all of them. Identity is
/// off.
inline Campaign sample_campaign(const Catalog& catalog, int scenes,
                                const std::string& model = "animatic") {
  Campaign campaign;
  campaign.name = "sample";
  std::uint32_t at = 0;  // every reference has a place of its own
  for (const char* name : {"maya", "leo"}) {
    Character character;
    character.name = name;
    character.identity = identity_off;
    character.description.value = std::string("somebody called ") + name;
    for (const char* view : {"front", "side"}) {
      Reference reference{view, picture(std::string(name) + "-" + view + ".png")};
      reference.file.at = {0, at, at + 1};
      ++at;
      character.references.push_back(reference);
    }
    campaign.characters.push_back(character);
  }
  Video video;
  video.name = "launch";
  video.size.value = {1280, 720};
  for (int i = 0; i < scenes; ++i) {
    Scene scene;
    scene.name = fmt::format("scene_{}", i);
    scene.cast.push_back({static_cast<std::uint32_t>(i % 2), {0, 1}, {}, identity_off});
    scene.prompt.value = {{"", 0}, {fmt::format(" does thing number {}", i), {}}};
    scene.says.push_back({0, fmt::format("line {}", i), {}});
    scene.seconds.value = {5000};
    scene.model.value = catalog.find(model);
    scene.lines.value = 720;
    scene.language.value = "en";
    campaign.scenes.push_back(scene);
    video.scenes.push_back(static_cast<std::uint32_t>(i));
    video.scene_places.emplace_back();
  }
  campaign.videos.push_back(video);
  return campaign;
}

}  // namespace reshoot::test
