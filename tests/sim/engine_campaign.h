// SPDX-License-Identifier: Apache-2.0
#pragma once
// A campaign that is planned and built, life after life, by the real planner and engine against an
// emulated cloud that fails, while the process crashes, is interrupted, and people edit.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "hazards.h"
#include "support/paid_build.h"

namespace reshoot::sim {

struct EngineResult {
  std::vector<std::string> broken;  ///< promises that were not kept, in words; none is expected
  std::size_t jobs = 0;             ///< that the cloud has accepted
  int lives = 0;
  int crashes = 0;
  int interrupts = 0;
  int edits = 0;
  int retakes = 0;
  int doubts = 0;  ///< takes that a person had to settle
};

class EngineCampaign {
 public:
  EngineCampaign(std::uint64_t seed, Hazards hazards);
  /// Lives until a build has nothing left to do, at most some dozens of times.
  EngineResult run();

 private:
  [[nodiscard]] int up_to(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }
  [[nodiscard]] bool once_in(int times) { return up_to(times - 1) == 0; }
  Campaign plan_campaign();
  void set_scene(Scene& scene, int number);
  void say(Scene& scene, int number, int version);
  void wish_for_a_crash();
  /// One build from start to end; true where it left nothing to do.
  bool live();
  void ask_for_refused(const Plan& plan);
  void interrupt_somewhere();
  /// What people do between builds.
  void meddle();
  void settle_doubts();
  void settle(Ledger& ledger, const OpenJob& job);
  void check_end();
  [[nodiscard]] bool is_retake(const emulator::DoubleSubmit& twice) const;
  void check_takes(Store& store);
  void check_videos();
  void broken(std::string promise) { result_.broken.push_back(std::move(promise)); }

  std::uint64_t seed_;
  Hazards hazards_;
  Random random_;
  std::string provider_;
  test::PaidBuild build_;
  Campaign campaign_;
  std::map<std::string, int> asked_;  ///< retakes that were asked for, by clip key
  EngineResult result_;
};

}  // namespace reshoot::sim
