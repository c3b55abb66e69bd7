// SPDX-License-Identifier: Apache-2.0
#include "identity_sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "drawn_face.h"

namespace reshoot {
namespace {

constexpr std::uint32_t samples = 32;
constexpr std::int64_t step_ms = 250;

Digest digest_by(int byte) {
  Digest digest;
  digest.bytes.fill(static_cast<std::uint8_t>(byte));
  return digest;
}

IdentityModel model(std::string id, IdentityRole role, int digest) {
  IdentityModel row;
  row.id = std::move(id);
  row.role = role;
  row.file.result = digest_by(digest);
  row.measured = true;
  IdentityThresholds normal;
  normal.look = {0.45F, 0.35F, 0.55F, 0.40F, 0.90F, 0.35F, 0.60F, 0.15F};
  normal.agree = 0.45F;
  normal.drift = 0.15F;
  normal.flicker = 0.55F;
  normal.across = 0.50F;
  normal.voice_pass = 0.65F;
  normal.voice_warn = 0.50F;
  normal.voice_fail = 0.40F;
  row.thresholds = {normal, normal, normal};
  row.thresholds[0].look.pass_median = 0.60F;
  row.thresholds[2].look.pass_median = 0.50F;
  return row;
}

Presence presence(const SeenAs& seen) {
  Presence made;
  made.kind = seen.character == 2 ? CastKind::mascot : CastKind::person;
  made.compared = true;
  std::vector<float> values;
  for (std::uint32_t i = 0; i < samples; ++i) {
    Sighting sighting;
    const float way = static_cast<float>(i) / (samples - 1);
    const bool absent = i >= seen.absent_from && i < seen.absent_to;
    const bool turned = i >= seen.turned_from && i < seen.turned_to;
    sighting.kind = absent ? Sighting::Kind::absent
                           : (turned ? Sighting::Kind::unusable : Sighting::Kind::seen);
    if (sighting.kind == Sighting::Kind::seen) {
      sighting.similarity =
          seen.from + (seen.to - seen.from) * way + 0.04F * std::sin(static_cast<float>(i) * 1.7F);
      values.push_back(sighting.similarity);
    }
    sighting.use = turned ? FaceUse::turned : FaceUse::usable;
    if (!absent) {
      sighting.box = {400, 120, 180, 210};
    }
    made.sightings.push_back(sighting);
  }
  std::sort(values.begin(), values.end());
  made.usable = static_cast<int>(values.size());
  const auto absents = std::count_if(
      made.sightings.begin(), made.sightings.end(),
      [](const Sighting& sighting) { return sighting.kind == Sighting::Kind::absent; });
  made.coverage = 1 - static_cast<float>(absents) / samples;
  if (!values.empty()) {
    made.median = values[values.size() / 2];
    made.p10 = values[values.size() / 10];
    made.min = values.front();
  }
  made.nearest = seen.character == 0 ? 1 : 0;
  made.margin = made.median - 0.12F;
  made.drift = seen.from - seen.to;
  made.end = seen.to;
  made.flicker = 0.81F;
  return made;
}

HeardLine line(std::uint32_t cast, float similarity) {
  HeardLine heard;
  heard.cast = cast;
  heard.compared = true;
  heard.seconds = 4.8F;
  heard.similarity = similarity;
  heard.nearest = 1;
  heard.nearest_similarity = 0.21F;
  return heard;
}

/// A file with a line for each scene.
std::string campaign_text() {
  std::string text = "reshoot: 1\ncampaign: acme-spring\nscenes:\n";
  for (const char* const name :
       {"welcome", "pitch", "backstage", "closeup", "turning", "mug", "duet", "outro", "teaser",
        "finale", "late", "masked", "distant"}) {
    text += fmt::format("  {}: {{prompt: ...}}\n", name);
  }
  return text;
}

}  // namespace

IdentityFinding finding(FindingCode code, Verdict verdict, std::uint32_t cast, float value,
                        float threshold, std::string text, Tolerance tolerance) {
  return {code, verdict, cast, value, threshold, std::move(text), tolerance};
}

IdentitySample::IdentitySample() {
  report.campaign = "acme-spring";
  report.when = {1'763'631'000'000'000'000};
  report.characters = {{"maya", CastKind::person, true},
                       {"leo", CastKind::person, true},
                       {"pip", CastKind::mascot, false}};
  report.models = {model("yunet-2022mar", IdentityRole::face_detector, 0x11),
                   model("mobilefacenet-foamliu", IdentityRole::face_embedding, 0x22),
                   model("mobilenetv2-opencv", IdentityRole::image_embedding, 0x33),
                   model("bilstm-wq2012", IdentityRole::speaker_embedding, 0x44)};
  report.models[1].figures = "1 of 162 same-person pairs rejected, 0 of 1,387 others accepted";
  report.models[2].measured = false;
  report.models[3].figures = "equal error rate 0.7 % within one session, 9.3 % across sessions";
  sources.add("campaigns/acme/campaign.yaml", campaign_text());
}

CheckedClip& IdentitySample::clip(const std::string& name, ClipFate fate,
                                  std::initializer_list<SeenAs> cast) {
  CheckedClip made;
  made.clip = name;
  const std::string_view text = sources.get(0).text();
  if (const std::size_t at = text.find("  " + name + ":"); at != std::string_view::npos) {
    const auto begin = static_cast<std::uint32_t>(at) + 2;
    made.at = {0, begin, begin + static_cast<std::uint32_t>(name.size())};
  }
  made.model = "gmi/wan2.7-r2v";
  made.fate = fate;
  made.take = "0190aaaa-0000-7000-8000-000000000001";
  made.number = 1;
  made.takes = 1;
  made.blob = digest_by(0xa0);
  made.comparison.emplace();
  made.judgement.emplace();
  made.judgement->verdict = Verdict::pass;
  for (std::uint32_t i = 0; i < samples; ++i) {
    made.comparison->times_ms.push_back(static_cast<std::int64_t>(i) * step_ms);
  }
  made.comparison->technical = {Length{8000}, Size{1280, 720}, Rate{24, 1}, 192, true, 0, 0, 0, 0};
  for (const SeenAs& seen : cast) {
    made.cast.push_back(seen.character);
    made.comparison->cast.push_back(presence(seen));
    made.judgement->cast.push_back({seen.verdict, {}, 0.94F});
    if (severity(seen.verdict) > severity(made.judgement->verdict)) {
      made.judgement->verdict = seen.verdict;
    }
  }
  made.judgement->ships = made.judgement->verdict == Verdict::pass;
  report.clips.push_back(std::move(made));
  return report.clips.back();
}

void IdentitySample::add_every_kind() {
  clip("welcome", ClipFate::ships, {{0, 0.78F, 0.72F}}).comparison->lines = {line(0, 0.82F)};

  CheckedClip& pitch =
      clip("pitch", ClipFate::will_retake, {{0, 0.71F, 0.69F}, {1, 0.14F, 0.10F, Verdict::fail}});
  pitch.number = 2;
  pitch.takes = 2;
  pitch.why = "1 of 3 takes is left";
  pitch.comparison->cuts_ms = {2100, 5400};
  pitch.comparison->lines = {line(0, 0.74F), line(1, 0.33F)};
  pitch.judgement->cast[1].share = 0;
  pitch.judgement->findings = {
      finding(
          FindingCode::wrong_face, Verdict::fail, 1, 0.13F, 0.35F,
          "this is not leo: median similarity 0.13 over 32 frames, below 0.35 (0.55 is wanted)"),
      finding(FindingCode::wrong_voice, Verdict::pass, 1, 0.33F, 0.40F,
              "line 2 does not sound like leo: similarity 0.33, 0.65 is wanted")};

  CheckedClip& backstage =
      clip("backstage", ClipFate::held, {{0, 0.52F, 0.47F, Verdict::unsure, 1000, 1000, 18, 23}});
  backstage.number = 3;
  backstage.takes = 3;
  backstage.why = "all 3 takes that the budget allows were shot";
  backstage.comparison->cuts_ms = {3300};
  backstage.comparison->strangers = {{3400, 6200, 9, {80, 90, 120, 140}, 15, 1, 0.18F}};
  backstage.judgement->findings = {
      {FindingCode::stranger, Verdict::unsure, {}, 9, 0, "somebody is seen from 3.4 s to 6.2 s"},
      finding(FindingCode::doubtful_face, Verdict::unsure, 0, 0.50F, 0.55F,
              "it is not sure that this is maya: median similarity 0.50, 0.55 is wanted; over 27 "
              "frames")};

  CheckedClip& closeup =
      clip("closeup", ClipFate::held, {{1, 0.66F, 0.61F, Verdict::fail, 12, 32}});
  closeup.why = "its policy holds what fails";
  closeup.judgement->findings = {finding(FindingCode::missing, Verdict::fail, 0, 0.38F, 0.60F,
                                         "leo is seen in 38 % of the clip, 60 % is wanted")};

  CheckedClip& turning =
      clip("turning", ClipFate::held, {{0, 0.2F, 0.2F, Verdict::na, 1000, 1000, 0, 32}});
  turning.judgement->findings = {
      finding(FindingCode::unusable, Verdict::na, 0, 0, 8,
              "maya is seen, but never well enough to be compared: turned away in 32 frames")};

  CheckedClip& mug = clip("mug", ClipFate::ships_unjudged, {});
  mug.why = "nobody is cast in it";
  mug.judgement.reset();

  CheckedClip& duet = clip("duet", ClipFate::ships, {{0, 0.81F, 0.60F}, {2, 0.86F, 0.84F}});
  duet.judgement->findings = {finding(
      FindingCode::drift, Verdict::pass, 0, 0.21F, 0.15F,
      "maya drifts away: the similarity falls by 0.21 to 0.60 at the end (more than 0.15)")};

  CheckedClip& outro = clip("outro", ClipFate::ships, {{1, 0.68F, 0.70F}});
  outro.comparison->lines = {line(0, 0.55F)};
  outro.judgement->findings = {
      finding(FindingCode::doubtful_voice, Verdict::pass, 0, 0.55F, 0.65F,
              "line 1 may not be spoken by leo: similarity 0.55, 0.65 is wanted")};

  CheckedClip& teaser =
      clip("teaser", ClipFate::ships_by_person, {{0, 0.41F, 0.44F, Verdict::unsure}});
  teaser.why = "take use: \"the client <b>likes</b> it\" & so do we";
  teaser.judgement->findings = {finding(
      FindingCode::doubtful_face, Verdict::unsure, 0, 0.42F, 0.55F,
      "it is not sure that this is maya: median similarity 0.43, 0.55 is wanted; over 32 frames")};

  CheckedClip finale;
  finale.clip = "finale";
  finale.cast = {0};
  finale.model = "gmi/wan2.7-r2v";
  report.clips.push_back(finale);

  CheckedClip& late = clip("late", ClipFate::not_measured, {{1}});
  late.why = "its take came in after the last measuring";
  late.comparison.reset();
  late.judgement.reset();

  CheckedClip& masked =
      clip("masked", ClipFate::ships_by_policy, {{1, 0.21F, 0.19F, Verdict::fail}});
  masked.why = "its policy says 'on_fail: warn'";
  masked.judgement->ships = true;
  masked.judgement->cast[0].policy.on_fail = OnFail::warn;
  masked.judgement->findings = {
      finding(FindingCode::wrong_face, Verdict::fail, 0, 0.2F, 0.35F,
              "this is not leo: median similarity 0.20 over 32 frames, below 0.35 (0.55 is wanted)",
              Tolerance::warn)};

  CheckedClip& distant =
      clip("distant", ClipFate::ships_by_policy, {{0, 0.2F, 0.2F, Verdict::na, 1000, 1000, 0, 32}});
  distant.why = "its policy says 'allow: [na]'";
  distant.judgement->ships = true;
  distant.judgement->cast[0].policy.allow_na = true;
  distant.judgement->findings = {
      finding(FindingCode::unusable, Verdict::na, 0, 0, 8,
              "maya is seen, but never well enough to be compared: too small in 32 frames",
              Tolerance::allow)};

  add_across();
  report.trend = {{{1'763'300'000'000'000'000}, 4, 2, 3, 1},
                  {{1'763'400'000'000'000'000}, 5, 2, 2, 1}};
  report.not_measured = {{"consistency of voices between clips", "takes of one session only"}};
}

void IdentitySample::add_across() {
  Across& across = report.across.emplace();
  across.clips = static_cast<std::uint32_t>(report.clips.size());
  across.medians.resize(report.characters.size() * report.clips.size());
  for (std::size_t i = 0; i < report.clips.size(); ++i) {
    const CheckedClip& clip = report.clips[i];
    for (std::size_t cast = 0; clip.comparison && cast < clip.cast.size(); ++cast) {
      if (clip.comparison->cast[cast].usable > 0) {
        across.medians[clip.cast[cast] * report.clips.size() + i] =
            clip.comparison->cast[cast].median;
      }
    }
  }
  across.characters = {{0, 5, 0.71F, 0.74F}, {1, 3, 0.66F, 0.58F}, {2, 1, 0.85F, 1}};
  across.outliers = {{1, 1, 7, 0.16F, 0.18F, 0.50F, false}, {0, 8, 0, 0.55F, 0.57F, 0.61F, true}};
  across.look_alikes = {{0, 1, 0.31F, 0.01F, 1}};
}

void IdentitySample::add_many(int count, int every) {
  for (int i = 1; i <= count; ++i) {
    const bool fails = every > 0 && i % every == 0;
    const std::string name = fmt::format("scene-{:03}", i);
    const float like = 0.62F + 0.002F * static_cast<float>(i % 60);
    if (!fails) {
      clip(name, ClipFate::ships, {{0, like, like}, {1, like, 0.66F}});
      continue;
    }
    CheckedClip& made =
        clip(name, ClipFate::held, {{0, like, like}, {1, 0.2F, 0.2F, Verdict::fail}});
    made.judgement->findings = {finding(
        FindingCode::wrong_face, Verdict::fail, 1, 0.2F, 0.35F,
        "this is not leo: median similarity 0.20 over 32 frames, below 0.35 (0.55 is wanted)")};
  }
}

void IdentitySample::add_crops() {
  for (const CheckedClip& clip : report.clips) {
    for (std::size_t i = 0; clip.comparison && i < clip.cast.size(); ++i) {
      const Presence& seen = clip.comparison->cast[i];
      const std::uint32_t who = clip.cast[i];
      const std::uint32_t shown = seen.median < 0.35F ? who + 1 : who;
      std::vector<FaceCrop>& crops = report.crops[clip.clip];
      const auto add = [&](FaceCrop::Label label, std::uint32_t face, float smile, float value) {
        crops.push_back({label, who, 1250, value, MediaType::png, drawn_face(face, smile)});
      };
      add(FaceCrop::Label::reference, who, 1, 0);
      if (seen.usable > 0) {
        add(FaceCrop::Label::worst, shown, -1, seen.min);
        add(FaceCrop::Label::median, shown, 0.2F, seen.median);
        add(FaceCrop::Label::best, shown, 0.7F, seen.median + 0.05F);
      }
    }
  }
}

}  // namespace reshoot
