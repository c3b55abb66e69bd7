// SPDX-License-Identifier: Apache-2.0
// Campaign to steps: what is shared, what a model cannot express, what a draft is.

#include "graph/expand.h"

#include <doctest/doctest.h>

#include "graph/prepare.h"
#include "support/sample_campaign.h"

using namespace reshoot;
using namespace reshoot::test;

namespace {

Graph expanded(const Campaign& campaign, const Catalog& catalog, bool draft = false) {
  PretendDigests digests;
  Diagnostics diags;
  std::optional<Graph> graph =
      expand(campaign, catalog, digests, {draft, {"tools 1", "tools 1"}}, diags);
  REQUIRE(graph);
  return *graph;
}

const GenerateStep& generate(const Graph& graph, std::size_t index) {
  return std::get<GenerateStep>(graph.steps[index].what);
}

std::vector<std::string> ids(const Graph& graph) {
  std::vector<std::string> all;
  for (const Step& step : graph.steps) {
    all.push_back(step.id);
  }
  return all;
}

}  // namespace

TEST_CASE("expand: clips, then the segments and the cut of each video; inputs come first") {
  const Catalog catalog({animatic_row()});
  const Graph graph = expanded(sample_campaign(catalog, 2), catalog);
  CHECK(ids(graph) == std::vector<std::string>{"generate:scene_0", "generate:scene_1",
                                               "conform:launch/scene_0", "conform:launch/scene_1",
                                               "cut:launch"});
  CHECK(graph.steps[4].inputs == std::vector<StepIndex>{2, 3, 0, 1});
  CHECK(graph.users[0] == std::vector<StepIndex>{2, 4});
}

TEST_CASE("expand: videos of one format share segments; another format has its own") {
  const Catalog catalog({animatic_row()});
  Campaign campaign = sample_campaign(catalog, 1);
  Video same = campaign.videos[0];
  same.name = "again";
  Video tall = campaign.videos[0];
  tall.name = "tall";
  tall.size.value = {720, 1280};
  campaign.videos.push_back(same);
  campaign.videos.push_back(tall);
  const Graph graph = expanded(campaign, catalog);
  CHECK(ids(graph) == std::vector<std::string>{"generate:scene_0", "conform:launch/scene_0",
                                               "cut:launch", "cut:again", "conform:tall/scene_0",
                                               "cut:tall"});
}

TEST_CASE("expand: a scene that stands in a video twice is one segment and one edge") {
  const Catalog catalog({animatic_row()});
  Campaign campaign = sample_campaign(catalog, 1);
  campaign.videos[0].scenes = {0, 0};
  const Graph graph = expanded(campaign, catalog);
  CHECK(std::get<CutStep>(graph.steps[2].what).segments == std::vector<StepIndex>{1, 1});
  CHECK(graph.users[1] == std::vector<StepIndex>{2});
}

TEST_CASE("expand: names are in no key") {
  const Catalog catalog({animatic_row()});
  Campaign campaign = sample_campaign(catalog, 1);
  const Digest before = generate(expanded(campaign, catalog), 0).key;
  campaign.scenes[0].name = "renamed";
  campaign.characters[0].name = "renamed_too";
  campaign.name = "other";
  CHECK(generate(expanded(campaign, catalog), 0).key == before);
}

TEST_CASE("expand: how clips are judged is in no key") {
  const Catalog catalog({animatic_row()});
  Campaign campaign = sample_campaign(catalog, 1);
  REQUIRE(!campaign.scenes[0].cast.empty());
  const Digest before = generate(expanded(campaign, catalog), 0).key;
  const IdentityPolicy other{IdentityLevel::strict, OnFail::warn, true, true};
  campaign.characters[0].identity = other;
  campaign.scenes[0].cast[0].identity = other;
  campaign.scenes[0].strangers = other;
  CHECK(generate(expanded(campaign, catalog), 0).key == before);
}

TEST_CASE("expand: the order of characters in the file is in no key; the order of the cast is") {
  const Catalog catalog({animatic_row()});
  Campaign campaign = sample_campaign(catalog, 1);
  campaign.scenes[0].cast.push_back({1, {0}, {}});
  const Digest before = generate(expanded(campaign, catalog), 0).key;
  Campaign swapped = campaign;
  std::swap(swapped.characters[0], swapped.characters[1]);
  swapped.scenes[0].cast[0].character = 1;
  swapped.scenes[0].cast[1].character = 0;
  CHECK(generate(expanded(swapped, catalog), 0).key == before);
  std::swap(campaign.scenes[0].cast[0], campaign.scenes[0].cast[1]);
  CHECK(generate(expanded(campaign, catalog), 0).key != before);
}

TEST_CASE("expand: what a model cannot express is not in its request") {
  Model silent = animatic_row();
  silent.provider = "gmi";
  silent.name = "silent";
  silent.speaks = false;
  silent.takes_fps = false;
  silent.takes_ratio = false;
  silent.takes_language = false;
  silent.inputs.first_frame = false;
  const Catalog catalog({animatic_row(), silent});
  Campaign campaign = sample_campaign(catalog, 1, "gmi/silent");
  campaign.scenes[0].first_frame = picture("frame.png");
  const GenerateRequest request = generate(expanded(campaign, catalog), 0).request;
  CHECK(request.says.empty());
  CHECK_FALSE(request.fps);
  CHECK_FALSE(request.ratio);
  CHECK(request.language.empty());
  CHECK_FALSE(request.first_frame);
  CHECK(request.cast[0].description.empty());  // it binds references instead
  CHECK(request.tools.empty());                // no upgrade here makes a paid clip stale
}

TEST_CASE("expand: ids of HeyGen's are in the requests of talking heads only") {
  Model head = paid_row();
  head.talking_head = true;
  const Catalog catalog({animatic_row(), head});
  const Catalog other({animatic_row(), paid_row()});
  Campaign campaign = sample_campaign(catalog, 1, "local/paid");
  campaign.scenes[0].model.value = other.find("local/paid");
  const GenerateStep before = generate(expanded(campaign, other), 0);
  campaign.characters[0].heygen = {"an-avatar", "a-voice", {}, {}};
  CHECK(generate(expanded(campaign, other), 0).key == before.key);

  campaign.scenes[0].model.value = catalog.find("local/paid");
  const CastRequest shown = generate(expanded(campaign, catalog), 0).request.cast[0];
  CHECK(shown.avatar_id == "an-avatar");
  CHECK(shown.voice_id == "a-voice");
  CHECK(shown.references.empty());  // the avatar is seen instead, so no face leaves
  campaign.characters[0].heygen.avatar.clear();
  const CastRequest portrait = generate(expanded(campaign, catalog), 0).request.cast[0];
  CHECK_FALSE(portrait.references.empty());
  CHECK(portrait.voice_id == "a-voice");
}

TEST_CASE("expand: another workflow is another clip, and its prompt has the description") {
  Model mine = paid_row();
  mine.provider = "comfyui";
  Workflow graph;
  graph.content = sha256("one");
  mine.workflow = std::make_shared<const Workflow>(graph);
  const Catalog catalog({animatic_row(), mine});
  graph.content = sha256("two");
  mine.workflow = std::make_shared<const Workflow>(graph);
  const Catalog changed({animatic_row(), mine});
  Campaign campaign = sample_campaign(catalog, 1, "comfyui/paid");
  campaign.characters[0].description.value = "a woman";
  const GenerateStep before = generate(expanded(campaign, catalog), 0);
  CHECK(before.request.workflow == sha256("one"));
  CHECK(before.request.cast[0].description == "a woman");
  campaign.scenes[0].model.value = changed.find("comfyui/paid");
  CHECK(generate(expanded(campaign, changed), 0).key != before.key);
}

TEST_CASE("expand: a draft is shot by animatic and says whom it stands in for") {
  Model paid = paid_row();
  paid.provider = "gmi";
  const Catalog catalog({animatic_row(), paid});
  const Campaign campaign = sample_campaign(catalog, 1, "gmi/paid");
  const GenerateStep step = generate(expanded(campaign, catalog, true), 0);
  CHECK(step.request.model == "animatic");
  CHECK(step.request.shown_model == "gmi/paid");
  CHECK(step.cost == Money{0});
}

TEST_CASE("expand: seconds of bound reference videos are in the cost, and in no key") {
  Model model = paid_row();
  model.inputs.reference_videos = 16;
  model.billed_video = Length{5000};
  Model silent_about_it = model;
  silent_about_it.billed_video.reset();
  const Catalog catalog({animatic_row(), model});
  const Catalog other({animatic_row(), silent_about_it});
  struct Row {
    std::optional<std::int64_t> millis;  ///< of the reference; nullopt: not known
    std::int64_t micros;                 ///< on top of the clip's own seconds
  };
  for (const Row& row : {Row{2500, 250'000}, Row{9000, 500'000}, Row{{}, 500'000}}) {
    Campaign campaign = sample_campaign(catalog, 1, "local/paid");
    MediaFile& file = campaign.characters[0].references[0].file;
    const Money before = *generate(expanded(campaign, catalog), 0).cost;
    file.type = MediaType::mp4;
    file.figures = MediaFigures{};
    if (row.millis) {
      file.figures->length = Length{*row.millis};
    }
    const GenerateStep step = generate(expanded(campaign, catalog), 0);
    CHECK(step.cost->micros - before.micros == row.micros);
    campaign.scenes[0].model.value = other.find("local/paid");
    const GenerateStep same = generate(expanded(campaign, other), 0);
    CHECK(same.key == step.key);
    CHECK(same.cost == before);
  }
}

TEST_CASE(
    "expand: a voice that is sent as a reference video is in request and price of who speaks") {
  Model model = far_row();
  model.inputs.reference_videos = 16;
  model.billed_video = Length{5000};
  Model with_field = model;
  with_field.name = "hears";
  with_field.inputs.voice_sample = true;
  Model no_videos = model;
  no_videos.name = "pictures";
  no_videos.inputs.reference_videos = 0;
  const Catalog catalog({animatic_row(), model, with_field, no_videos});
  struct Row {
    const char* model;
    VoiceAs as;
    bool speaks;
    std::optional<std::int64_t> millis;  ///< of the sample
    bool voice, video;                   ///< in the request
    std::int64_t micros;                 ///< on top of the clip's own seconds
  };
  constexpr VoiceAs video = VoiceAs::reference_video;
  for (const Row& row : std::vector<Row>{{"gmi/far", video, true, 2500, false, true, 250'000},
                                         {"gmi/far", video, true, 400, false, true, 100'000},
                                         {"gmi/far", video, true, 9000, false, true, 500'000},
                                         {"gmi/far", video, true, {}, false, true, 500'000},
                                         {"gmi/far", video, false, 2500, false, false, 0},
                                         {"gmi/far", VoiceAs::sample, true, 2500, false, false, 0},
                                         {"gmi/hears", video, true, 2500, true, false, 0},
                                         {"gmi/pictures", video, true, 2500, false, false, 0},
                                         {"animatic", video, true, 2500, false, false, 0}}) {
    CAPTURE(row.model);
    Campaign campaign = sample_campaign(catalog, 1, row.model);
    const GenerateStep before = generate(expanded(campaign, catalog), 0);
    Character& maya = campaign.characters[0];
    maya.voice = picture("maya.wav");
    maya.voice->type = MediaType::wav;
    maya.voice->figures = MediaFigures{};
    if (row.millis) {
      maya.voice->figures->length = Length{*row.millis};
    }
    maya.voice_as = row.as;
    if (!row.speaks) {
      campaign.scenes[0].says.clear();
    }
    const GenerateStep step = generate(expanded(campaign, catalog), 0);
    const CastRequest& cast = step.request.cast[0];
    CHECK(cast.voice.has_value() == row.voice);
    REQUIRE(cast.voice_video.has_value() == row.video);
    CHECK(step.cost->micros - before.cost->micros == row.micros);
    CHECK(preparations_of(step.request, "tools").size() == (row.video ? 1 : 0));
    if (row.speaks) {
      CHECK((step.key != before.key) == (row.voice || row.video));
    }
    if (row.video) {
      CHECK(cast.voice_video->portrait.content == cast.references[0].content);
      CHECK(cast.voice_video->sample.content == sha256("maya.wav"));
    }
  }
}

TEST_CASE("expand: the portrait of a voice video is the first picture that the scene binds") {
  Model model = far_row();
  model.inputs.reference_videos = 16;
  const Catalog catalog({animatic_row(), model});
  Campaign campaign = sample_campaign(catalog, 1, "gmi/far");
  Character& maya = campaign.characters[0];
  maya.references.push_back({"clip", picture("maya.mp4")});
  maya.references[2].file.type = MediaType::mp4;
  maya.voice = picture("maya.wav");
  maya.voice_as = VoiceAs::reference_video;
  const auto portrait_with = [&](std::vector<std::uint32_t> bound) {
    campaign.scenes[0].cast[0].references = std::move(bound);
    const GenerateStep step = generate(expanded(campaign, catalog), 0);
    return step.request.cast[0].voice_video->portrait.content;
  };
  CHECK(portrait_with({0, 1}) == sha256("maya-front.png"));
  CHECK(portrait_with({2, 1}) == sha256("maya-side.png"));
  CHECK(portrait_with({2}) == sha256("maya-front.png"));
}

TEST_CASE("expand: the provider is in no key: moving a campaign to another one bills nothing") {
  Model gmi = paid_row();
  gmi.provider = "gmi";
  Model dashscope = paid_row();
  dashscope.provider = "dashscope";
  const Catalog catalog({animatic_row(), gmi, dashscope});
  CHECK(generate(expanded(sample_campaign(catalog, 1, "gmi/paid"), catalog), 0).key ==
        generate(expanded(sample_campaign(catalog, 1, "dashscope/paid"), catalog), 0).key);
}

TEST_CASE("expand: all unreadable inputs are reported at once") {
  struct Unreadable final : ContentDigests {
    Result<InputFile> digest(const MediaFile&) override {
      return fail(ErrorKind::corrupt, "broken");
    }
  } digests;
  const Catalog catalog({animatic_row()});
  Diagnostics diags;
  CHECK_FALSE(expand(sample_campaign(catalog, 2), catalog, digests, {}, diags));
  CHECK(diags.errors() == 4);
}
