// SPDX-License-Identifier: Apache-2.0
#pragma once
// An emulated cloud of video providers: pure, without sockets, clock or chance of its own. Requests
// and the time go in; answers, and how they arrive, come out.

#include <memory>
#include <string>
#include <vector>

#include "emulator/face.h"
#include "emulator/storage_face.h"

namespace reshoot::emulator {

/// A file that begins as an MP4 does, names its job and cannot be played.
std::string fake_result(const Job& job);

/// Not copied or moved: its faces look at its parts.
class EmulatedCloud {
 public:
  explicit EmulatedCloud(Settings settings, ResultMaker make_result = fake_result);
  ~EmulatedCloud();
  EmulatedCloud(const EmulatedCloud&) = delete;
  EmulatedCloud& operator=(const EmulatedCloud&) = delete;

  /// Calls come in the order of their times.
  Delivery handle(const EmulatedRequest& request, Wall now);

  /// Other faults from here on; their calls are counted from 1 again.
  void set_faults(FaultPlan plan);
  /// May be changed between calls: accounts, limits, latency, prices, origin.
  Settings& settings() { return settings_; }
  /// Scheme and host of every URL of this cloud.
  [[nodiscard]] const std::string& origin() const { return settings_.origin; }

  [[nodiscard]] const JobDesk& jobs() const { return jobs_; }
  [[nodiscard]] const ObjectStore& objects() const { return objects_; }
  /// What clients did against the documentation; a test expects none.
  [[nodiscard]] const std::vector<std::string>& violations() const { return violations_; }
  [[nodiscard]] std::uint64_t calls(Operation operation) const { return dice_.calls(operation); }

 private:
  struct Route {
    Face* face = nullptr;
    Operation operation = Operation::models;
  };
  [[nodiscard]] std::optional<Route> route(const EmulatedRequest& request,
                                           const Target& target) const;
  /// An answer that keeps the call from being acted on.
  std::optional<Delivery> before(const Route& route, const FaultDraw& faults, Wall now);
  bool is_out(const Route& route, const FaultDraw& faults, Wall now, int& status);

  struct Outage {
    const Face* face = nullptr;
    Wall until;
    int status = 503;
  };

  Settings settings_;
  Ids ids_;
  JobDesk jobs_;
  ObjectStore objects_;
  std::vector<std::string> violations_;
  FaultDice dice_;
  std::vector<std::unique_ptr<Face>> faces_;
  std::vector<Outage> outages_;
};

}  // namespace reshoot::emulator
