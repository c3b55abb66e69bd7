// SPDX-License-Identifier: Apache-2.0
// The state of a campaign as a table and as JSON.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "report/figures.h"
#include "report/json_text.h"
#include "report/status_report.h"
#include "report/table.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

Paint paint_of(VideoState state) {
  switch (state) {
    case VideoState::fresh:
      return Paint::green;
    case VideoState::missing:
    case VideoState::stale:
      return Paint::cyan;
    case VideoState::held:
      return Paint::yellow;
    case VideoState::lost:
      return Paint::red;
  }
  return Paint::plain;
}

/// `8 here`, `7 here, 1 to shoot`
std::string clips_text(const ClipCounts& clips) {
  std::string text;
  const auto add = [&](int count, std::string_view what) {
    if (count > 0) {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count_text(count), what);
    }
  };
  add(clips.here, "here");
  add(clips.out, "at the provider");
  add(clips.to_fetch, "to fetch");
  add(clips.to_shoot, "to shoot");
  add(clips.in_doubt, "in doubt");
  add(clips.held, "held");
  add(clips.lost, "lost");
  return text.empty() ? "none" : text;
}

std::string file_text(const VideoFile& file) {
  if (!file.bytes) {
    return "not there: " + file.path;
  }
  return fmt::format("{}  {}", file.path, bytes_text(*file.bytes));
}

/// A file of other bytes than the finished video's counts as missing too.
std::string file_text(const VideoStatus& video) {
  const bool replaced = video.state == VideoState::missing && video.file.bytes;
  return (replaced ? "changed since: " : "") + file_text(video.file);
}

std::string videos_text(const StatusReport& report, const TextStyle& style) {
  Table table({{"VIDEO"}, {"STATE"}, {"CLIPS"}, {"LENGTH", true}, {"FILE", false, true}});
  for (const VideoStatus& video : report.videos) {
    table.add({video.name, StyledText(name_of(video.state), paint_of(video.state)),
               clips_text(video.clips),
               video.length ? clock_text(Millis{video.length->millis}) : std::string("?"),
               StyledText(file_text(video), video.file.bytes ? Paint::plain : Paint::dim)});
  }
  return table.text(style);
}

std::string build_text(const StatusReport& report) {
  if (!report.last_build) {
    return "none";
  }
  const BuildRow& build = *report.last_build;
  if (!build.ended) {
    return fmt::format(
        "begun {}, {}", wall_text(build.started),
        report.running ? "not done yet" : "cut short; the next one goes on from there");
  }
  const Millis took{(build.ended->ns - build.started.ns) / 1'000'000};
  return fmt::format("{}, {}, took {}", build.outcome, wall_text(build.started),
                     duration_text(took));
}

std::string money_text(const StatusReport& report) {
  std::string text = report.money.spent.text() + " spent";
  if (report.max_cost) {
    text += " of at most " + report.max_cost->text();
  }
  if (report.money.reserved.micros > 0) {
    text += fmt::format(", {} reserved", report.money.reserved.text());
  }
  if (report.money.in_doubt.micros > 0) {
    text += fmt::format(", {} in doubt", report.money.in_doubt.text());
  }
  return text;
}

std::string holder_text(const LockHolder& holder) {
  return fmt::format("a build of {} (process {} on {}, since {})", holder.campaign, holder.pid,
                     holder.host, wall_text(holder.since));
}

std::string advice(const StatusReport& report) {
  if (report.clips.lost + report.clips.held + report.clips.in_doubt > 0) {
    return "`reshoot plan` says what is lost or held, and what to do";
  }
  if (!report.fresh()) {
    return "`reshoot plan` says why, `reshoot build` brings all up to date";
  }
  return {};
}

Json to_json(const ClipCounts& clips) {
  return {{"here", clips.here},         {"out", clips.out},           {"to_fetch", clips.to_fetch},
          {"to_shoot", clips.to_shoot}, {"in_doubt", clips.in_doubt}, {"held", clips.held},
          {"lost", clips.lost}};
}

Json to_json(const VideoStatus& video) {
  Json json{{"video", video.name},
            {"state", name_of(video.state)},
            {"clips", to_json(video.clips)},
            {"length_ms", video.length ? Json(video.length->millis) : Json()},
            {"path", video.file.path}};
  json["bytes"] = video.file.bytes ? Json(*video.file.bytes) : Json();
  return json;
}

Json to_json(const BuildRow& build) {
  return {{"id", build.id},
          {"started", build.started.iso()},
          {"ended", build.ended ? Json(build.ended->iso()) : Json()},
          {"outcome", build.ended ? Json(build.outcome) : Json()}};
}

Json to_json(const LockHolder& holder) {
  return {{"pid", holder.pid},
          {"host", holder.host},
          {"since", holder.since.iso()},
          {"campaign", holder.campaign}};
}

}  // namespace

std::string status_text(const StatusReport& report, const TextStyle& style) {
  Table facts({{""}, {"", false, true}});
  const auto fact = [&](std::string_view name, const std::string& text) {
    facts.add({StyledText(name, Paint::dim), text});
  };
  fact("clips", clips_text(report.clips));
  fact("money", money_text(report));
  fact("last build", build_text(report));
  if (report.running) {
    fact("running", holder_text(*report.running));
  }
  const std::string open = open_takes_text(report.open, style);
  const std::string todo = advice(report);
  return (report.videos.empty() ? "" : videos_text(report, style) + "\n") + facts.text(style) +
         (open.empty() ? "" : "\n" + open) + (todo.empty() ? "" : "\n" + todo + "\n");
}

std::string status_json(const StatusReport& report) {
  Json videos = Json::array();
  for (const VideoStatus& video : report.videos) {
    videos.push_back(to_json(video));
  }
  return json_text(
      {{"schema_version", json_schema_version},
       {"campaign", report.campaign},
       {"fresh", report.fresh()},
       {"videos", std::move(videos)},
       {"clips", to_json(report.clips)},
       {"money",
        {{"spent_micros", report.money.spent.micros},
         {"reserved_micros", report.money.reserved.micros},
         {"in_doubt_micros", report.money.in_doubt.micros},
         {"max_cost_micros", report.max_cost ? Json(report.max_cost->micros) : Json()}}},
       {"open", open_takes_json(report.open)},
       {"last_build", report.last_build ? to_json(*report.last_build) : Json()},
       {"running", report.running ? to_json(*report.running) : Json()}});
}

}  // namespace reshoot
