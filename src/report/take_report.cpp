// SPDX-License-Identifier: Apache-2.0
#include "report/take_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "plan/select.h"
#include "report/figures.h"
#include "report/json_text.h"
#include "report/open_takes.h"
#include "report/table.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

std::optional<OpenJob> job_of(const Take& take, const std::vector<OpenJob>& jobs) {
  const auto found = std::find_if(jobs.begin(), jobs.end(),
                                  [&](const OpenJob& job) { return job.take.id == take.id; });
  return found == jobs.end() ? std::nullopt : std::optional(*found);
}

TakeReport::Clip clip_of(const ClipQuestion& question, const Facts& facts,
                         const std::vector<OpenJob>& jobs) {
  const std::string& name = question.clip;
  const Digest& key = question.key;
  TakeReport::Clip clip{name, {}, false, {}};
  clip.retake = facts.retakes.contains(key);
  const std::optional<Choice> used = select_take(facts, question);
  if (used && used->take == nullptr) {
    clip.unseen = used->blob;
  }
  const auto list = facts.takes.find(key);
  if (list == facts.takes.end()) {
    return clip;
  }
  const auto pin = facts.pins.own.find({name, key});
  for (const Take& take : list->second) {
    ReportedTake reported;
    reported.take = take;
    reported.selected = used && used->take == &take;
    reported.here = take.blob && facts.blobs.contains(*take.blob);
    reported.job = job_of(take, jobs);
    if (reported.selected && used->accepted != nullptr) {
      reported.accepted = *used->accepted;
    }
    reported.pinned = reported.selected && pin != facts.pins.own.end() && pin->second == take.uuid;
    const Judgement* const judged =
        take.blob ? facts.gate.judgement(*question.scene, *take.blob) : nullptr;
    if (judged != nullptr) {
      reported.verdict = judged->verdict;
      reported.reason = reason_of(*judged);
    }
    clip.takes.push_back(std::move(reported));
  }
  return clip;
}

Paint paint_of(TakeState state) {
  switch (state) {
    case TakeState::fetched:
      return Paint::green;
    case TakeState::in_doubt:
      return Paint::yellow;
    case TakeState::refused:
    case TakeState::failed:
    case TakeState::lost:
      return Paint::red;
    case TakeState::reserved:
    case TakeState::intent:
    case TakeState::submitted:
    case TakeState::succeeded:
      return Paint::cyan;
  }
  return Paint::plain;
}

StyledText mark_of(const ReportedTake& reported) {
  if (reported.take.rejected) {
    return {"rejected", Paint::red};
  }
  if (reported.selected) {
    const std::string_view how = !reported.accepted.empty() ? "used, accepted"
                                 : reported.pinned          ? "used, chosen"
                                                            : "used";
    return {how, Paint::green};
  }
  return {};
}

std::string blob_text(const ReportedTake& reported) {
  if (!reported.take.blob) {
    return {};
  }
  return short_digest(*reported.take.blob) + (reported.here ? "" : " missing");
}

Json to_json(const Take& take) {
  return {{"uuid", take.uuid},
          {"number", take.number},
          {"state", name_of(take.state)},
          {"clip_key", take.clip_key.text()},
          {"campaign", take.campaign},
          {"model", take.model},
          {"seed", take.seed},
          {"cost_micros", take.cost.micros},
          {"estimated", take.estimated},
          {"cost_elsewhere_micros", take.cost_elsewhere.micros},
          {"reserved_micros", take.reserved.micros},
          {"answer", take.answer ? Json(name_of(*take.answer)) : Json()},
          {"created", take.created.iso()},
          {"blob", take.blob ? Json(take.blob->text()) : Json()},
          {"bytes", take.bytes},
          {"rejected", take.rejected},
          {"note", take.note}};
}

Json to_json(const TakeReport::Clip& clip) {
  Json takes = Json::array();
  for (const ReportedTake& reported : clip.takes) {
    Json take = to_json(reported.take);
    take["selected"] = reported.selected;
    take["pinned"] = reported.pinned;
    take["accepted"] = reported.accepted.empty() ? Json() : Json(reported.accepted);
    take["here"] = reported.here;
    take["verdict"] = reported.verdict ? Json(name_of(*reported.verdict)) : Json();
    take["reason"] = reported.reason;
    take["provider"] = reported.job ? Json(reported.job->provider) : Json();
    take["sent"] = reported.job ? Json(reported.job->sent.iso()) : Json();
    take["expires"] =
        reported.job && reported.job->expires ? Json(reported.job->expires->iso()) : Json();
    takes.push_back(std::move(take));
  }
  return {{"clip", clip.name},
          {"retake", clip.retake},
          {"unseen", clip.unseen ? Json(clip.unseen->text()) : Json()},
          {"takes", std::move(takes)}};
}

/// What was paid, or what became of the money that was set aside for it.
std::string cost_text(const Take& take) {
  switch (take.state) {
    case TakeState::reserved:
    case TakeState::intent:
    case TakeState::submitted:
    case TakeState::succeeded:
    case TakeState::in_doubt:
      return take.reserved.micros > 0 ? take.reserved.text() + " set aside" : "";
    case TakeState::refused:
    case TakeState::failed:
      return take.reserved.micros > 0 ? take.reserved.text() + " back" : take.cost.text();
    case TakeState::fetched:
    case TakeState::lost:
      break;
  }
  if (take.estimated) {
    return take.cost.micros > 0 ? "~" + take.cost.text() : "?";
  }
  return take.cost.text();
}

/// Where it is, and what was noted about it.
std::string detail_text(const ReportedTake& reported) {
  const Take& take = reported.take;
  std::string text = reported.job ? whereabouts(*reported.job) : "";
  if (!take.note.empty()) {
    text += (text.empty() ? "" : ": ") + take.note;
  }
  if (reported.verdict) {
    const std::string_view why = reported.reason.empty() ? "" : ": ";
    text += fmt::format("{}{}{}{}", text.empty() ? "" : "; ", name_of(*reported.verdict), why,
                        reported.reason);
  }
  if (!reported.accepted.empty()) {
    text += fmt::format("{}let ship by a person: {}", text.empty() ? "" : "; ",
                        printable(reported.accepted));
  }
  return take.state == TakeState::in_doubt ? text + "; `reshoot resolve` settles it" : text;
}

void add_rows(Table& table, const TakeReport::Clip& clip) {
  for (const ReportedTake& reported : clip.takes) {
    const Take& take = reported.take;
    table.add(
        {StyledText(&reported == &clip.takes.front() ? clip.name : "", Paint::bold),
         fmt::format("{}", take.number), StyledText(name_of(take.state), paint_of(take.state)),
         mark_of(reported), take.model, fmt::format("{}", take.seed), cost_text(take),
         wall_text(take.created), blob_text(reported)},
        StyledText(detail_text(reported), Paint::dim));
  }
}

}  // namespace

TakeReport make_take_report(const Graph& graph, const Campaign& campaign, const Plan& plan,
                            const Facts& facts, const std::vector<OpenJob>& jobs) {
  TakeReport report;
  report.campaign = graph.campaign;
  for (const Decision& decision : plan.decisions) {
    if (const auto* clip = std::get_if<GenerateStep>(&graph.steps[decision.step].what)) {
      report.clips.push_back(clip_of(question_of(campaign, *clip), facts, jobs));
    }
  }
  return report;
}

std::string takes_text(const TakeReport& report, const TextStyle& style) {
  Table table({{"CLIP"},
               {"TAKE", true},
               {"STATE"},
               {"USE"},
               {"MODEL", false, true},
               {"SEED", true},
               {"COST", true},
               {"CREATED"},
               {"BYTES"}});
  std::string none;
  std::string asked;
  std::string unseen;
  bool estimated = false;
  for (const TakeReport::Clip& clip : report.clips) {
    add_rows(table, clip);
    estimated = estimated || std::any_of(clip.takes.begin(), clip.takes.end(),
                                         [](const auto& one) { return one.take.estimated; });
    if (clip.unseen) {
      unseen += (unseen.empty() ? "" : ", ") + clip.name + " " + short_digest(*clip.unseen);
    } else if (clip.takes.empty()) {
      none += (none.empty() ? "" : ", ") + clip.name;
    }
    if (clip.retake) {
      asked += (asked.empty() ? "" : ", ") + clip.name;
    }
  }
  std::string out = table.empty() ? "" : table.text(style);
  const auto note = [&](std::string_view head, const std::string& names) {
    if (!names.empty()) {
      StyledText line = StyledText(head, Paint::dim).add(names);
      out += (style.width > 0 ? line.cut(style.width) : line).text(style.colour) + "\n";
    }
  };
  note("no take as they are now: ", none);
  note("in the lock or the remote, not here yet: ", unseen);
  note("to be shot once more: ", asked);
  note("~ estimated, ? not known: ", estimated ? "the provider reported no figure" : "");
  return out.empty() ? "no clips\n" : out;
}

std::string takes_json(const TakeReport& report) {
  Json clips = Json::array();
  for (const TakeReport::Clip& clip : report.clips) {
    clips.push_back(to_json(clip));
  }
  return json_text({{"schema_version", json_schema_version},
                    {"campaign", report.campaign},
                    {"clips", std::move(clips)}});
}

std::string settled_json(const LockedTake& take, std::size_t left) {
  return json_text({{"schema_version", json_schema_version},
                    {"settled",
                     {{"clip", take.clip},
                      {"clip_key", take.key.text()},
                      {"blob", take.blob.text()},
                      {"bytes", take.bytes},
                      {"model", take.model},
                      {"seed", take.seed},
                      {"accepted", take.accepted.empty() ? Json() : Json(take.accepted)}}},
                    {"open", left}});
}

std::string resolved_json(const Take& take, std::string_view clip, bool repeated) {
  return json_text({{"schema_version", json_schema_version},
                    {"clip", clip},
                    {"take", to_json(take)},
                    {"repeated", repeated}});
}

std::string take_json(const Take& take) {
  return json_text({{"schema_version", json_schema_version}, {"take", to_json(take)}});
}

}  // namespace reshoot
