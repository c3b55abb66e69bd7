// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloud.h"

#include <fmt/format.h>

#include "emulator/comfyui_face.h"
#include "emulator/dashscope_face.h"
#include "emulator/distort.h"
#include "emulator/gmi_face.h"
#include "emulator/heygen_face.h"

namespace reshoot::emulator {

std::string fake_result(const Job& job) {
  using namespace std::string_literals;
  return "\0\0\0\x18"
         "ftypisom\0\0\2\0isomiso2"s +
         fmt::format("result of {}\n", job.id) + std::string(256, '.');
}

EmulatedCloud::EmulatedCloud(Settings settings, ResultMaker make_result)
    : settings_(std::move(settings)),
      ids_(settings_.seed),
      jobs_(settings_, ids_),
      dice_(settings_.faults) {
  const Ground ground{settings_, jobs_, objects_, ids_, violations_};
  faces_.push_back(std::make_unique<GmiFace>(ground));
  faces_.push_back(std::make_unique<DashscopeFace>(ground));
  faces_.push_back(std::make_unique<HeygenFace>(ground));
  faces_.push_back(std::make_unique<ComfyuiFace>(ground, make_result));
  faces_.push_back(std::make_unique<StorageFace>(ground, std::move(make_result)));
}

EmulatedCloud::~EmulatedCloud() = default;

void EmulatedCloud::set_faults(FaultPlan plan) {
  settings_.faults = plan;
  dice_ = FaultDice(std::move(plan));
  outages_.clear();
}

std::optional<EmulatedCloud::Route> EmulatedCloud::route(const EmulatedRequest& request,
                                                         const Target& target) const {
  for (const auto& face : faces_) {
    if (const auto operation = face->operation(request, target)) {
      return Route{face.get(), *operation};
    }
  }
  return std::nullopt;
}

Delivery EmulatedCloud::handle(const EmulatedRequest& request, Wall now) {
  const Target target = Target::parse(request.target);
  const auto found = route(request, target);
  if (!found) {
    violations_.push_back(fmt::format("no such call: {}", target.path));
    return json_delivery(404, R"({"error":"no such call"})");
  }
  const FaultDraw faults = dice_.draw(found->operation);
  if (auto instead = before(*found, faults, now)) {
    return *std::move(instead);
  }
  Delivery delivery = found->face->answer({request, target, found->operation, faults, now});
  if (const FaultRule* rule = faults.find(FaultKind::server_error_after)) {
    delivery = found->face->refuse(No::server_error, rule->status);
  }
  distort(delivery, faults);
  return delivery;
}

bool EmulatedCloud::is_out(const Route& route, const FaultDraw& faults, Wall now, int& status) {
  if (route.operation != Operation::poll) {
    return false;
  }
  if (const FaultRule* rule = faults.find(FaultKind::outage)) {
    outages_.push_back({route.face, after(now, settings_.scaled(rule->duration)), rule->status});
  }
  std::erase_if(outages_, [&](const Outage& outage) { return outage.until <= now; });
  for (const Outage& outage : outages_) {
    if (outage.face == route.face) {
      status = outage.status;
      return true;
    }
  }
  return false;
}

std::optional<Delivery> EmulatedCloud::before(const Route& route, const FaultDraw& faults,
                                              Wall now) {
  Delivery silent;
  silent.answers = false;
  silent.ending = Ending::close;
  if (faults.has(FaultKind::no_connection)) {
    silent.connects = false;
    silent.ending = Ending::reset;
    return silent;
  }
  if (faults.has(FaultKind::no_answer_before)) {
    return silent;
  }
  if (const FaultRule* rule = faults.find(FaultKind::throttle)) {
    Delivery delivery = route.face->refuse(No::throttled, 429);
    add_retry_after(delivery, settings_, rule->retry_after);
    return delivery;
  }
  if (const FaultRule* rule = faults.find(FaultKind::server_error_before)) {
    return route.face->refuse(No::server_error, rule->status);
  }
  if (faults.has(FaultKind::upstream_refusal)) {
    return route.face->refuse(No::upstream_refusal, 500);
  }
  if (faults.has(FaultKind::refuse_content)) {
    return route.face->refuse(No::content, 400);
  }
  int status = 0;
  if (is_out(route, faults, now, status)) {
    return route.face->refuse(No::server_error, status);
  }
  return std::nullopt;
}

}  // namespace reshoot::emulator
