// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether the chosen model can shoot a scene: everything that a provider would refuse after an
// upload.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "campaign/file_checks.h"
#include "campaign/model.h"
#include "campaign/text.h"
#include "catalog/catalog.h"

namespace reshoot {

class ModelChecks {
 public:
  /// The references outlive this. `catalog`: for hints at models that can.
  ModelChecks(const Campaign& campaign, const Catalog& catalog, Diagnostics& diags)
      : campaign_(campaign), catalog_(catalog), diags_(diags), files_(diags) {}

  /// Reports what the scene's model cannot do. `text` tells what the scene itself asks for; a
  /// default that a model does not take is no mistake. A default that fits no scene is reported
  /// once.
  void check(const Scene& scene, const SceneText& text);

 private:
  /// How many references of each kind the cast binds.
  struct Count {
    int images = 0;
    int videos = 0;  ///< with those that are made for a voice
    int voices = 0;  ///< videos that are made for a voice
    [[nodiscard]] int all() const { return images + videos; }
  };

  [[nodiscard]] Count count(const Scene& scene, std::uint32_t member) const;
  void check_cast(const Scene& scene, const SceneText& text, Count count);
  void check_reference_count(const Scene& scene, Span at, Count count);
  void check_length(const Scene& scene, Count count);
  void check_picture(const Scene& scene, const SceneText& text, Count count);
  void check_frames(const Scene& scene, const SceneText& text, Count count);
  void check_talking_head(const Scene& scene);
  [[nodiscard]] bool shows_avatars(const Scene& scene) const;
  void check_speech(const Scene& scene, const SceneText& text);
  void check_voices(const Scene& scene);
  void check_voice_videos(const Scene& scene);
  void check_files(const Scene& scene);
  void check_prompt(const Scene& scene);
  /// One report for each place and model: many scenes may share a default.
  Diagnostic& report(Code code, const Scene& scene, Span at, std::string message);
  [[nodiscard]] bool is_reported(const Scene& scene, Span at, std::string_view key);

  const Campaign& campaign_;
  const Catalog& catalog_;
  Diagnostics& diags_;
  FileChecks files_;
  struct Reported {
    Span at;
    const Model* model;
    std::string_view key;
    friend bool operator==(const Reported&, const Reported&) = default;
  };
  std::vector<Reported> reported_;
};

}  // namespace reshoot
