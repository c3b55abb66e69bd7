// SPDX-License-Identifier: Apache-2.0
#include "shot_campaign.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "speech.h"
#include "support/sample_workflow.h"

namespace reshoot::sim {
namespace {

constexpr int most_lives = 60;
constexpr int most_tries = 3;

template <class T>
T must(Result<T> result) {
  REQUIRE_MESSAGE(result, (result ? std::string() : result.error().message));
  if constexpr (!std::is_void_v<T>) {
    return *std::move(result);
  }
}

constexpr std::array<std::string_view, 3> seams{"transaction.before_commit",
                                                "transaction.after_commit", "shot.sent"};

TempDirectory fast_folder() {
  return must(TempDirectory::create(fast_place(), "reshoot-sim"));
}

}  // namespace

ShotCampaign::ShotCampaign(std::uint64_t seed, Hazards hazards)
    : seed_(seed), hazards_(hazards), random_(seed), folder_(fast_folder()) {
  plan();
}

void ShotCampaign::plan() {
  constexpr std::array providers{"gmi", "dashscope", "heygen", "comfyui"};
  emulator::Settings settings = emulator::usual_settings();
  settings.seed = seed_;
  settings.faults.seed = seed_;
  if (hazards_.faults) {
    settings.faults.rules = some_faults(random_);
  }
  settings.heygen.prices = {{"avatar_iv", {{"*", 100'000}}}};
  cloud_ = std::make_unique<emulator::EmulatedCloud>(settings);
  const std::string provider = providers[std::uniform_int_distribution<std::size_t>(0, 3)(random_)];
  result_.provider = provider;
  const std::string_view url = default_base_url(provider);
  const std::string_view path = url.substr(std::min(url.find('/', 8), url.size()));
  account_ = {provider, settings.origin + std::string(path), Secret(provider + "-test-key"), {}};
  const int count = std::uniform_int_distribution<int>(1, 8)(random_);
  for (int i = 0; i < count; ++i) {
    clips_.push_back(clip_of(i));
  }
}

ShotCampaign::Clip ShotCampaign::clip_of(int number) {
  const bool talks = account_.provider == "heygen";
  const bool is_workflow = account_.provider == "comfyui";
  Clip clip;
  const bool has_cast =
      std::uniform_int_distribution<int>(0, 1)(random_) == 0 || talks || is_workflow;
  clip.order.model = has_cast ? "wan2.7-r2v" : "wan2.7-t2v";
  clip.order.prompt = {{fmt::format("Scene {} of campaign {}. ", number, seed_), std::nullopt}};
  clip.order.seconds = {1000 * std::uniform_int_distribution<int>(2, 10)(random_)};
  clip.order.lines = 720;
  clip.order.ratio = Ratio{16, 9};
  if (has_cast) {
    clip.order.prompt.push_back({{}, 0U});
    clip.order.cast.push_back({OrderedKind::person, "somebody", {{false, {}}}, {}, {}, {}});
    clip.pictures.push_back(
        fmt::format("face {}", std::uniform_int_distribution<int>(0, 1)(random_)));
  }
  if (talks) {
    clip.order.model = "heygen-avatar-4";
    clip.order.cast.front().voice_id = "a-voice";
    clip.order.says = {
        {0, speech_of(fmt::format("This is scene {} of {}. ", number, seed_), clip.order.seconds)}};
  }
  if (is_workflow) {
    clip.order.model = "workflow";
    clip.order.workflow = test::sample_workflow();
    clip.order.fps = Rate{};
  }
  clip.key = sha256(fmt::format("clip {} of {}", number, seed_));
  return clip;
}

Money ShotCampaign::price_of(const Clip& clip) const {
  return {is_free() ? 0 : 100'000 * clip.order.seconds.millis / 1000};
}

Ledger ShotCampaign::open() {
  return must(Ledger::open(folder_.path() / "reshoot.db", Ledger::Access::read_write, clock_));
}

CampaignResult ShotCampaign::run() {
  for (result_.lives = 1; result_.lives <= most_lives; ++result_.lives) {
    try {
      const NoMoreCrash end;
      if (hazards_.crashes && result_.lives < most_lives / 2) {
        wish_a_crash(seams, 25, random_);
      }
      live();
    } catch (const Crashed&) {
      if (hazards_.intents_are_lost) {
        lose_intents(folder_.path() / "reshoot.db");
      }
      clock_.advance(Millis{std::uniform_int_distribution<int>(0, 600'000)(random_)});
      continue;
    }
    settle_doubts();
    const std::vector<Take> takes = must(open().takes());
    const bool all_over = std::all_of(clips_.begin(), clips_.end(),
                                      [&](const Clip& clip) { return is_over(clip, takes); });
    if (all_over && must(open().open_jobs()).empty()) {
      break;
    }
    clock_.advance(Millis{60'000});
  }
  return sum_up();
}

/// From start to idle, as one build.
void ShotCampaign::live() {
  tries_.clear();
  Ledger ledger = open();
  emulator::SimulatedTransport transport(*cloud_, clock_);
  DeskRules rules;
  rules.folder = folder_.path() / fmt::format("life-{}", result_.lives);
  must(make_directories(rules.folder));
  rules.seed = seed_ + static_cast<std::uint64_t>(result_.lives);
  Shooter shooter(rules, ledger, transport, clock_);
  for (const OpenJob& job : must(ledger.open_jobs())) {
    if (job.take.state != TakeState::in_doubt) {
      resume(job, shooter);
    }
  }
  for (const Clip& clip : clips_) {
    begin_clip(clip, ledger, shooter);
  }
  take_news(ledger, shooter);
  while (shooter.open() > 0) {
    for (const NetworkEvent& event : transport.wait(shooter.next().value_or(Steady::max()))) {
      must(shooter.on(event));
    }
    must(shooter.tick());
    take_news(ledger, shooter);
  }
}

Shot ShotCampaign::shot_of(const Clip& clip, Take take) {
  Shot shot;
  shot.take = std::move(take);
  shot.adapter = find_adapter(account_.provider);
  shot.account = account_;
  shot.order = clip.order;
  shot.order.seed = shot.take.seed;
  shot.order.take = shot.take.uuid;
  shot.expected = Millis{60'000};
  for (std::uint32_t i = 0; i < clip.pictures.size(); ++i) {
    const auto file = folder_.path() / (sha256(clip.pictures[i]).hex() + ".png");
    must(write_file_atomically(file, clip.pictures[i]));
    const UploadFile upload{file, MediaType::png, clip.pictures[i].size(),
                            sha256(clip.pictures[i]).hex().substr(0, 16), clip.order.model};
    shot.inputs.push_back({InputRole::reference, 0, i, upload, sha256(clip.pictures[i]), {}});
  }
  return shot;
}

void ShotCampaign::resume(const OpenJob& job, Shooter& shooter) {
  Shot shot;
  shot.take = job.take;
  shot.adapter = find_adapter(job.provider);
  shot.account = account_;
  shot.order.model = job.model;
  shot.expected = Millis{60'000};
  shot.job = job.job;
  shot.sent = job.sent;
  shot.request = must(open().request_of(job.take.id));
  must(shooter.add(std::move(shot)));
}

/// As a plan decides: a clip with a take that may still come, or has come, needs no other.
void ShotCampaign::begin_clip(const Clip& clip, Ledger& ledger, Shooter& shooter) {
  for (const Take& take : must(ledger.takes_of(clip.key))) {
    switch (take.state) {
      case TakeState::reserved:
        must(shooter.add(shot_of(clip, take)));
        return;
      case TakeState::failed:
        break;
      case TakeState::lost:
        if (!is_free()) {
          return;
        }
        break;  // what is free is made again
      default:
        return;
    }
  }
  const Money price = price_of(clip);
  Take take = must(ledger.reserve(
      {clip.key, account_.provider + "/" + clip.order.model, std::nullopt, "sim", price, {}}));
  must(shooter.add(shot_of(clip, std::move(take))));
}

void ShotCampaign::take_news(Ledger& ledger, Shooter& shooter) {
  for (const ShotNews& news : shooter.take_news()) {
    if (const auto* const arrived = std::get_if<ShotArrived>(&news)) {
      const auto whole = must(digest_file(arrived->file));
      CHECK(whole.sha256 == arrived->downloaded.sha256);
      const Money cost = arrived->cost.value_or(arrived->shot.take.reserved);
      must(ledger.record_fetched(arrived->shot.take.id,
                                 {arrived->shot.take.clip_key, whole.sha256, whole.size, 150, true},
                                 cost));
    } else if (const auto* const ended = std::get_if<ShotEnded>(&news)) {
      const Digest& key = ended->shot.take.clip_key;
      const auto clip = std::find_if(clips_.begin(), clips_.end(),
                                     [&](const Clip& one) { return one.key == key; });
      if (ended->may_try_again && ++tries_[key.hex()] < most_tries) {
        begin_clip(*clip, ledger, shooter);
      }
    }
  }
}

void ShotCampaign::settle_doubts() {
  Ledger ledger = open();
  for (const OpenJob& job : must(ledger.open_jobs())) {
    if (job.take.state != TakeState::in_doubt) {
      continue;
    }
    ++result_.doubts;
    const std::string sent = must(ledger.request_of(job.take.id));
    const emulator::Job* found = nullptr;
    for (const emulator::Job& one : cloud_->jobs().all()) {
      const bool known = must(ledger.knows_job(job.provider, job.base_url, one.id));
      found = one.sent == sent && !known ? &one : found;
    }
    if (found != nullptr) {
      must(ledger.record_submitted(job.take.id, found->id));
    } else {
      must(ledger.record_failed(job.take.id, "not billed"));
    }
  }
}

bool ShotCampaign::is_over(const Clip& clip, const std::vector<Take>& takes) const {
  return std::any_of(takes.begin(), takes.end(), [&](const Take& take) {
    return take.clip_key == clip.key &&
           (take.state == TakeState::fetched || take.state == TakeState::refused ||
            (take.state == TakeState::lost && !is_free()));
  });
}

CampaignResult ShotCampaign::sum_up() {
  const Ledger ledger = open();
  const std::vector<Take> takes = must(ledger.takes());
  result_.spent_micros = must(ledger.money("sim")).spent.micros;
  result_.billed_micros = cloud_->jobs().bill_total();
  result_.double_submits = cloud_->jobs().double_submits().size();
  result_.violations = cloud_->violations();
  for (const Take& take : takes) {
    result_.refused += take.state == TakeState::refused ? 1 : 0;
    result_.lost += take.state == TakeState::lost && !is_free() ? 1 : 0;
  }
  for (const Clip& clip : clips_) {
    result_.unfinished += is_over(clip, takes) ? 0 : 1;
  }
  return result_;
}

}  // namespace reshoot::sim
