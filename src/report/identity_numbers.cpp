// SPDX-License-Identifier: Apache-2.0
// Comparisons and judgements as JSON.

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "report/identity_json.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;
using Names = std::vector<std::string>;

std::string_view name_of(Sighting::Kind kind) {
  switch (kind) {
    case Sighting::Kind::absent:
      return "absent";
    case Sighting::Kind::unusable:
      return "unusable";
    case Sighting::Kind::seen:
      return "seen";
  }
  return "";
}

Json name_json(const std::optional<std::uint32_t>& index, const Names& names) {
  if (!index) {
    return {};
  }
  CHECK(*index < names.size());
  return names[*index];
}

Json box_json(const FaceBox& box) {
  return {number_json(box.x), number_json(box.y), number_json(box.width), number_json(box.height)};
}

Json sightings_json(const Presence& presence, const std::vector<std::int64_t>& times_ms) {
  Json list = Json::array();
  for (std::size_t i = 0; i < presence.sightings.size(); ++i) {
    const Sighting& sighting = presence.sightings[i];
    Json entry{{"time_ms", i < times_ms.size() ? Json(times_ms[i]) : Json()},
               {"kind", name_of(sighting.kind)}};
    if (sighting.kind == Sighting::Kind::seen) {
      entry["similarity"] = number_json(sighting.similarity);
    }
    if (sighting.kind == Sighting::Kind::unusable) {
      entry["use"] = reshoot::name_of(sighting.use);
    }
    if (sighting.kind != Sighting::Kind::absent) {
      entry["box"] = box_json(sighting.box);
    }
    list.push_back(std::move(entry));
  }
  return list;
}

Json presence_json(const Presence& presence, const std::string& name,
                   const std::vector<std::int64_t>& times_ms, const Names& others) {
  Json json{{"character", name}, {"compared", presence.compared}, {"gap", presence.gap}};
  json.update(
      {{"median", number_json(presence.median)},
       {"p10", number_json(presence.p10)},
       {"min", number_json(presence.min)},
       {"coverage", number_json(presence.coverage)},
       {"usable", presence.usable},
       {"margin", presence.nearest ? number_json(presence.margin) : Json()},
       {"nearest", name_json(presence.nearest, others)},
       {"drift", number_json(presence.drift)},
       {"end", number_json(presence.end)},
       {"flicker", number_json(presence.flicker)},
       {"flicker_ms",
        presence.flicker_at < times_ms.size() ? Json(times_ms[presence.flicker_at]) : Json()},
       {"own", presence.own > 0 ? number_json(presence.own) : Json()},
       {"sightings", sightings_json(presence, times_ms)}});
  return json;
}

Json stranger_json(const Stranger& stranger, const Names& others) {
  return {{"from_ms", stranger.from_ms},
          {"to_ms", stranger.to_ms},
          {"usable", stranger.usable},
          {"box", box_json(stranger.box)},
          {"nearest", name_json(stranger.nearest, others)},
          {"similarity", stranger.nearest ? number_json(stranger.similarity) : Json()}};
}

Json line_json(const HeardLine& line, const Names& names, const Names& others) {
  return {{"character", name_json(line.cast, names)},
          {"compared", line.compared},
          {"gap", line.gap},
          {"from_ms", line.from_ms},
          {"to_ms", line.to_ms},
          {"seconds", number_json(line.seconds)},
          {"similarity", line.compared ? number_json(line.similarity) : Json()},
          {"nearest", name_json(line.nearest, others)},
          {"nearest_similarity", line.nearest ? number_json(line.nearest_similarity) : Json()}};
}

Json technical_json(const TechnicalFacts& facts) {
  return {{"length_ms", facts.length.millis},
          {"width", facts.size.width},
          {"height", facts.size.height},
          {"fps", facts.fps.fraction()},
          {"frames", facts.frames},
          {"has_sound", facts.has_sound},
          {"black", number_json(facts.black)},
          {"frozen", number_json(facts.frozen)},
          {"silent", number_json(facts.silent)},
          {"clipped", number_json(facts.clipped)}};
}

}  // namespace

Json number_json(float value) {
  return std::isfinite(value) ? Json(std::round(static_cast<double>(value) * 1e4) / 1e4) : Json();
}

Json comparison_json(const Comparison& comparison, const Names& names, const Names& others) {
  CHECK(comparison.cast.size() == names.size());
  Json cast = Json::array();
  for (std::size_t i = 0; i < comparison.cast.size(); ++i) {
    cast.push_back(presence_json(comparison.cast[i], names[i], comparison.times_ms, others));
  }
  Json strangers = Json::array();
  for (const Stranger& stranger : comparison.strangers) {
    strangers.push_back(stranger_json(stranger, others));
  }
  Json lines = Json::array();
  for (const HeardLine& line : comparison.lines) {
    lines.push_back(line_json(line, names, others));
  }
  return {{"cuts_ms", comparison.cuts_ms},
          {"cast", std::move(cast)},
          {"people_sought", comparison.people_sought},
          {"strangers", std::move(strangers)},
          {"lines", std::move(lines)},
          {"technical", technical_json(comparison.technical)}};
}

Json judgement_json(const Judgement& judgement, const Names& names) {
  Json cast = Json::array();
  for (std::size_t i = 0; i < judgement.cast.size(); ++i) {
    const CastJudgement& member = judgement.cast[i];
    Json allow = Json::array();
    if (member.policy.allow_unsure) {
      allow.push_back("unsure");
    }
    if (member.policy.allow_na) {
      allow.push_back("na");
    }
    cast.push_back({{"character", name_json(static_cast<std::uint32_t>(i), names)},
                    {"verdict", reshoot::name_of(member.verdict)},
                    {"level", reshoot::name_of(member.policy.level)},
                    {"on_fail", reshoot::name_of(member.policy.on_fail)},
                    {"allow", std::move(allow)},
                    {"share", number_json(member.share)}});
  }
  Json findings = Json::array();
  for (const IdentityFinding& finding : judgement.findings) {
    findings.push_back({{"code", reshoot::name_of(finding.code)},
                        {"verdict", reshoot::name_of(finding.verdict)},
                        {"tolerance", reshoot::name_of(finding.tolerance)},
                        {"character", name_json(finding.cast, names)},
                        {"value", number_json(finding.value)},
                        {"threshold", number_json(finding.threshold)},
                        {"text", finding.text}});
  }
  return {{"verdict", reshoot::name_of(judgement.verdict)},
          {"ships", judgement.ships},
          {"on_fail", reshoot::name_of(judgement.on_fail)},
          {"cast", std::move(cast)},
          {"findings", std::move(findings)}};
}

}  // namespace reshoot
