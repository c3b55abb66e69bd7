// SPDX-License-Identifier: Apache-2.0
// Who may be uploaded where, by tables.

#include "plan/consent.h"

#include <doctest/doctest.h>

#include <string>

#include "support/sample_campaign.h"

using namespace reshoot;
using namespace reshoot::test;

namespace {

constexpr Date today{2026, 11, 20};

Model row_of(const std::string& provider) {
  Model model = animatic_row();
  model.provider = provider;
  model.name = "r2v";
  model.inputs.voice_sample = true;
  return model;
}

/// One scene with maya in it.
struct Setting {
  Catalog catalog{{animatic_row(), row_of("gmi"), row_of("comfyui")}};
  Campaign campaign;
  UploadRules rules{
      {{"gmi", "console.gmi.example", true}, {"comfyui", "127.0.0.1", false}}, true, today};

  explicit Setting(const std::string& model = "gmi/r2v") {
    campaign = sample_campaign(catalog, 1, model);
    campaign.file = "/w/c/campaign.yaml";
    for (Reference& reference : maya().references) {
      reference.file.path = "/w/c/" + reference.file.written;
    }
  }
  Character& maya() { return campaign.characters[0]; }
  void agree(std::optional<Date> until = std::nullopt) {
    maya().consent = Consent{picture("maya.pdf"), {}, {}, until, {}};
  }

  [[nodiscard]] GenerateStep step(bool draft = false) const {
    PretendDigests digests;
    Diagnostics diags;
    const Graph graph = *expand(campaign, catalog, digests, {draft, {}}, diags);
    return std::get<GenerateStep>(graph.steps[0].what);
  }
  /// The reasons, one per line.
  [[nodiscard]] std::string held(bool draft = false) const {
    std::string text;
    for (const Hold& hold : upload_holds(campaign, step(draft), rules)) {
      text += hold.why + "\n";
    }
    return text;
  }
};

const std::string exposure =
    "maya-front.png and 1 more file would lie at a public URL of gmi (console.gmi.example)\n";
const std::string no_consent = "'maya' has no consent: " + exposure;
const std::string not_allowed = "reshoot.yaml allows no public uploads: " + exposure;

}  // namespace

TEST_CASE("upload_holds: a person on public URLs needs consent, and the workspace's word") {
  enum class Agreed { no, open, until_yesterday, until_today, until_tomorrow };
  struct Row {
    Agreed agreed;
    bool allowed;
    std::string expected;
  };
  const std::string ended = "the consent of 'maya' ended on 2026-11-19: " + exposure;
  for (const Row& row : {
           Row{Agreed::no, true, no_consent},
           Row{Agreed::no, false, no_consent + not_allowed},
           Row{Agreed::open, true, ""},
           Row{Agreed::open, false, not_allowed},
           Row{Agreed::until_yesterday, true, ended},
           Row{Agreed::until_yesterday, false, ended + not_allowed},
           Row{Agreed::until_today, true, ""},
           Row{Agreed::until_tomorrow, true, ""},
           Row{Agreed::until_tomorrow, false, not_allowed},
       }) {
    CAPTURE(row.expected);
    Setting s;
    s.rules.public_uploads = row.allowed;
    switch (row.agreed) {
      case Agreed::no:
        break;
      case Agreed::open:
        s.agree();
        break;
      case Agreed::until_yesterday:
        s.agree(Date{2026, 11, 19});
        break;
      case Agreed::until_today:
        s.agree(today);
        break;
      case Agreed::until_tomorrow:
        s.agree(Date{2026, 11, 21});
        break;
    }
    CHECK(s.held() == row.expected);
  }
}

TEST_CASE("upload_holds: who and what is asked about") {
  Setting mascot;
  mascot.rules.public_uploads = false;
  mascot.maya().kind = CharacterKind::mascot;
  CHECK(mascot.held().empty());
  mascot.maya().kind = CharacterKind::product;
  CHECK(mascot.held().empty());

  Setting bound_to_nothing;
  bound_to_nothing.campaign.scenes[0].cast[0].references.clear();
  CHECK(bound_to_nothing.held().empty());
  bound_to_nothing.maya().voice = MediaFile{"a.wav", "/w/shared/a.wav", MediaType::wav, {}};
  CHECK(bound_to_nothing.held() ==
        "'maya' has no consent: ../shared/a.wav would lie at a public URL of gmi "
        "(console.gmi.example)\n");

  Setting two;
  two.campaign.scenes[0].cast.push_back({1, {0}, {}, identity_off});
  two.agree();
  CHECK(two.held() ==
        "'leo' has no consent: leo-front.png would lie at a public URL of gmi "
        "(console.gmi.example)\n");
}

TEST_CASE("upload_holds: models that run here, drafts and private uploads are never held") {
  for (const char* model : {"local/animatic", "comfyui/r2v"}) {
    CAPTURE(model);
    Setting s(model);
    s.rules.public_uploads = false;
    CHECK(s.held().empty());
  }
  Setting draft;
  CHECK_FALSE(draft.held().empty());
  CHECK(draft.held(true).empty());
}

TEST_CASE("upload_holds: each says where it is mended") {
  Setting s;
  s.rules.public_uploads = false;
  s.maya().at = {0, 5, 9};
  std::vector<Hold> holds = upload_holds(s.campaign, s.step(), s.rules);
  REQUIRE(holds.size() == 2);
  CHECK(holds[0].at.begin == 5);
  CHECK(holds[0].help.find("consent: {record: FILE, until: 2027-11-01}") != std::string::npos);
  CHECK(holds[1].at.is_none());
  CHECK(holds[1].help.find("'uploads: public' into reshoot.yaml") != std::string::npos);
  s.agree(Date{2026, 1, 1});
  s.maya().consent->at = {0, 7, 9};
  holds = upload_holds(s.campaign, s.step(), s.rules);
  CHECK(holds[0].at.begin == 7);
}

TEST_CASE("upload_holds: hostile file names do not steer a terminal") {
  Setting s;
  s.maya().references[0].file.path = "/w/c/a\x1b[2J.png";
  CHECK(s.held().find('\x1b') == std::string::npos);
}

TEST_CASE("sent_files: all files of the request, with whom they show") {
  Setting s;
  s.maya().voice = MediaFile{"a.wav", "/w/c/a.wav", MediaType::wav, {}};
  s.campaign.scenes[0].first_frame = picture("desk.png");
  s.campaign.scenes[0].last_frame = picture("door.png");
  const GenerateStep step = s.step();
  std::string text;
  for (const SentFile& sent : sent_files(s.campaign, step)) {
    text += sent.file->path.filename().string() + " " + std::string(name_of(sent.as)) + " " +
            (sent.character != nullptr ? sent.character->name : "-") + "\n";
  }
  CHECK(text ==
        "maya-front.png reference maya\nmaya-side.png reference maya\na.wav voice maya\n"
        "desk.png first frame -\ndoor.png last frame -\n");
  CHECK(sent_files(s.campaign, s.step(true)).empty());
}

TEST_CASE("upload_holds: a voice video shows and sounds like its person") {
  Model model = far_row();
  model.inputs.reference_videos = 5;
  const Catalog catalog({animatic_row(), model});
  Setting setting;
  setting.campaign = sample_campaign(catalog, 1, "gmi/far");
  setting.catalog = catalog;
  setting.campaign.file = "/w/c/campaign.yaml";
  setting.maya().voice = picture("/w/c/maya.wav");
  setting.maya().voice_as = VoiceAs::reference_video;
  setting.maya().references.front().file.path = "/w/c/maya-front.png";
  CHECK(setting.held().find("maya-front.png and 2 more files would lie at a public URL") !=
        std::string::npos);
  const GenerateStep step = setting.step();
  const std::vector<SentFile> files = sent_files(setting.campaign, step);
  REQUIRE(files.size() == 3);
  CHECK(files[2].as == SentAs::voice_video);
  CHECK(files[2].file->content == sha256("/w/c/maya.wav"));
  CHECK(files[2].video->portrait.content == sha256("/w/c/maya-front.png"));
  setting.agree();
  CHECK(setting.held().empty());
}
