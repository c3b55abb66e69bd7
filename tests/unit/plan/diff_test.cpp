// SPDX-License-Identifier: Apache-2.0
#include "plan/diff.h"

#include <doctest/doctest.h>

#include <functional>

#include "support/sample_campaign.h"

using namespace reshoot;
using namespace reshoot::test;

namespace {

const Catalog& catalog() {
  static const Catalog rows{{animatic_row(), paid_row()}};
  return rows;
}

/// The sample campaign of four scenes and one video, edited.
struct State {
  Campaign campaign = sample_campaign(catalog(), 4);
  PretendDigests digests;
  Graph graph;

  explicit State(const std::function<void(State&)>& edit) {
    if (edit) {
      edit(*this);
    }
    Diagnostics diags;
    graph = *expand(campaign, catalog(), digests, {}, diags);
  }
  [[nodiscard]] CampaignState view() const { return {campaign, graph}; }
};

/// `changed scene_1 (says[0]); renamed scene_2 -> opener; video launch (scenes)`
std::string told(const CampaignDiff& diff) {
  std::string out;
  const auto add = [&](const std::string& text) { out += (out.empty() ? "" : "; ") + text; };
  const auto fields = [](const std::vector<Reason>& reasons) {
    std::string list;
    for (const Reason& reason : reasons) {
      list += (list.empty() ? "" : " ") + reason.field;
    }
    return list.empty() ? "" : " (" + list + ")";
  };
  for (const ClipChange& c : diff.clips) {
    add(fmt::format("{} {}{}", name_of(c.kind),
                    c.was_scene.empty() ? c.scene : c.was_scene + " -> " + c.scene,
                    fields(c.reasons)));
  }
  for (const VideoChange& v : diff.videos) {
    add(fmt::format("{} video {}{}{}", name_of(v.kind), v.name, fields(v.reasons),
                    v.clips.empty() ? "" : fmt::format(" with {}", fmt::join(v.clips, ","))));
  }
  return out;
}

void add_footage(State& s) {
  Scene scene;
  scene.name = "demo";
  scene.footage = picture("demo.png");
  scene.seconds.value = {2000};
  s.campaign.scenes.push_back(scene);
  s.campaign.videos[0].scenes.push_back(4);
  s.campaign.videos[0].scene_places.emplace_back();
}

void drop_scene(State& s, std::uint32_t index) {
  s.campaign.scenes.erase(s.campaign.scenes.begin() + index);
  s.campaign.videos[0].scenes.pop_back();
  s.campaign.videos[0].scene_places.pop_back();
}

}  // namespace

TEST_CASE("diff_campaigns: by a table of edits") {
  struct Row {
    const char* why;
    std::function<void(State&)> was, now;
    const char* told;
    std::size_t same_clips;
  };
  const Row rows[] = {
      {"nothing", {}, {}, "", 4},
      {"a line",
       {},
       [](State& s) { s.campaign.scenes[1].says[0].text = "new"; },
       "changed scene_1 (says[0]); changed video launch with scene_1",
       3},
      {"a picture that many share",
       {},
       [](State& s) { s.digests.contents["maya-side.png"] = "another"; },
       "changed scene_0 (cast[0].references[1]); changed scene_2 (cast[0].references[1]); "
       "changed video launch with scene_0,scene_2",
       2},
      {"a rename",
       {},
       [](State& s) { s.campaign.scenes[2].name = "opener"; },
       "renamed scene_2 -> opener",
       3},
      {"names that change places",
       {},
       [](State& s) { std::swap(s.campaign.scenes[0].name, s.campaign.scenes[1].name); },
       "renamed scene_0 -> scene_1; renamed scene_1 -> scene_0",
       2},
      {"a rename and an edit are another clip",
       {},
       [](State& s) {
         s.campaign.scenes[2].name = "opener";
         s.campaign.scenes[2].says[0].text = "new";
       },
       "added opener; gone scene_2; changed video launch (scenes) with opener",
       3},
      {"a name that another clip takes over",
       {},
       [](State& s) {
         s.campaign.scenes[0].name = "old";
         s.campaign.scenes[1].name = "scene_0";
         s.campaign.scenes[1].says[0].text = "new";
       },
       "renamed scene_0 -> old; added scene_0; gone scene_1; changed video launch (scenes) with "
       "scene_0",
       2},
      {"one less",
       {},
       [](State& s) { drop_scene(s, 3); },
       "gone scene_3; changed video launch (scenes)",
       3},
      {"one more",
       [](State& s) { drop_scene(s, 3); },
       {},
       "added scene_3; changed video launch (scenes) with scene_3",
       3},
      {"another order",
       {},
       [](State& s) { std::swap(s.campaign.videos[0].scenes[0], s.campaign.videos[0].scenes[1]); },
       "changed video launch (scenes)",
       4},
      {"size, loudness and fit",
       {},
       [](State& s) {
         s.campaign.videos[0].size.value = {640, 360};
         s.campaign.videos[0].loudness.value = Loudness{-14};
         s.campaign.scenes[3].fit.value = Fit::blur;
       },
       "changed video launch (size loudness scene_3.fit)",
       4},
      {"another video",
       {},
       [](State& s) {
         s.campaign.videos.push_back(s.campaign.videos[0]);
         s.campaign.videos[0].name = "teaser";
       },
       "added video teaser",
       4},
      {"no video", {}, [](State& s) { s.campaign.videos.clear(); }, "gone video launch", 4},
      {"footage is no clip", {}, add_footage, "changed video launch (scenes)", 4},
      {"other footage", add_footage,
       [](State& s) {
         add_footage(s);
         s.digests.contents["demo.png"] = "another";
       },
       "changed video launch (demo.footage)", 4},
      {"renamed footage", add_footage,
       [](State& s) {
         add_footage(s);
         s.campaign.scenes[4].name = "screen";
       },
       "", 4},
  };
  for (const Row& row : rows) {
    CAPTURE(row.why);
    const State was(row.was);
    const State now(row.now);
    const CampaignDiff diff = diff_campaigns(was.view(), now.view());
    CHECK(told(diff) == row.told);
    CHECK(diff.same_clips == row.same_clips);
    CHECK(diff.same_videos + diff.videos.size() >= now.campaign.videos.size());
  }
}

TEST_CASE("diff_campaigns: what a change points at") {
  const State was({});
  const State now([](State& s) {
    s.campaign.scenes[1].says[0] = {0, "new", {0, 77, 80}};
    s.campaign.videos[0].at = {0, 90, 91};
    s.campaign.videos[0].fps.value = {25, 1};
  });
  const CampaignDiff diff = diff_campaigns(was.view(), now.view());
  REQUIRE(diff.clips.size() == 1);
  const ClipChange& clip = diff.clips[0];
  REQUIRE(clip.step);
  CHECK(now.graph.steps[*clip.step].id == "generate:scene_1");
  REQUIRE(clip.was_key);
  CHECK(*clip.was_key == std::get<GenerateStep>(was.graph.steps[*clip.step].what).key);
  REQUIRE(clip.reasons.size() == 1);
  CHECK(clip.reasons[0].was == "line 1");
  CHECK(clip.reasons[0].now == "new");
  CHECK(clip.reasons[0].at == Span{0, 77, 80});
  REQUIRE(diff.videos.size() == 1);
  CHECK(diff.videos[0].reasons[0].at == Span{0, 90, 91});
}

TEST_CASE("diff_campaigns: many equal clips pair up in order") {
  const auto equal = [](State& s) {
    for (Scene& scene : s.campaign.scenes) {
      scene = s.campaign.scenes[0];
    }
    for (std::size_t i = 0; i < s.campaign.scenes.size(); ++i) {
      s.campaign.scenes[i].name = fmt::format("same_{}", i);
    }
  };
  const State was(equal);
  const State now([&](State& s) {
    equal(s);
    s.campaign.scenes[0].name = "first";
  });
  CHECK(told(diff_campaigns(was.view(), now.view())) == "renamed same_0 -> first");
}
