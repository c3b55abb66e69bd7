// SPDX-License-Identifier: Apache-2.0
// Clips that are sent with a video of a voice: it is made once, and before any money moves.

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "../campaign/media_bytes.h"
#include "support/paid_build.h"

using namespace reshoot;
using namespace reshoot::test;
using emulator::Operation;

namespace {

constexpr std::int64_t clip_micros = 500'000;   // five seconds
constexpr std::int64_t voice_micros = 250'000;  // two and a half

/// Builds of a campaign whose first character has a voice.
struct VoicedBuild : PaidBuild {
  VoicedBuild() {
    Model model = cloud_row("gmi", "wan2.7-r2v");
    model.inputs.reference_videos = 5;
    model.billed_video = Length{5000};
    catalog = Catalog({animatic_row(), model});
    runner.voice_video = mp4(2500, 300, 240);
  }

  Campaign campaign(int scenes) {
    Campaign made = PaidBuild::campaign(scenes);
    give_voice(made.characters[0]);
    return made;
  }
  void give_voice(Character& character) {
    const std::filesystem::path sample = workspace.path() / (character.name + ".wav");
    REQUIRE(write_file_atomically(sample, "voice of " + character.name));
    character.voice = picture(sample.string());
    character.voice->type = MediaType::wav;
    character.voice->figures = MediaFigures{};
    character.voice->figures->length = Length{2500};
    character.voice_as = VoiceAs::reference_video;
  }
  [[nodiscard]] std::size_t videos_made() const {
    const std::vector<std::string> ran = runner.ran();
    return static_cast<std::size_t>(
        std::count_if(ran.begin(), ran.end(),
                      [](const std::string& text) { return text.starts_with("voice "); }));
  }
  [[nodiscard]] std::vector<nlohmann::json> payloads() const {
    std::vector<nlohmann::json> all;
    for (const emulator::Job& job : cloud.jobs().all()) {
      all.push_back(nlohmann::json::parse(job.sent)["payload"]);
    }
    return all;
  }
};

}  // namespace

TEST_CASE("prepare: made once, uploaded once, bound as a video, and the bill is the ledger's") {
  for (const bool threads : {false, true}) {
    CAPTURE(threads);
    VoicedBuild t;
    t.options.threads = threads;
    Campaign campaign = t.campaign(4);  // two of maya, who has a voice, and two of leo
    const BuildOutcome first = t.shoot(campaign);
    CHECK(first.finished.end == BuildEnd::done);
    CHECK(first.finished.spent == Money{4 * clip_micros + 2 * voice_micros});
    CHECK(t.videos_made() == 1);
    CHECK(t.cloud.objects().stored() == 5);  // two pictures of each, and the video
    std::set<std::string> places;
    int with_video = 0;
    for (const nlohmann::json& payload : t.payloads()) {
      const bool binds =
          payload["prompt"].get<std::string>().find("and Video 1") != std::string::npos;
      CHECK(payload.contains("reference_video") == binds);
      if (binds) {
        REQUIRE(payload["reference_video"].size() == 1);
        places.insert(payload["reference_video"][0].get<std::string>());
        ++with_video;
      }
    }
    CHECK(with_video == 2);
    CHECK(places.size() == 1);
    t.check_settled();

    CHECK(t.shoot(campaign).finished.generate.hit == 4);
    campaign.scenes[0].says[0].text = "something else";
    const std::uint64_t uploads = t.cloud.calls(Operation::upload);
    CHECK(t.shoot(campaign).finished.generate.run == 1);
    CHECK(t.videos_made() == 1);
    CHECK(t.cloud.calls(Operation::upload) == uploads);
    t.check_settled();
  }
}

TEST_CASE("prepare: every speaker with a voice has a video, in the order of the cast") {
  VoicedBuild t;
  Campaign campaign = t.campaign(1);
  t.give_voice(campaign.characters[1]);
  campaign.scenes[0].cast.push_back({1, {0}, {}, identity_off});
  campaign.scenes[0].says.push_back({1, "And I am Leo.", {}});
  CHECK(t.shoot(campaign).finished.end == BuildEnd::done);
  CHECK(t.videos_made() == 2);
  REQUIRE(t.jobs() == 1);
  const nlohmann::json payload = t.payloads().front();
  CHECK(payload["reference_image"].size() == 3);
  CHECK(payload["reference_video"].size() == 2);
  const std::string prompt = payload["prompt"];
  CHECK(prompt.starts_with("the person in Image 1, Image 2 and Video 1 does"));
  CHECK(prompt.find("the person in Image 3 and Video 2 says: \"And I am Leo.\"") !=
        std::string::npos);
  t.check_settled();
}

TEST_CASE("prepare: what cannot be made ends its clips before any row of money") {
  VoicedBuild t;
  t.options.keep_going = true;
  Campaign campaign = t.campaign(4);
  t.runner.fail_on("voice " + campaign.characters[0].voice->path.string() + " of " +
                   campaign.characters[0].references[0].file.path.string());
  const BuildOutcome outcome = t.shoot(campaign);
  CHECK(outcome.failures.size() == 2);
  CHECK(outcome.finished.generate.failed == 2);
  CHECK(outcome.finished.generate.run == 2);
  CHECK(t.takes().size() == 2);
  t.check_settled();

  t.runner.heal();
  CHECK(t.shoot(campaign).finished.end == BuildEnd::done);
  t.check_settled();
}

TEST_CASE("prepare: a clip whose two videos both fail has failed once") {
  VoicedBuild t;
  t.options.keep_going = true;
  Campaign campaign = t.campaign(1);
  t.give_voice(campaign.characters[1]);
  campaign.scenes[0].cast.push_back({1, {0}, {}, identity_off});
  campaign.scenes[0].says.push_back({1, "And I am Leo.", {}});
  for (const Character& who : campaign.characters) {
    t.runner.fail_on("voice " + who.voice->path.string() + " of " +
                     who.references[0].file.path.string());
  }
  const BuildOutcome outcome = t.shoot(campaign);
  CHECK(outcome.failures.size() == 1);
  CHECK(outcome.finished.generate.failed == 1);
  CHECK(t.takes().empty());
}

TEST_CASE("prepare: a sample that changes meanwhile is not sent") {
  VoicedBuild t;
  const Campaign campaign = t.campaign(1);
  t.runner.meanwhile = [&](const StepWork& work) {
    if (std::holds_alternative<PrepareWork>(work)) {
      REQUIRE(write_file_atomically(campaign.characters[0].voice->path, "another, longer voice"));
    }
  };
  const BuildOutcome outcome = t.shoot(campaign);
  REQUIRE(outcome.failures.size() == 1);
  CHECK(outcome.failures[0].message.find("changed while it was being used") != std::string::npos);
  CHECK(t.takes().empty());
  CHECK(t.jobs() == 0);
}

TEST_CASE("prepare: Ctrl-C while it is made sends nothing") {
  VoicedBuild t;
  const Campaign campaign = t.campaign(2);
  t.runner.meanwhile = [&](const StepWork& work) {
    if (std::holds_alternative<PrepareWork>(work)) {
      t.interrupt();
    }
  };
  const BuildOutcome outcome = t.shoot(campaign);
  CHECK(outcome.finished.end == BuildEnd::interrupted);
  CHECK(outcome.failures.empty());
  t.runner.meanwhile = nullptr;
  CHECK(t.shoot(campaign).finished.end == BuildEnd::done);
  t.check_settled();
}

TEST_CASE("prepare: a video whose bytes are gone or damaged is made again") {
  for (const bool damaged : {false, true}) {
    CAPTURE(damaged);
    VoicedBuild t;
    Campaign campaign = t.campaign(1);
    t.shoot(campaign);
    const std::filesystem::path file = t.open().blobs.path_of(sha256(t.runner.voice_video));
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    if (damaged) {
      REQUIRE(write_file_atomically(file, "other bytes"));
    } else {
      std::filesystem::remove(file);
    }
    campaign.scenes[0].says[0].text = "something else";
    CHECK(t.shoot(campaign).finished.end == BuildEnd::done);
    CHECK(t.videos_made() == 2);
    t.check_settled();
  }
}
