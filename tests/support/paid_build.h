// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whole builds whose clips an emulated cloud makes, in virtual time and on one thread.

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "emulator/cloud.h"
#include "emulator/simulated_transport.h"
#include "support/test_build.h"

namespace reshoot::test {

/// A model as the emulated cloud sells it: 0.10 USD for a second.
inline Model cloud_row(const std::string& provider, const std::string& name) {
  Model model = far_row();
  model.provider = provider;
  model.name = name;
  model.expected_seconds = 60;
  return model;
}

struct VirtualTime {
  ManualClock time;
};

struct PaidBuild : VirtualTime, TestBuild {
  emulator::EmulatedCloud cloud;
  std::map<std::string, Account, std::less<>> accounts;
  std::map<std::string, AccountLimits> limits;
  std::uint64_t seed = 1;  ///< of the jitter

  explicit PaidBuild(emulator::Settings settings = emulator::usual_settings(),
                     const std::filesystem::path& place = std::filesystem::temp_directory_path())
      : TestBuild(time, place), cloud(std::move(settings)) {
    catalog =
        Catalog({animatic_row(), cloud_row("gmi", "wan2.7-r2v"), cloud_row("gmi", "wan2.7-t2v"),
                 cloud_row("dashscope", "wan2.7-r2v"), cloud_row("dashscope", "wan2.7-t2v")});
    options.threads = false;
    for (const char* provider : {"gmi", "dashscope"}) {
      accounts[provider] = account(provider);
      limits[provider] = {};
    }
  }

  [[nodiscard]] Account account(const std::string& provider) const {
    const std::string_view url = default_base_url(provider);
    const std::string_view path = url.substr(std::min(url.find('/', 8), url.size()));
    return {provider, cloud.origin() + std::string(path), Secret(provider + "-test-key"), {}};
  }

  /// The sample campaign with pictures that can be uploaded.
  Campaign campaign(int scenes, const std::string& model = "gmi/wan2.7-r2v") {
    Campaign made = sample_campaign(catalog, scenes, model);
    for (Character& character : made.characters) {
      for (Reference& reference : character.references) {
        const std::filesystem::path file = picture_of(reference.file.path.string());
        REQUIRE(write_file_atomically(file, "picture of " + character.name + reference.name));
        reference.file.path = file;
      }
    }
    for (Scene& scene : made.scenes) {
      scene.ratio.value = Ratio{16, 9};
    }
    return made;
  }
  [[nodiscard]] std::filesystem::path picture_of(const std::string& name) const {
    return workspace.path() / name;
  }

  /// One build with a network of its own.
  BuildOutcome shoot(const Campaign& what, bool interrupted = false) {
    emulator::SimulatedTransport transport(cloud, time);
    const ProviderAccess access{transport, accounts, limits, seed};
    options.providers = &access;
    BuildOutcome outcome = build(what, interrupted);
    options.providers = nullptr;
    return outcome;
  }

  /// From here on these calls of an operation go wrong.
  void go_wrong(emulator::FaultKind kind, std::vector<std::uint64_t> calls) {
    emulator::FaultRule rule;
    rule.kind = kind;
    rule.calls = std::move(calls);
    cloud.set_faults({1, {rule}});
  }

  [[nodiscard]] std::vector<Take> takes() const { return *open().ledger.takes(); }
  [[nodiscard]] MoneyTotals money() const { return *open().ledger.money("sample"); }
  [[nodiscard]] std::size_t jobs() const { return cloud.jobs().all().size(); }

  /// What must hold whenever no job is out.
  void check_books() const {
    const MoneyTotals sums = money();
    CHECK(sums.spent.micros == cloud.jobs().bill_total());
    CHECK(sums.in_doubt == Money{});
    CHECK(cloud.jobs().double_submits().empty());
    for (const std::string& violation : cloud.violations()) {
      FAIL_CHECK(violation);
    }
  }
  void check_settled() const {
    check_books();
    CHECK(money().reserved == Money{});
  }
};

/// `fetched lost`: of all takes in their order.
inline std::string states_of(const std::vector<Take>& takes) {
  std::string text;
  for (const Take& take : takes) {
    text += (text.empty() ? "" : " ") + std::string(name_of(take.state));
  }
  return text;
}

}  // namespace reshoot::test
