// SPDX-License-Identifier: Apache-2.0
#include "sample.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/text.h"

namespace reshoot {
namespace {

constexpr std::string_view source_text = R"(reshoot: 1
campaign: acme-spring
scenes:
  welcome:
    cast: [maya]
    prompt: ${maya} stands at a bright reception desk and waves; slow push in.
    says:
      - maya: Hi there, and welcome to Acme!
    seconds: 6
  product:
    prompt: slow pan across the mug
  outro:
    prompt: the logo on a plain wall
videos:
  launch:
    scenes: [welcome, product]
)";

Model model(std::string provider, std::string name, std::int64_t price, int seconds) {
  Model row;
  row.provider = std::move(provider);
  row.name = std::move(name);
  row.per_second = Money{price};
  row.expected_seconds = seconds;
  return row;
}

template <class Visit>
void for_each_line(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    visit(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace

Digest digest_of(int byte) {
  Digest digest;
  digest.bytes.fill(static_cast<std::uint8_t>(byte));
  return digest;
}

Sample::Sample()
    : paid(model("gmi", "wan2.7-r2v", 100'000, 90)), free(model("local", "animatic", 0, 3)) {
  campaign.name = graph.campaign = "acme-spring";
  sources.add("campaigns/acme/campaign.yaml", std::string(source_text));
}

StepIndex Sample::scene(const std::string& name, const Model& row, int seconds) {
  const auto index = static_cast<StepIndex>(graph.steps.size());
  GenerateStep what;
  what.scene = static_cast<std::uint32_t>(campaign.scenes.size());
  what.model = &row;
  what.key = digest_of(static_cast<int>(index) + 1);
  what.cost = Money{row.per_second->micros * seconds};
  campaign.scenes.emplace_back();
  campaign.scenes.back().name = name;
  campaign.scenes.back().seconds.value = Length{seconds * 1000};
  graph.steps.push_back({"generate:" + name, {}, {}, std::move(what)});
  graph.users.emplace_back();
  return index;
}

StepIndex Sample::video(const std::string& name, const std::vector<StepIndex>& clips) {
  CutStep cut;
  cut.video = static_cast<std::uint32_t>(campaign.videos.size());
  campaign.videos.emplace_back();
  campaign.videos.back().name = name;
  for (const StepIndex clip : clips) {
    ConformStep segment;
    segment.scene = std::get<GenerateStep>(graph.steps[clip].what).scene;
    segment.clip = clip;
    campaign.videos.back().scenes.push_back(segment.scene);
    const auto index = static_cast<StepIndex>(graph.steps.size());
    graph.steps.push_back({"conform:" + name + "/" + campaign.scenes[segment.scene].name,
                           {},
                           {clip},
                           std::move(segment)});
    graph.users.emplace_back();
    graph.users[clip].push_back(index);
    cut.segments.push_back(index);
  }
  const auto index = static_cast<StepIndex>(graph.steps.size());
  for (const StepIndex segment : cut.segments) {
    graph.users[segment].push_back(index);
  }
  graph.steps.push_back({"cut:" + name, {}, cut.segments, std::move(cut)});
  graph.users.emplace_back();
  return index;
}

Decision& Sample::decide(std::string_view id, DecisionKind kind, std::vector<Reason> why) {
  Decision decision;
  decision.step = step(id);
  decision.kind = kind;
  const Step& about = graph.steps[decision.step];
  if (const auto* generate = std::get_if<GenerateStep>(&about.what)) {
    decision.key = generate->key;
    decision.cost = generate->cost;
    decision.expected_seconds = generate->model->expected_seconds;
  } else {
    decision.cost = Money{};
  }
  if (kind == DecisionKind::hit) {
    decision.key = digest_of(0x40 + static_cast<int>(decision.step));
    decision.made = Made{digest_of(0x80 + static_cast<int>(decision.step)), 1'200'000, 180, true};
  }
  ++plan.totals[about.kind()].of[kind];
  if (about.kind() == StepKind::generate && kind == DecisionKind::run) {
    plan.cost += *decision.cost;
  }
  plan.decisions.push_back(decision);
  reasons.push_back(std::move(why));
  return plan.decisions.back();
}

void Sample::decide_rest(DecisionKind kind) {
  for (StepIndex i = 0; i < graph.steps.size(); ++i) {
    const bool decided = std::any_of(plan.decisions.begin(), plan.decisions.end(),
                                     [&](const Decision& d) { return d.step == i; });
    if (!decided) {
      decide(graph.steps[i].id, kind);
    }
  }
}

StepIndex Sample::step(std::string_view id) const {
  const auto found = std::find_if(graph.steps.begin(), graph.steps.end(),
                                  [&](const Step& step) { return step.id == id; });
  REQUIRE(found != graph.steps.end());
  return static_cast<StepIndex>(found - graph.steps.begin());
}

Span Sample::at(std::string_view text) const {
  const std::size_t begin = source_text.find(text);
  REQUIRE(begin != std::string_view::npos);
  return {0, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + text.size())};
}

PlanReport Sample::report(int jobs) const {
  return make_plan_report(graph, campaign, plan, reasons, sources, jobs);
}

void edit_one_line(Sample& s) {
  const StepIndex welcome = s.scene("welcome", s.paid);
  const StepIndex product = s.scene("product", s.paid, 5);
  const StepIndex outro = s.scene("outro", s.free, 3);
  s.video("launch", {welcome, product});
  s.video("short", {welcome, outro});
  s.decide("generate:welcome", DecisionKind::run,
           {{"says[0]", "Hello there, and welcome to Acme!", "Hi there, and welcome to Acme!",
             s.at("Hi there")}});
  s.decide("generate:product", DecisionKind::hit);
  s.decide("generate:outro", DecisionKind::hit);
  s.decide("conform:launch/welcome", DecisionKind::maybe, {{"inputs", {}, {}, s.at("welcome:")}});
  s.decide("conform:launch/product", DecisionKind::hit);
  s.decide("cut:launch", DecisionKind::maybe, {{"inputs", {}, {}, s.at("launch:")}});
  s.decide("conform:short/welcome", DecisionKind::maybe, {{"inputs", {}, {}, s.at("welcome:")}});
  s.decide("conform:short/outro", DecisionKind::hit);
  s.decide("cut:short", DecisionKind::maybe, {{"inputs", {}, {}, s.at("launch:")}});
}

std::size_t widest_line(std::string_view text) {
  std::size_t widest = 0;
  for_each_line(text,
                [&](std::string_view line) { widest = std::max(widest, display_width(line)); });
  return widest;
}

bool has_trailing_space(std::string_view text) {
  bool found = false;
  for_each_line(text, [&](std::string_view line) { found = found || line.ends_with(' '); });
  return found;
}

}  // namespace reshoot
