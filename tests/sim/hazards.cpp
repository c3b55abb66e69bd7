// SPDX-License-Identifier: Apache-2.0
#include "hazards.h"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <random>

#include "store/crash_point.h"
#include "store/sqlite.h"

namespace reshoot::sim {
namespace {

using emulator::FaultKind;
using emulator::FaultRule;

void throw_crash() {
  throw Crashed{};
}

}  // namespace

std::vector<FaultRule> some_faults(Random& random) {
  static constexpr std::array kinds{FaultKind::no_connection,
                                    FaultKind::throttle,
                                    FaultKind::server_error_before,
                                    FaultKind::server_error_after,
                                    FaultKind::no_answer_before,
                                    FaultKind::no_answer_after,
                                    FaultKind::hang,
                                    FaultKind::slow_start,
                                    FaultKind::drip,
                                    FaultKind::reset,
                                    FaultKind::truncate,
                                    FaultKind::shorten,
                                    FaultKind::corrupt,
                                    FaultKind::garbage,
                                    FaultKind::refuse_content,
                                    FaultKind::refuse_later,
                                    FaultKind::rate_limit_later,
                                    FaultKind::fail_later,
                                    FaultKind::unknown_status,
                                    FaultKind::outage,
                                    FaultKind::list_repeats,
                                    FaultKind::list_lags,
                                    FaultKind::clock_skew,
                                    FaultKind::expired_url,
                                    FaultKind::upstream_refusal,
                                    FaultKind::restart};
  std::vector<FaultRule> rules;
  const int count = std::uniform_int_distribution<int>(0, 5)(random);
  for (int i = 0; i < count; ++i) {
    FaultRule rule;
    rule.kind = kinds[std::uniform_int_distribution<std::size_t>(0, kinds.size() - 1)(random)];
    rule.probability = std::uniform_real_distribution<double>(0.02, 0.4)(random);
    if (rule.kind == FaultKind::restart) {
      rule.most = 3;  // a server that is started anew all the time never ends a job
    }
    rules.push_back(rule);
  }
  return rules;
}

void wish_a_crash(std::span<const std::string_view> seams, int most, Random& random) {
  const std::size_t seam = std::uniform_int_distribution<std::size_t>(0, seams.size() - 1)(random);
  const int nth = std::uniform_int_distribution<int>(1, most)(random);
  set_crash_point(fmt::format("{}:{}", seams[seam], nth), throw_crash);
}

NoMoreCrash::~NoMoreCrash() {
  set_crash_point("");
}

void lose_intents(const std::filesystem::path& ledger) {
  Result<Db> db = Db::open(ledger, "ledger", Db::Mode::create, Db::Durability::full);
  if (db) {  // the first life may have died before there was a table
    static_cast<void>(db->execute("UPDATE takes SET state = 'reserved' WHERE state = 'intent'"));
  }
}

std::filesystem::path fast_place() {
  const std::filesystem::path memory = "/dev/shm";
  return std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path();
}

int campaigns(int usual) {
  const char* const wished = std::getenv("RESHOOT_SIM_CAMPAIGNS");
  return wished == nullptr ? usual : std::atoi(wished);
}

std::uint64_t first_seed() {
  const char* const wished = std::getenv("RESHOOT_SIM_SEED");
  return wished == nullptr ? 1 : std::strtoull(wished, nullptr, 10);
}

}  // namespace reshoot::sim
