// SPDX-License-Identifier: Apache-2.0
#include "cli/identity_report_of.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/checked_clips.h"
#include "cli/crops.h"
#include "execute/take_check.h"
#include "identity/across.h"
#include "report/figures.h"
#include "report/identity_facts.h"

namespace reshoot {
namespace {

/// Builds that the trend shows.
constexpr int longest_trend = 30;
/// Clips with pictures: a page with more is slow to make and to open.
constexpr std::size_t most_with_crops = 60;
/// Clips that are held against each other.
constexpr int most_across = 2000;

void put_campaign(const Campaign& campaign, IdentityReport& report) {
  report.campaign = campaign.name;
  for (const Character& character : campaign.characters) {
    report.characters.push_back({character.name, character.kind, character.voice.has_value()});
  }
}

void put_models(const IdentityModels& models, IdentityReport& report) {
  for (const IdentityModel* const model : {models.face_detector, models.face_embedding,
                                           models.image_embedding, models.speaker_embedding}) {
    if (model != nullptr) {
      report.models.push_back(*model);
    }
  }
}

/// As they were learnt; nullopt: not learnt yet.
std::vector<std::optional<Likeness>> likenesses_of(const Session& session) {
  std::vector<std::optional<Likeness>> all(session.campaign().characters.size());
  const std::vector<std::optional<Digest>>& blobs = session.facts.gate.likenesses;
  for (std::size_t i = 0; i < blobs.size(); ++i) {
    const auto bytes =
        blobs[i] ? std::optional(read_blob(*blobs[i], session.store.blobs)) : std::nullopt;
    auto likeness = bytes && *bytes ? std::optional(likeness_from(**bytes)) : std::nullopt;
    if (likeness && *likeness) {
      all[i] = **std::move(likeness);
    }
  }
  return all;
}

/// Clips against each other. Their number counts twice.
void put_across(const Session& session, IdentityReport& report) {
  if (static_cast<int>(report.clips.size()) > most_across) {
    report.not_measured.push_back(
        {"clips against each other",
         fmt::format("there are more than {} of them", count_text(most_across))});
    return;
  }
  const std::vector<std::optional<Likeness>> likenesses = likenesses_of(session);
  const IdentityModels models = session.project->identity_models();
  AcrossQuestion question{{}, {}, {}, models};
  for (const CheckedClip& clip : report.clips) {
    question.clips.push_back({clip.cast, clip.comparison ? &*clip.comparison : nullptr});
  }
  for (std::size_t i = 0; i < likenesses.size(); ++i) {
    question.characters.push_back(likenesses[i] ? &*likenesses[i] : nullptr);
    question.levels.push_back(session.campaign().characters[i].identity.level);
  }
  report.across = across(question);
}

void put_crops(const Session& session, const Cancel& cancel, IdentityReport& report) {
  const std::vector<std::size_t> order = worst_first(report);
  for (std::size_t i = 0; i < std::min(order.size(), most_with_crops); ++i) {
    const CheckedClip& clip = report.clips[order[i]];
    report.crops[clip.clip] = crops_of(clip, session.campaign(), session.store.blobs,
                                       session.tools.toolbox.tools, cancel);
  }
}

}  // namespace

Result<IdentityReport> identity_report(const Session& session, const Plan& plan, Crops crops,
                                       Wall now, const Cancel& cancel) {
  IdentityReport report;
  report.when = now;
  put_campaign(session.campaign(), report);
  put_models(session.project->identity_models(), report);
  TRY_ASSIGN(report.clips, checked_clips(session.graph, session.campaign(), plan, session.facts,
                                         session.store.ledger));
  TRY_ASSIGN(const std::vector<VerdictCounts> trend,
             session.store.ledger.verdict_counts(session.campaign().name, longest_trend));
  for (const VerdictCounts& counts : trend) {
    report.trend.push_back({counts.when, counts.passed, counts.unsure, counts.failed, counts.na});
  }
  put_across(session, report);
  report.crops_left_out = crops == Crops::none;
  if (crops == Crops::for_people) {
    put_crops(session, cancel, report);
  }
  return report;
}

}  // namespace reshoot
