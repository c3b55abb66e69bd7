// SPDX-License-Identifier: Apache-2.0
#pragma once
// The files that a campaign names: where they are, and what they are by their bytes.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "campaign/load.h"
#include "campaign/model.h"

namespace reshoot {

enum class WantedMedia { picture, clip, picture_or_clip, sound, any_file };

/// Finds files; each distinct path is looked at once.
class MediaFiles {
 public:
  /// `look` false: asks no file system; only paths that lead out of the workspace by themselves are
  /// refused.
  MediaFiles(const CampaignPlace& place, bool look, Diagnostics& diags);

  /// The file at `written`, a path from the campaign's folder. nullopt: reported.
  std::optional<MediaFile> find(std::string_view written, Span at, WantedMedia wanted);

 private:
  enum class Problem { none, missing, outside, outside_by_link, unreadable, folder };
  struct Found {
    std::filesystem::path path;
    MediaType type = MediaType::unknown;
    std::optional<MediaFigures> figures;
    Problem problem = Problem::none;
    std::string help;
    std::string note;
    std::string looks_like;  ///< of an unknown type: what its bytes are
  };

  [[nodiscard]] bool in_workspace(const std::filesystem::path& path) const;
  [[nodiscard]] Found look_at(std::string_view written);
  void explain_missing(Found& found);
  void report(const Found& found, std::string_view written, Span at);
  void report_wrong_media(const Found& found, std::string_view written, Span at,
                          WantedMedia wanted);

  std::filesystem::path workspace_;
  std::filesystem::path folder_;  ///< of the campaign file
  bool look_;
  int explanations_left_ = 100;  ///< of missing files: each reads a folder
  Diagnostics& diags_;
  std::map<std::string, Found, std::less<>> seen_;
};

}  // namespace reshoot
