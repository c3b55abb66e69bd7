// SPDX-License-Identifier: Apache-2.0
#include "report/status_report.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "sample.h"
#include "support/golden.h"

namespace reshoot {
namespace {

constexpr Wall begun{1'700'000'000'000'000'000};
constexpr Wall ended{1'700'000'012'300'000'000};

StatusFacts facts_of(const Sample& s) {
  StatusFacts facts;
  for (const Video& video : s.campaign.videos) {
    facts.files.push_back({"out/acme/" + video.name + ".mp4", 3'200'000, true});
  }
  facts.last_build = BuildRow{7, begun, ended, "done"};
  return facts;
}

void all_made(Sample& s) {
  edit_one_line(s);
  s.plan = {};
  s.reasons.clear();
  s.decide_rest(DecisionKind::hit);
}

}  // namespace

TEST_CASE("make_status_report: a video's state is the worst of its clips, its cut and its file") {
  struct Row {
    const char* what;
    DecisionKind clip, cut;
    bool file, current;
    VideoState state;
  };
  using enum DecisionKind;
  for (const Row& row : {
           Row{"all made", hit, hit, true, true, VideoState::fresh},
           Row{"no file", hit, hit, false, false, VideoState::missing},
           Row{"another file", hit, hit, true, false, VideoState::missing},
           Row{"cut runs", hit, run, true, true, VideoState::stale},
           Row{"cut may run", run, maybe, true, true, VideoState::stale},
           Row{"clip held", held, blocked, true, true, VideoState::held},
           Row{"clip lost", lost, blocked, true, true, VideoState::lost},
       }) {
    CAPTURE(row.what);
    Sample s;
    s.video("launch", {s.scene("welcome", s.paid)});
    s.decide("generate:welcome", row.clip);
    s.decide("cut:launch", row.cut);
    s.decide_rest(row.cut);
    StatusFacts facts;
    facts.files = {
        {"out/x.mp4", row.file ? std::optional<std::uint64_t>(1) : std::nullopt, row.current}};
    const StatusReport report = make_status_report(s.graph, s.campaign, s.plan, facts);
    REQUIRE(report.videos.size() == 1);
    CHECK(report.videos[0].state == row.state);
    CHECK(report.fresh() == (row.state == VideoState::fresh));
  }
}

TEST_CASE("make_status_report: lengths are measured where made, else declared") {
  Sample s;
  const StepIndex a = s.scene("a", s.free);
  const StepIndex b = s.scene("b", s.free);
  const StepIndex cut = s.video("made", {a});
  s.video("declared", {a, b, a});
  s.video("open", {b});
  std::get<CutStep>(s.graph.steps[cut].what).fps = {30000, 1001};
  for (Step& step : s.graph.steps) {
    if (auto* conform = std::get_if<ConformStep>(&step.what); conform != nullptr) {
      conform->seconds = Length{4500};
    }
  }
  std::get<ConformStep>(s.graph.steps[s.step("conform:open/b")].what).seconds.reset();
  s.decide("cut:made", DecisionKind::hit);  // 180 frames
  s.decide_rest(DecisionKind::run);
  const StatusReport report = make_status_report(s.graph, s.campaign, s.plan, facts_of(s));
  REQUIRE(report.videos.size() == 3);
  CHECK(report.videos[0].length == Length{6006});
  CHECK(report.videos[1].length == Length{13'500});
  CHECK_FALSE(report.videos[2].length);
  CHECK(report.videos[1].clips.all() == 2);
}

TEST_CASE("status_text: what people read") {
  Sample s;
  all_made(s);
  StatusFacts facts = facts_of(s);
  check_golden("report/status_fresh.txt",
               status_text(make_status_report(s.graph, s.campaign, s.plan, facts), {100, false}));

  Sample stale;
  edit_one_line(stale);
  facts.files[1].bytes.reset();
  facts.money = {Money{1'200'000}, Money{600'000}, Money{300'000}};
  stale.campaign.budget.max_cost = Money{40'000'000};
  facts.last_build->ended.reset();
  facts.running = LockHolder{4711, "studio", begun, "acme-autumn"};
  OpenJob out;
  out.take.number = 1;
  out.take.uuid = "6f1c2a7e-0b1d-4c3e-9f00-1234567890ab";
  out.take.state = TakeState::submitted;
  out.take.reserved = Money{600'000};
  out.provider = "gmi";
  out.job = "j-1";
  out.sent = begun;
  OpenJob doubtful = out;
  doubtful.take.state = TakeState::in_doubt;
  doubtful.take.note = "no answer";
  doubtful.take.reserved = Money{300'000};
  facts.open = {{"welcome", out}, {"product", doubtful}};
  const StatusReport report = make_status_report(stale.graph, stale.campaign, stale.plan, facts);
  check_golden("report/status_stale.txt", status_text(report, {100, false}));
  check_golden("report/status_stale.json", status_json(report));
  for (const std::size_t width : {40U, 60U, 80U}) {
    const std::string text = status_text(report, {width, false});
    CHECK(widest_line(text.substr(0, text.find("\n\n"))) <= width);
    CHECK_FALSE(has_trailing_space(text));
  }
}

TEST_CASE("status_text: what a person must decide is not left to a build, with or without videos") {
  struct Row {
    DecisionKind clip;
    const char* said;
  };
  for (const Row& row : {Row{DecisionKind::run, "`reshoot build` brings all up to date"},
                         Row{DecisionKind::held, "says what is lost or held"},
                         Row{DecisionKind::in_doubt, "says what is lost or held"},
                         Row{DecisionKind::lost, "says what is lost or held"}}) {
    for (const bool in_video : {false, true}) {
      CAPTURE(name_of(row.clip));
      CAPTURE(in_video);
      Sample s;
      const StepIndex clip = s.scene("alone", s.paid);
      if (in_video) {
        s.video("launch", {clip});
      }
      s.decide("generate:alone", row.clip);
      s.decide_rest(DecisionKind::blocked);
      StatusFacts facts;
      facts.files.resize(in_video ? 1 : 0);
      const StatusReport report = make_status_report(s.graph, s.campaign, s.plan, facts);
      const std::string text = status_text(report, {});
      CHECK(text.find(row.said) != std::string::npos);
    }
  }
}

TEST_CASE("status: a campaign without videos and builds") {
  Sample s;
  s.scene("alone", s.free);
  s.decide_rest(DecisionKind::run);
  const StatusReport report = make_status_report(s.graph, s.campaign, s.plan, {});
  CHECK_FALSE(report.fresh());
  const std::string text = status_text(report, {});
  CHECK(text.starts_with("clips       1 to shoot\n"));
  CHECK(text.find("last build  none\n") != std::string::npos);
  const auto json = nlohmann::json::parse(status_json(report));
  CHECK(json["last_build"].is_null());
  CHECK(json["running"].is_null());
}

}  // namespace reshoot
