// SPDX-License-Identifier: Apache-2.0
// TARGET words: names, globs, and what they need.

#include "graph/targets.h"

#include <doctest/doctest.h>

#include "support/sample_campaign.h"

using namespace reshoot;
using namespace reshoot::test;

namespace {

struct Setting {
  Catalog catalog{{animatic_row()}};
  Campaign campaign = sample_campaign(catalog, 3);
  Graph graph;

  Setting() {
    campaign.videos[0].scenes = {0, 1};  // scene_2 is in no video
    campaign.videos[0].scene_places.resize(2);
    PretendDigests digests;
    Diagnostics diags;
    graph = *expand(campaign, catalog, digests, {}, diags);
  }

  std::vector<std::string> wanted(const std::vector<std::string>& targets) const {
    const auto marks = wanted_steps(graph, campaign, targets);
    REQUIRE(marks);
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < marks->size(); ++i) {
      if ((*marks)[i]) {
        ids.push_back(graph.steps[i].id);
      }
    }
    return ids;
  }
};

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("targets: nothing named means all videos; a scene in none is shot only by name") {
  const Setting s;
  CHECK(s.wanted({}) == Ids{"generate:scene_0", "generate:scene_1", "conform:launch/scene_0",
                            "conform:launch/scene_1", "cut:launch"});
  CHECK(s.wanted({"scene_2"}) == Ids{"generate:scene_2"});
}

TEST_CASE("targets: a scene means its clip, a glob all that match") {
  const Setting s;
  CHECK(s.wanted({"scene_1"}) == Ids{"generate:scene_1"});
  CHECK(s.wanted({"scene_?"}) == Ids{"generate:scene_0", "generate:scene_1", "generate:scene_2"});
  CHECK(s.wanted({"la*"}).size() == 5);
}

TEST_CASE("targets: without videos, all scenes") {
  Setting s;
  s.campaign.videos.clear();
  PretendDigests digests;
  Diagnostics diags;
  s.graph = *expand(s.campaign, s.catalog, digests, {}, diags);
  CHECK(s.wanted({}).size() == 3);
}

TEST_CASE("targets: an unknown word is a usage error with a guess") {
  const Setting s;
  const auto marks = wanted_steps(s.graph, s.campaign, {"lanch"});
  REQUIRE_FALSE(marks);
  CHECK(marks.error().kind == ErrorKind::usage);
  CHECK(marks.error().help == "did you mean 'launch'?");
}

TEST_CASE("glob_matches") {
  struct Row {
    const char* pattern;
    const char* text;
    bool matches;
  };
  for (const Row& row :
       {Row{"", "", true}, Row{"*", "", true}, Row{"a*c", "abbc", true}, Row{"a*c", "abbd", false},
        Row{"?", "", false}, Row{"a?c", "abc", true}, Row{"**b", "aab", true},
        Row{"a*b*c", "a1b2b3c", true}, Row{"abc", "abcd", false}}) {
    CAPTURE(row.pattern);
    CAPTURE(row.text);
    CHECK(glob_matches(row.pattern, row.text) == row.matches);
  }
}
