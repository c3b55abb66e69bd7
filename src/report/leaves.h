// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which files a run would send away, to whom, and who can read them there. Pure: values in, text
// out.

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "campaign/model.h"
#include "graph/step.h"
#include "plan/consent.h"
#include "plan/plan.h"
#include "report/styled_text.h"

namespace reshoot {

/// What leaves for one provider.
struct Leaves {
  /// Somebody whom the files show or sound like.
  struct Who {
    std::string name;
    CharacterKind kind = CharacterKind::person;
    std::optional<Consent> consent;
  };
  /// What is made here of a sample.
  struct Video {
    std::string portrait;  ///< the picture that it shows, from the workspace
    Length length;
    bool billed = false;  ///< its seconds, on top of those of each clip
  };
  struct File {
    std::string path;  ///< from the workspace
    SentAs as = SentAs::reference;
    std::string character;         ///< empty: nobody's
    int clips = 0;                 ///< that run and are made of it
    std::optional<Video> video{};  ///< set for voice videos; `path` is the sample then
  };
  UploadPlace place;
  int clips = 0;            ///< that run there, also those that send no file
  std::vector<File> files;  ///< in the order of the plan
  std::vector<Who> who;     ///< the characters of the files
};

/// Of the clips that run, by provider in the order of the plan. `workspace`: links resolved.
std::vector<Leaves> leaves_of(const Graph& graph, const Campaign& campaign, const Plan& plan,
                              const UploadRules& rules, const std::filesystem::path& workspace);

/// Twenty files of each provider at most. Empty where no file leaves.
std::string leaves_text(const std::vector<Leaves>& leaves, const TextStyle& style);
/// All files.
nlohmann::ordered_json to_json(const Leaves& leaves);

}  // namespace reshoot
