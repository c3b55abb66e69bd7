// SPDX-License-Identifier: Apache-2.0
#include "campaign/media_files.h"

#include <doctest/doctest.h>

#include "small_workspace.h"

namespace reshoot {
namespace {

struct Row {
  const char* written;
  WantedMedia wanted;
  std::optional<Code> code;  ///< nullopt: it is found
};

TEST_CASE("MediaFiles: paths by links, bytes by their first") {
  const test::SmallWorkspace workspace;
  std::filesystem::create_symlink("refs/front.png", workspace.root() / "inside.png");
  std::filesystem::create_symlink("missing.png", workspace.root() / "dangling.png");
  std::filesystem::create_directory_symlink("/usr", workspace.root() / "usr");
  workspace.put("../secret.png", "outside");
  const CampaignPlace place{workspace.root(), workspace.root() / "campaign.yaml"};
  const Row rows[] = {
      {"refs/front.png", WantedMedia::picture, {}},
      {"./refs/../refs/front.png", WantedMedia::picture, {}},
      {"inside.png", WantedMedia::picture_or_clip, {}},
      {"refs/clip.mp4", WantedMedia::clip, {}},
      {"refs/voice.wav", WantedMedia::sound, {}},
      {"refs/clip.mp4", WantedMedia::sound, {}},  // M4A is the same container
      {"refs/clip.mp4", WantedMedia::picture, Code::wrong_media},
      {"refs/notes.png", WantedMedia::picture, Code::wrong_media},
      {"refs/front.png", WantedMedia::sound, Code::wrong_media},
      {"nothing.png", WantedMedia::picture, Code::missing_file},
      {"dangling.png", WantedMedia::picture, Code::missing_file},
      {"refs/front.png/x", WantedMedia::picture, Code::missing_file},
      {"refs", WantedMedia::picture, Code::unreadable_file},
      {"../secret.png", WantedMedia::picture, Code::outside_workspace},
      {"refs/../../secret.png", WantedMedia::picture, Code::outside_workspace},
      {"refs/link.png", WantedMedia::picture, Code::outside_workspace},
      {"usr/bin/env", WantedMedia::picture, Code::outside_workspace},
  };
  for (const Row& row : rows) {
    CAPTURE(row.written);
    Diagnostics diags;
    MediaFiles files(place, true, diags);
    const auto found = files.find(row.written, {}, row.wanted);
    CHECK(found.has_value() == !row.code.has_value());
    if (row.code) {
      REQUIRE(diags.errors() == 1);
      CHECK(diags.all().front().code == *row.code);
    } else {
      CHECK(found->path.is_absolute());
      CHECK(found->written == row.written);
    }
  }
}

TEST_CASE("MediaFiles: what is wrong with the bytes or the link is said") {
  const test::SmallWorkspace workspace;
  std::filesystem::create_symlink("missing.png", workspace.root() / "dangling.png");
  workspace.put("empty.png", "");
  workspace.put("moving.png", "GIF89a and more");
  struct Said {
    const char* written;
    const char* words;
  };
  const Said rows[] = {{"dangling.png", "it is a link to a file that is not there"},
                       {"empty.png", "it is empty"},
                       {"moving.png", "its bytes are those of GIF"}};
  for (const Said& row : rows) {
    CAPTURE(row.written);
    Diagnostics diags;
    MediaFiles files({workspace.root(), workspace.root() / "campaign.yaml"}, true, diags);
    CHECK(!files.find(row.written, {0, 0, 1}, WantedMedia::picture));
    REQUIRE(diags.errors() == 1);
    const Diagnostic& d = diags.all().front();
    CHECK(
        (d.labels.front().text == row.words || (!d.notes.empty() && d.notes.front() == row.words)));
    CHECK(d.helps.empty());
  }
}

TEST_CASE("MediaFiles: a link is resolved to what it names") {
  const test::SmallWorkspace workspace;
  std::filesystem::create_symlink("refs/front.png", workspace.root() / "inside.png");
  Diagnostics diags;
  MediaFiles files({workspace.root(), workspace.root() / "campaign.yaml"}, true, diags);
  const auto found = files.find("inside.png", {}, WantedMedia::picture);
  REQUIRE(found);
  CHECK(found->path == workspace.root() / "refs/front.png");
  CHECK(found->type == MediaType::png);
}

TEST_CASE("MediaFiles: without looking only the path itself counts") {
  Diagnostics diags;
  MediaFiles files({"/w", "/w/a/campaign.yaml"}, false, diags);
  CHECK(files.find("../b.png", {}, WantedMedia::picture)->path == "/w/b.png");
  CHECK(!diags.has_errors());
  CHECK(!files.find("../../b.png", {}, WantedMedia::picture));
  CHECK(diags.errors() == 1);
}

}  // namespace
}  // namespace reshoot
