// SPDX-License-Identifier: Apache-2.0
#pragma once
// A shot desk with a clock and a provider of one word a reply; what it wants done, in words.

#include <doctest/doctest.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/overloaded.h"
#include "execute/shot_desk.h"
#include "support/fake_provider.h"

namespace reshoot::test {

/// A desk with time, and what it wanted done in words.
struct DeskSetting {
  FakeProvider provider;
  std::set<std::string> known_jobs;
  Objection against;  ///< empty: nothing
  DeskRules rules;
  std::optional<ShotDesk> desk;
  ManualClock clock;
  std::vector<RequestId> out;  ///< calls that are not answered yet, oldest first
  std::vector<ShotEnded> ended;
  std::vector<ShotArrived> arrived;

  DeskSetting() {
    rules.folder = "/downloads";
    rules.limits["fake"] = {2, 0, 0, 0, Millis{1000}};
    open();
  }
  void open() {
    desk.emplace(
        rules, [this](const Shot&, const std::string& job) { return known_jobs.contains(job); },
        [this](const Shot& one) { return against ? against(one) : std::nullopt; });
  }

  Moment at() const { return {clock.now(), clock.wall()}; }

  Shot shot(TakeId id = 1, TakeState state = TakeState::reserved) const {
    Shot made;
    made.step = static_cast<StepIndex>(id);
    made.take.id = id;
    made.take.uuid = "0000000" + std::to_string(id) + "-uuid";
    made.take.state = state;
    made.adapter = &provider;
    made.account = {"fake", "https://fake.example", Secret("k"), {}};
    made.order.model = "m";
    made.order.seed = static_cast<std::uint32_t>(id);
    made.expected = Millis{10'000};
    return made;
  }
  Shot with_picture(TakeId id, const std::string& content) const {
    Shot made = shot(id);
    made.order.cast.push_back({OrderedKind::person, {}, {{false, {}}}, {}, {}, {}});
    made.inputs.push_back({InputRole::reference, 0, 0, {}, sha256(content), {}});
    made.inputs.back().file.name = content;
    return made;
  }

  std::string add(Shot made) { return and_tick(desk->add(std::move(made), at())); }
  std::string answer(const std::string& body, int status = 200) {
    return tell(Answered{take_call(), {status, {}, body}, std::nullopt});
  }
  std::string broken(bool sent, ErrorKind kind = ErrorKind::transient) {
    return tell(Broken{take_call(), {kind, "no answer", {}}, sent});
  }
  std::string arrives() {
    return tell(Answered{take_call(), {200, {}, {}}, Downloaded{sha256("bytes"), 5}});
  }
  std::string tell(const NetworkEvent& event) { return and_tick(desk->on(event, at())); }
  std::string and_tick(const DeskActions& actions) {
    const std::string first = words(actions);
    const std::string then = words(desk->tick(at()));
    return first + (first.empty() || then.empty() ? "" : ", ") + then;
  }
  /// Time passes until the desk has something to do, and it does it.
  std::string wait() {
    const auto next = desk->next(clock.now());
    REQUIRE(next);
    if (*next > clock.now()) {
      clock.advance(std::chrono::ceil<Millis>(*next - clock.now()));
    }
    return words(desk->tick(at()));
  }
  std::string stop() { return words(desk->stop(at())); }
  std::string close() { return words(desk->close(at())); }

  RequestId take_call() {
    REQUIRE_FALSE(out.empty());
    const RequestId id = out.front();
    out.erase(out.begin());
    return id;
  }

  std::string words(const DeskActions& actions) {
    std::string text;
    for (const DeskAction& action : actions) {
      text += (text.empty() ? "" : ", ") + word(action);
    }
    return text;
  }
  std::string word(const DeskAction& action) {
    return std::visit(
        overloaded{[](const RecordIntent&) -> std::string { return "intent"; },
                   [](const RecordNotAccepted&) -> std::string { return "not accepted"; },
                   [](const RecordSubmitted& a) { return "submitted " + a.job; },
                   [](const RecordSucceeded&) -> std::string { return "succeeded"; },
                   [](const RecordDoubt&) -> std::string { return "doubt"; },
                   [](const RecordRefused&) -> std::string { return "refused"; },
                   [](const RecordFailed&) -> std::string { return "failed"; },
                   [](const RecordLost&) -> std::string { return "lost"; },
                   [](const RecordUpload& a) { return "uploaded " + a.upload.place; },
                   [&](const SendCall& a) {
                     out.push_back(a.id);
                     const std::string& url = a.call.request.url;
                     const auto* body = std::get_if<std::string>(&a.call.request.body);
                     return "send " + url.substr(url.find('/', 8)) +
                            (body == nullptr ? "" : " [" + *body + "]");
                   },
                   [&](const CancelCall& a) -> std::string {
                     std::erase(out, a.id);
                     return "cancel";
                   },
                   [&](const ShotArrived& a) -> std::string {
                     arrived.push_back(a);
                     return "arrived";
                   },
                   [&](const ShotEnded& a) -> std::string {
                     ended.push_back(a);
                     return a.may_try_again ? "ended, again" : "ended";
                   },
                   [](const AccountRefused&) -> std::string { return "account refused"; }},
        action);
  }
};

}  // namespace reshoot::test
