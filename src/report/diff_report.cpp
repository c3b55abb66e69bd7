// SPDX-License-Identifier: Apache-2.0
#include "report/diff_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.h"
#include "report/figures.h"
#include "report/json_text.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t short_commit = 10;  // digits, as git shows them in large repositories
// In cells:
constexpr std::size_t gap = 2;
constexpr std::size_t indent = 7 + gap;  // `changed`
constexpr std::size_t narrowest_reason = 40;

Paint paint_of(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::added:
      return Paint::green;
    case ChangeKind::changed:
      return Paint::yellow;
    case ChangeKind::renamed:
      return Paint::dim;
    case ChangeKind::gone:
      return Paint::red;
  }
  return Paint::plain;
}

std::string price_text(const DiffReport::Clip& clip) {
  if (!clip.step) {
    return {};
  }
  if (clip.step->decision != DecisionKind::run) {
    return clip.step->decision == DecisionKind::hit ? ""
                                                    : std::string(name_of(clip.step->decision));
  }
  if (!clip.step->cost) {
    return "price unknown";
  }
  return clip.step->cost->micros == 0 ? "free" : clip.step->cost->text();
}

/// One thing in the list: a line for it, and one for each field below.
struct Entry {
  ChangeKind kind = ChangeKind::added;
  std::string name;
  std::string said;  ///< behind the name
  const std::vector<ReportedReason>* reasons = nullptr;
};

std::vector<Entry> entries_of(const DiffReport& report) {
  static const std::vector<ReportedReason> none;
  std::vector<Entry> entries;
  for (const DiffReport::Clip& clip : report.clips) {
    entries.push_back({clip.kind,
                       clip.was_scene.empty() ? clip.scene : clip.was_scene + " -> " + clip.scene,
                       price_text(clip), clip.step ? &clip.step->reasons : &none});
  }
  for (const DiffReport::Video& video : report.videos) {
    const std::string with =
        video.clips.empty() ? "" : fmt::format("with {}", fmt::join(video.clips, ", "));
    entries.push_back({video.kind, "video " + video.name, with, &video.reasons});
  }
  return entries;
}

/// The field, and its place beside it, or below where there is no room.
std::string reason_text(const ReportedReason& reason, const TextStyle& style) {
  const std::size_t width = style.width == 0 ? 0 : std::max(style.width, indent + narrowest_reason);
  const std::size_t place = reason.at.empty() ? 0 : display_width(reason.at) + gap;
  const bool beside = width == 0 || width >= indent + narrowest_reason + place;
  const std::size_t room = width == 0 ? 0 : width - indent - (beside ? place : 0);
  StyledText line = StyledText(std::string(indent, ' ')).append(field_line(reason, room));
  if (place == 0) {
    return line.text(style.colour) + "\n";
  }
  if (beside) {
    line.add(std::string(gap, ' ')).add(reason.at, Paint::dim);
    return line.text(style.colour) + "\n";
  }
  return line.text(style.colour) + "\n" +
         StyledText(std::string(indent, ' ')).add(reason.at, Paint::dim).text(style.colour) + "\n";
}

std::string differences_text(const DiffReport& report, const TextStyle& style) {
  const std::vector<Entry> entries = entries_of(report);
  std::size_t name = 0;
  for (const Entry& entry : entries) {
    name = std::max(name, display_width(printable(entry.name)));
  }
  std::string out;
  for (const Entry& entry : entries) {
    StyledText line(name_of(entry.kind), paint_of(entry.kind));
    line.pad_to(indent).add(entry.name, Paint::bold);
    if (!entry.said.empty()) {
      line.pad_to(indent + name + gap).add(entry.said);
    }
    if (style.width > 0) {
      line.cut(style.width);
    }
    out += line.text(style.colour) + "\n";
    for (const ReportedReason& reason : *entry.reasons) {
      out += reason_text(reason, style);
    }
  }
  return out;
}

std::int64_t count(const DiffReport& report, ChangeKind kind) {
  return std::count_if(report.clips.begin(), report.clips.end(),
                       [&](const DiffReport::Clip& clip) { return clip.kind == kind; });
}

std::string counts_text(const DiffReport& report) {
  const auto part = [&](ChangeKind kind) {
    const std::int64_t n = count(report, kind);
    return n == 0 ? "" : fmt::format("{} {}", count_text(n), name_of(kind));
  };
  const std::string parts = joined({part(ChangeKind::added), part(ChangeKind::changed),
                                    part(ChangeKind::renamed), part(ChangeKind::gone)});
  const std::string same = counted(static_cast<std::int64_t>(report.same_clips), "clip");
  return parts.empty() ? fmt::format("no clip differs; {} as before\n", same)
                       : fmt::format("clips: {}; {} as before\n", parts,
                                     count_text(static_cast<std::int64_t>(report.same_clips)));
}

std::string cost_text(const DiffReport& report) {
  if (report.to_shoot == 0) {
    return "nothing of it has to be shot\n";
  }
  const bool free = report.cost.micros == 0 && report.unknown_prices == 0;
  return fmt::format("to shoot: {}, {}{}\n", counted(report.to_shoot, "clip"),
                     report.unknown_prices > 0 ? "at least " : "",
                     free ? "free" : report.cost.text());
}

Json to_json(const DiffReport::Clip& clip) {
  Json json{{"change", name_of(clip.kind)}, {"scene", clip.scene}};
  if (!clip.was_scene.empty()) {
    json["was_scene"] = clip.was_scene;
  }
  json["key"] = nullptr;
  json["was_key"] = clip.was_key ? Json(clip.was_key->text()) : Json();
  json["reasons"] = Json::array();
  if (clip.step) {
    Json step = to_json(*clip.step);
    for (const char* field : {"id", "key", "model", "decision", "cost_micros", "reasons"}) {
      json[field] = step[field];
    }
  }
  return json;
}

Json to_json(const DiffReport::Video& video) {
  Json reasons = Json::array();
  for (const ReportedReason& reason : video.reasons) {
    reasons.push_back(to_json(reason));
  }
  return {{"change", name_of(video.kind)},
          {"video", video.name},
          {"clips", video.clips},
          {"reasons", std::move(reasons)}};
}

}  // namespace

DiffReport make_diff_report(const Graph& graph, const CampaignDiff& diff, const Plan& plan,
                            const SourceMap& sources, RevisionName revision) {
  DiffReport report;
  report.campaign = graph.campaign;
  report.revision = std::move(revision);
  report.same_clips = diff.same_clips;
  report.same_videos = diff.same_videos;
  std::vector<const Decision*> decisions(graph.steps.size());
  for (const Decision& decision : plan.decisions) {
    decisions[decision.step] = &decision;
  }
  for (const ClipChange& change : diff.clips) {
    DiffReport::Clip clip{change.kind, change.scene, change.was_scene, change.was_key, {}};
    if (change.step && decisions[*change.step] != nullptr) {
      const Decision& decision = *decisions[*change.step];
      clip.step = make_step_report(graph, decision, change.reasons, sources);
      if (decision.kind == DecisionKind::run) {
        ++report.to_shoot;
        report.cost += decision.cost.value_or(Money{});
        report.unknown_prices += decision.cost ? 0 : 1;
      }
    }
    report.clips.push_back(std::move(clip));
  }
  for (const VideoChange& change : diff.videos) {
    report.videos.push_back({change.kind, change.name, sources.at(change.at),
                             reported(change.reasons, sources), change.clips});
  }
  return report;
}

std::string diff_text(const DiffReport& report, const TextStyle& style) {
  const std::string commit = report.revision.commit.substr(0, short_commit);
  std::string out =
      fmt::format("{} against {}{}\n", report.campaign, printable(report.revision.written),
                  report.revision.written.starts_with(commit) ? "" : " (" + commit + ")");
  const std::string lines = differences_text(report, style);
  if (lines.empty()) {
    return out + "no clip and no video differs\n";
  }
  return out + "\n" + lines + "\n" + counts_text(report) + cost_text(report);
}

std::string diff_json(const DiffReport& report) {
  Json clips = Json::array();
  for (const DiffReport::Clip& clip : report.clips) {
    clips.push_back(to_json(clip));
  }
  Json videos = Json::array();
  for (const DiffReport::Video& video : report.videos) {
    videos.push_back(to_json(video));
  }
  Json totals{{"same", report.same_clips}};
  for (const ChangeKind kind :
       {ChangeKind::added, ChangeKind::changed, ChangeKind::renamed, ChangeKind::gone}) {
    totals[std::string(name_of(kind))] = count(report, kind);
  }
  totals["to_shoot"] = report.to_shoot;
  totals["cost_micros"] = report.cost.micros;
  totals["unknown_prices"] = report.unknown_prices;
  return json_text(
      {{"schema_version", json_schema_version},
       {"campaign", report.campaign},
       {"revision", {{"name", report.revision.written}, {"commit", report.revision.commit}}},
       {"clips", std::move(clips)},
       {"videos", std::move(videos)},
       {"totals", std::move(totals)}});
}

}  // namespace reshoot
