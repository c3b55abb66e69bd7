// SPDX-License-Identifier: Apache-2.0
#include "report/identity_json.h"

#include <nlohmann/json.hpp>

#include "campaign/model.h"
#include "report/identity_causes.h"
#include "report/identity_facts.h"
#include "report/json_text.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;
using Names = std::vector<std::string>;

Names character_names(const IdentityReport& report) {
  Names names;
  for (const ReportedCharacter& character : report.characters) {
    names.push_back(character.name);
  }
  return names;
}

Names cast_names(const IdentityReport& report, const CheckedClip& clip) {
  Names names;
  for (std::uint32_t i = 0; i < clip.cast.size(); ++i) {
    names.push_back(cast_name(report, clip, i));
  }
  return names;
}

Json counts_json(const IdentityReport& report) {
  const IdentityCounts counts = counts_of(report);
  return {{"clips", report.clips.size()},
          {"may_ship", counts.may_ship()},
          {"pass", counts.pass},
          {"unsure", counts.unsure},
          {"fail", counts.fail},
          {"na", counts.na},
          {"ships", counts.ships},
          {"ships_by_policy", counts.by_policy},
          {"ships_by_person", counts.by_person},
          {"ships_unjudged", counts.unjudged},
          {"will_retake", counts.retake},
          {"held", counts.held},
          {"not_measured", counts.not_measured},
          {"no_take", counts.no_take}};
}

Json characters_json(const IdentityReport& report) {
  Json list = Json::array();
  for (const ReportedCharacter& character : report.characters) {
    list.push_back(
        {{"name", character.name}, {"kind", name_of(character.kind)}, {"voice", character.voice}});
  }
  return list;
}

Json clip_json(const IdentityReport& report, const CheckedClip& clip, const SourceMap& sources) {
  const Names cast = cast_names(report, clip);
  return {{"clip", clip.clip},
          {"at", sources.at(clip.at)},
          {"cast", cast},
          {"model", clip.model},
          {"fate", name_of(clip.fate)},
          {"may_ship", may_ship(clip)},
          {"why", clip.why},
          {"take", clip.take.empty() ? Json() : Json(clip.take)},
          {"number", clip.number},
          {"takes", clip.takes},
          {"blob", clip.blob ? Json(clip.blob->text()) : Json()},
          {"next", next_steps(clip)},
          {"judgement", clip.judgement ? judgement_json(*clip.judgement, cast) : Json()},
          {"comparison", clip.comparison
                             ? comparison_json(*clip.comparison, cast, character_names(report))
                             : Json()}};
}

Json thresholds_json(const IdentityModel& model, const IdentityThresholds& numbers) {
  if (model.role == IdentityRole::speaker_embedding) {
    return {{"pass", number_json(numbers.voice_pass)},
            {"warn", number_json(numbers.voice_warn)},
            {"fail", number_json(numbers.voice_fail)}};
  }
  return {{"match", number_json(numbers.look.match)},
          {"mismatch", number_json(numbers.look.mismatch)},
          {"pass_median", number_json(numbers.look.pass_median)},
          {"pass_p10", number_json(numbers.look.pass_p10)},
          {"pass_share", number_json(numbers.look.pass_share)},
          {"fail_median", number_json(numbers.look.fail_median)},
          {"fail_coverage", number_json(numbers.look.fail_coverage)},
          {"margin", number_json(numbers.look.margin)},
          {"agree", number_json(numbers.agree)},
          {"drift", number_json(numbers.drift)},
          {"flicker", number_json(numbers.flicker)},
          {"across", number_json(numbers.across)}};
}

Json models_json(const IdentityReport& report) {
  Json list = Json::array();
  for (const IdentityModel& model : report.models) {
    Json thresholds = Json::object();
    if (model.role != IdentityRole::face_detector) {
      for (const IdentityLevel level : levels_in_force(report)) {
        thresholds[std::string(name_of(level))] = thresholds_json(model, model.at(level));
      }
    }
    list.push_back({{"id", model.id},
                    {"role", name_of(model.role)},
                    {"digest", model.file.result.text()},
                    {"measured", model.measured},
                    {"figures", model.figures},
                    {"source", model.source},
                    {"thresholds", std::move(thresholds)}});
  }
  return list;
}

/// Without the matrix of medians: the clips have them.
Json across_json(const IdentityReport& report) {
  const Across& across = *report.across;
  const auto character = [&](std::uint32_t index) { return report.characters.at(index).name; };
  const auto clip = [&](std::uint32_t index) { return report.clips.at(index).clip; };
  Json characters = Json::array();
  for (const AcrossCharacter& one : across.characters) {
    characters.push_back({{"character", character(one.character)},
                          {"clips", one.clips},
                          {"median", number_json(one.median)},
                          {"agreement", number_json(one.agreement)}});
  }
  Json outliers = Json::array();
  for (const ClipOutlier& one : across.outliers) {
    outliers.push_back({{"character", character(one.character)},
                        {"clip", clip(one.clip)},
                        {"other", clip(one.other)},
                        {"similarity", number_json(one.similarity)},
                        {"agreement", number_json(one.agreement)},
                        {"threshold", number_json(one.threshold)},
                        {"by_spread", one.by_spread}});
  }
  Json look_alikes = Json::array();
  for (const LookAlikes& pair : across.look_alikes) {
    look_alikes.push_back({{"one", character(pair.one)},
                           {"other", character(pair.other)},
                           {"similarity", number_json(pair.similarity)},
                           {"margin", pair.margin ? number_json(*pair.margin) : Json()},
                           {"clip", pair.clip ? Json(clip(*pair.clip)) : Json()}});
  }
  return {{"characters", std::move(characters)},
          {"outliers", std::move(outliers)},
          {"look_alikes", std::move(look_alikes)}};
}

Json trend_json(const IdentityReport& report) {
  Json list = Json::array();
  for (const BuildVerdicts& build : report.trend) {
    list.push_back({{"when", build.when.iso()},
                    {"pass", build.passed},
                    {"unsure", build.unsure},
                    {"fail", build.failed},
                    {"na", build.na}});
  }
  return list;
}

Json gaps_json(const IdentityReport& report) {
  Json list = Json::array();
  for (const Gap& gap : gaps_of(report)) {
    Json clips = Json::array();
    for (const std::size_t index : gap.clips) {
      clips.push_back(report.clips[index].clip);
    }
    list.push_back({{"what", gap.what}, {"why", gap.why}, {"clips", std::move(clips)}});
  }
  return list;
}

}  // namespace

std::string identity_json(const IdentityReport& report, const SourceMap& sources) {
  Json clips = Json::array();
  for (const CheckedClip& clip : report.clips) {
    clips.push_back(clip_json(report, clip, sources));
  }
  return json_text({{"schema_version", json_schema_version},
                    {"campaign", report.campaign},
                    {"when", report.when.iso()},
                    {"counts", counts_json(report)},
                    {"characters", characters_json(report)},
                    {"clips", std::move(clips)},
                    {"across", report.across ? across_json(report) : Json()},
                    {"models", models_json(report)},
                    {"trend", trend_json(report)},
                    {"not_measured", gaps_json(report)}});
}

}  // namespace reshoot
