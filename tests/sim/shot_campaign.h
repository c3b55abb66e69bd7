// SPDX-License-Identifier: Apache-2.0
#pragma once
// A campaign's worth of paid takes against an emulated cloud that fails, on a real ledger that
// survives crashes. One life of the process after the other, until nothing is left to do.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/files.h"
#include "emulator/cloud.h"
#include "emulator/simulated_transport.h"
#include "execute/shooter.h"
#include "hazards.h"

namespace reshoot::sim {

struct CampaignResult {
  std::int64_t billed_micros = 0;  ///< by the cloud
  std::int64_t spent_micros = 0;   ///< by the ledger
  std::size_t double_submits = 0;  ///< by the cloud
  std::vector<std::string> violations;
  int lives = 0;
  int doubts = 0;      ///< takes that a person had to settle
  int lost = 0;        ///< takes whose paid result can no longer be had
  int unfinished = 0;  ///< clips without a take at the end, refused ones not counted
  int refused = 0;
  std::string provider;
};

class ShotCampaign {
 public:
  ShotCampaign(std::uint64_t seed, Hazards hazards);
  /// Lives until all clips have an end, at most some dozens of times.
  CampaignResult run();

 private:
  struct Clip {
    Digest key;
    Order order;
    std::vector<std::string> pictures;  ///< contents
  };
  void plan();
  [[nodiscard]] Clip clip_of(int number);
  [[nodiscard]] bool is_free() const { return account_.provider == "comfyui"; }
  [[nodiscard]] Money price_of(const Clip& clip) const;
  void live();
  void begin_clip(const Clip& clip, Ledger& ledger, Shooter& shooter);
  void resume(const OpenJob& job, Shooter& shooter);
  void take_news(Ledger& ledger, Shooter& shooter);
  /// A person looks into the account and says what is true.
  void settle_doubts();
  [[nodiscard]] bool is_over(const Clip& clip, const std::vector<Take>& takes) const;
  [[nodiscard]] CampaignResult sum_up();
  Ledger open();
  Shot shot_of(const Clip& clip, Take take);

  std::uint64_t seed_;
  Hazards hazards_;
  Random random_;
  TempDirectory folder_;
  ManualClock clock_;
  std::unique_ptr<emulator::EmulatedCloud> cloud_;
  Account account_;
  std::vector<Clip> clips_;
  std::map<std::string, int> tries_;  ///< in this life, by clip key
  CampaignResult result_;
};

}  // namespace reshoot::sim
