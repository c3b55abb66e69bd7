// SPDX-License-Identifier: Apache-2.0
#include "engine_campaign.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "speech.h"
#include "store/crash_point.h"
#include "support/sample_workflow.h"

namespace reshoot::sim {
namespace {

constexpr int most_lives = 80;
/// From then on nothing but the cloud's faults is in the way.
constexpr int calm_from = 40;

constexpr std::array<std::string_view, 4> providers{"gmi", "dashscope", "heygen", "comfyui"};

/// Reached in almost every build, and many times in most.
constexpr std::array<std::string_view, 3> busy_seams{"transaction.before_commit",
                                                     "transaction.after_commit", "shot.sent"};
/// Nothing but the intent tells then that the cloud may have it.
constexpr std::array<std::string_view, 1> just_sent{"shot.sent"};
/// Reached once per clip, segment or video.
constexpr std::array<std::string_view, 11> other_seams{
    "take.reserved",    "take.kept",          "take.fetched",         "step.made",
    "step.stored",      "artifact.recorded",  "video.before_publish", "video.published",
    "blob.before_sync", "blob.before_rename", "blob.after_rename"};

emulator::Settings settings_of(std::uint64_t seed, bool faults, Random& random) {
  emulator::Settings settings = emulator::usual_settings();
  settings.seed = seed;
  settings.faults.seed = seed;
  if (faults) {
    settings.faults.rules = some_faults(random);
  }
  settings.heygen.prices = {{"avatar_iv", {{"*", 100'000}}}};
  return settings;
}

Model talking_head() {
  Model model = test::cloud_row("heygen", "heygen-avatar-4");
  model.talking_head = true;
  return model;
}

Model own_workflow() {
  Model model = test::cloud_row("comfyui", "own");
  model.workflow = test::sample_workflow();
  model.per_second = Money{0};
  return model;
}

}  // namespace

EngineCampaign::EngineCampaign(std::uint64_t seed, Hazards hazards)
    : seed_(seed),
      hazards_(hazards),
      random_(seed),
      provider_(providers[static_cast<std::size_t>(up_to(providers.size() - 1))]),
      build_(settings_of(seed, hazards.faults, random_), fast_place()) {
  std::vector<Model> models = build_.catalog.all();
  models.push_back(talking_head());
  models.push_back(own_workflow());
  build_.catalog = Catalog(std::move(models));
  for (const char* provider : {"heygen", "comfyui"}) {
    build_.accounts[provider] = build_.account(provider);
  }
  build_.limits[provider_].at_once = 1 + up_to(5);
  build_.options.keep_going = once_in(2);
  build_.runner.is_clip = [this](const std::string& bytes) {
    const auto& jobs = build_.cloud.jobs().all();
    return std::any_of(jobs.begin(), jobs.end(), [&](const emulator::Job& job) {
      return bytes == emulator::fake_result(job);
    });
  };
  campaign_ = plan_campaign();
}

/// One to eight scenes; the second video, where there is one, shows the first of them.
Campaign EngineCampaign::plan_campaign() {
  const int scenes = 1 + up_to(7);
  Campaign made = build_.campaign(scenes);
  for (Character& character : made.characters) {
    character.heygen.voice = "a-voice";
  }
  for (int i = 0; i < scenes; ++i) {
    set_scene(made.scenes[static_cast<std::size_t>(i)], i);
  }
  if (once_in(2)) {
    Video teaser = made.videos[0];
    teaser.name = "teaser";
    teaser.scenes.resize(1);
    teaser.scene_places.resize(1);
    made.videos.push_back(teaser);
  }
  return made;
}

void EngineCampaign::set_scene(Scene& scene, int number) {
  const bool cast = provider_ == "heygen" || provider_ == "comfyui" || once_in(2);
  const std::string model = provider_ == "heygen"    ? "heygen-avatar-4"
                            : provider_ == "comfyui" ? "own"
                            : cast                   ? "wan2.7-r2v"
                                                     : "wan2.7-t2v";
  scene.model.value = build_.catalog.find(provider_ + "/" + model);
  scene.seconds.value = {1000 * (2 + up_to(8))};
  if (!cast) {
    scene.cast.clear();
    scene.says.clear();
    scene.prompt.value = {{"", {}}};
  } else if (provider_ == "heygen" || provider_ == "comfyui") {
    scene.cast[0].references.resize(1);
  }
  say(scene, number, 0);
}

/// Gives a scene something of its own, in one of two versions.
void EngineCampaign::say(Scene& scene, int number, int version) {
  const std::string words = fmt::format("This is scene {}, version {}. ", number, version);
  if (provider_ == "heygen") {
    scene.says[0].text = speech_of(words, scene.seconds.value);
  } else {
    scene.prompt.value.back().text = words;
  }
}

EngineResult EngineCampaign::run() {
  bool over = false;
  while (!over && ++result_.lives <= most_lives) {
    const bool calm = result_.lives > calm_from;
    try {
      const NoMoreCrash end;
      if (hazards_.crashes && !calm) {
        wish_for_a_crash();
      }
      over = live();
    } catch (const Crashed&) {
      ++result_.crashes;
      if (hazards_.intents_are_lost) {
        lose_intents(build_.workspace.path() / "cache" / "reshoot.db");
      }
    }
    build_.time.advance(Millis{up_to(600'000)});
    settle_doubts();
    if (hazards_.crashes && !calm && once_in(4)) {
      meddle();
      over = false;
    }
  }
  if (!over) {
    broken(fmt::format("something is left to do after {} builds", most_lives));
  }
  check_end();
  return std::move(result_);
}

void EngineCampaign::wish_for_a_crash() {
  if (hazards_.only_after_sends) {
    wish_a_crash(just_sent, 12, random_);
  } else if (once_in(2)) {
    wish_a_crash(busy_seams, 40, random_);
  } else {
    wish_a_crash(other_seams, 4, random_);
  }
}

bool EngineCampaign::live() {
  build_.seed = seed_ + static_cast<std::uint64_t>(result_.lives);
  build_.observer.meanwhile = {};
  if (hazards_.crashes && result_.lives <= calm_from && once_in(4)) {
    interrupt_somewhere();
  }
  const BuildOutcome outcome = build_.shoot(campaign_);
  set_crash_point("");  // what people do from here on is not cut short
  if (outcome.stopped) {
    broken("the build stopped: " + outcome.stopped->message);
  }
  const Plan next = build_.plan(campaign_);
  ask_for_refused(next);
  return outcome.finished.end == BuildEnd::done && outcome.notes.empty() && !next.has_work();
}

/// A person has clips sent once more that were refused.
void EngineCampaign::ask_for_refused(const Plan& plan) {
  const Graph graph = build_.graph(campaign_);
  for (const Decision& decision : plan.decisions) {
    if (decision.kind == DecisionKind::held) {
      const auto& clip = std::get<GenerateStep>(graph.steps[decision.step].what);
      build_.retake(campaign_.scenes[clip.scene].name, clip.key);
    }
  }
}

void EngineCampaign::interrupt_somewhere() {
  build_.observer.meanwhile = [this, left = 1 + up_to(40)](const BuildEvent&) mutable {
    if (--left == 0) {
      ++result_.interrupts;
      build_.interrupt();
    }
  };
}

void EngineCampaign::meddle() {
  const int scenes = static_cast<int>(campaign_.scenes.size());
  const int number = up_to(scenes - 1);
  Scene& scene = campaign_.scenes[static_cast<std::size_t>(number)];
  if (once_in(3)) {
    const Graph graph = build_.graph(campaign_);
    const auto& clip = std::get<GenerateStep>(graph.steps[static_cast<std::size_t>(number)].what);
    build_.retake(scene.name, clip.key);
    ++asked_[clip.key.hex()];
    ++result_.retakes;
  } else {
    say(scene, number, up_to(1));
    ++result_.edits;
  }
}

/// A person looks into the account and says what is true.
void EngineCampaign::settle_doubts() {
  Store store = build_.open();
  const Result<std::vector<OpenJob>> jobs = store.ledger.open_jobs();
  REQUIRE(jobs);
  for (const OpenJob& job : *jobs) {
    if (job.take.state == TakeState::in_doubt) {
      ++result_.doubts;
      settle(store.ledger, job);
    }
  }
}

void EngineCampaign::settle(Ledger& ledger, const OpenJob& job) {
  const Result<std::string> sent = ledger.request_of(job.take.id);
  REQUIRE(sent);
  DoubtSettled said;
  for (const emulator::Job& one : build_.cloud.jobs().all()) {
    if (one.sent == *sent && !*ledger.knows_job(job.provider, job.base_url, one.id)) {
      said = {DoubtAnswer::adopted, one.id, {}};
    }
  }
  const Result<void> settled = ledger.settle_doubt(job.take.id, said);
  REQUIRE_MESSAGE(settled, (settled ? std::string() : settled.error().message));
}

void EngineCampaign::check_end() {
  result_.jobs = build_.jobs();
  Store store = build_.open();
  const MoneyTotals money = *store.ledger.money("sample");
  if (money.spent.micros != build_.cloud.jobs().bill_total()) {
    broken(fmt::format("the bill is {}, and the ledger has spent {}",
                       build_.cloud.jobs().bill_total(), money.spent.micros));
  }
  if (money.reserved.micros != 0 || money.in_doubt.micros != 0) {
    broken(fmt::format("{} micros are still set aside, {} in doubt", money.reserved.micros,
                       money.in_doubt.micros));
  }
  for (const emulator::DoubleSubmit& twice : build_.cloud.jobs().double_submits()) {
    if (!is_retake(twice)) {
      broken(fmt::format("jobs {} and {} are one order", twice.first, twice.second));
    }
  }
  for (const std::string& violation : build_.cloud.violations()) {
    broken("against the documentation: " + violation);
  }
  check_takes(store);
  check_videos();
}

/// HeyGen takes no seed: takes of one clip are told apart by their titles only. That there are not
/// too many of them is held by check_takes().
bool EngineCampaign::is_retake(const emulator::DoubleSubmit& twice) const {
  const emulator::JobDesk& jobs = build_.cloud.jobs();
  return provider_ == "heygen" && result_.retakes > 0 &&
         jobs.find(twice.first)->sent != jobs.find(twice.second)->sent;
}

/// Each take's bytes are its own job's, none is lost, and nobody has more than were asked for.
void EngineCampaign::check_takes(Store& store) {
  std::map<std::string, int> billed;
  const std::vector<Take> takes = *store.ledger.takes();
  for (const Take& take : takes) {
    billed[take.clip_key.hex()] += take.billed() ? 1 : 0;
    const bool is_paid = !build_.catalog.find(take.model)->free();
    if (take.state == TakeState::lost && is_paid) {
      broken("a take was lost: " + take.note);
    }
    if (take.state != TakeState::fetched) {
      continue;
    }
    const emulator::Job* const job = build_.cloud.jobs().find(*store.ledger.job_of(take.id));
    const auto bytes = read_file(store.blobs.path_of(*take.blob), 1U << 20U);
    if (job == nullptr || !bytes || *bytes != emulator::fake_result(*job)) {
      broken(fmt::format("take {} has not the bytes of its job", take.uuid));
    }
  }
  for (const auto& [key, count] : billed) {
    if (count > 1 + asked_[key]) {
      broken(fmt::format("{} takes of one clip were paid for, and {} asked for", count,
                         1 + asked_[key]));
    }
  }
}

/// Each scene of a video is there, as a clip that was made for it.
void EngineCampaign::check_videos() {
  for (const Video& video : campaign_.videos) {
    const std::string bytes = build_.video(fmt::format("sample/{}.mp4", video.name));
    std::size_t clips = 0;
    for (std::size_t at = bytes.find("result of "); at != std::string::npos;
         at = bytes.find("result of ", at + 1)) {
      ++clips;
    }
    if (clips != video.scenes.size()) {
      broken(
          fmt::format("video {} shows {} clips, not {}", video.name, clips, video.scenes.size()));
    }
  }
}

}  // namespace reshoot::sim
