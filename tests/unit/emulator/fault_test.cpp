// SPDX-License-Identifier: Apache-2.0
#include "emulator/fault.h"

#include <doctest/doctest.h>

#include "unit/emulator/client.h"

namespace reshoot::emulator::test {
namespace {

using namespace std::chrono_literals;

TEST_CASE("names: every kind and operation is found by its name") {
  for (int i = 0; i <= static_cast<int>(FaultKind::expired_url); ++i) {
    const auto kind = static_cast<FaultKind>(i);
    CHECK(find_fault(name_of(kind)) == kind);
  }
  for (std::size_t i = 0; i < operation_count; ++i) {
    const auto operation = static_cast<Operation>(i);
    CHECK(find_operation(name_of(operation)) == operation);
  }
  CHECK(!find_fault("none"));
}

TEST_CASE("dice: the same seed draws the same, another does not; calls, most and share hold") {
  const auto drawn = [](std::uint64_t seed, double probability, std::uint64_t most) {
    FaultRule rule;
    rule.probability = probability;
    rule.most = most;
    FaultDice dice(FaultPlan{seed, {rule}});
    std::vector<int> hits;
    for (int i = 1; i <= 1000; ++i) {
      if (dice.draw(Operation::submit).has(FaultKind::throttle)) {
        hits.push_back(i);
      }
      CHECK(!dice.draw(Operation::poll).has(FaultKind::throttle));
    }
    return hits;
  };
  const std::vector<int> hits = drawn(1, 0.1, UINT64_MAX);
  CHECK(hits == drawn(1, 0.1, UINT64_MAX));
  CHECK(hits != drawn(2, 0.1, UINT64_MAX));
  CHECK(hits.size() > 60);
  CHECK(hits.size() < 140);
  CHECK(drawn(1, 0.1, 3).size() == 3);
  CHECK(drawn(1, 0, UINT64_MAX).empty());
  FaultDice dice(fault(FaultKind::corrupt, {2, 3}));
  CHECK(!dice.draw(Operation::download).has(FaultKind::corrupt));
  CHECK(dice.draw(Operation::download).has(FaultKind::corrupt));
  CHECK(dice.draw(Operation::download).has(FaultKind::corrupt));
  CHECK(!dice.draw(Operation::download).has(FaultKind::corrupt));
  CHECK(dice.calls(Operation::download) == 4);
}

TEST_CASE("faults at a submit: what the client sees, and whether there is a job") {
  struct Row {
    FaultKind kind;
    bool answers;
    int status;
    bool accepted;
  };
  const std::vector<Row> rows{
      {FaultKind::no_connection, false, 0, false},
      {FaultKind::throttle, true, 429, false},
      {FaultKind::server_error_before, true, 503, false},
      {FaultKind::server_error_after, true, 503, true},
      {FaultKind::upstream_refusal, true, 500, false},
      {FaultKind::no_answer_before, false, 0, false},
      {FaultKind::no_answer_after, false, 0, true},
      {FaultKind::hang, false, 0, true},
      {FaultKind::garbage, true, 200, true},
      {FaultKind::refuse_content, true, 400, false},
      {FaultKind::refuse_later, true, 200, true},
      {FaultKind::list_lags, true, 200, true},
  };
  for (const Row& row : rows) {
    CAPTURE(name_of(row.kind));
    Client client;
    client.cloud.set_faults(fault(row.kind, {1}));
    const Delivery delivery = client.gmi_post("/requests", Client::gmi_order());
    CHECK(delivery.answers == row.answers);
    CHECK(delivery.connects == (row.kind != FaultKind::no_connection));
    if (row.answers) {
      CHECK(delivery.status == row.status);
    }
    CHECK(client.cloud.jobs().all().size() == (row.accepted ? 1 : 0));
    CHECK(client.cloud.violations().empty());
    CHECK(!client.gmi_submit(8).empty());
  }
}

TEST_CASE("throttle: Retry-After where it is asked for, scaled, at least a second") {
  FaultPlan plan = fault(FaultKind::throttle, {1, 2});
  Client client;
  client.cloud.set_faults(plan);
  CHECK(find_header(client.gmi_post("/requests", Client::gmi_order()).headers, "retry-after") ==
        "");
  plan.rules[0].retry_after = 20s;
  client.cloud.set_faults(plan);
  CHECK(find_header(client.gmi_post("/requests", Client::gmi_order()).headers, "retry-after") ==
        "20");
  client.cloud.settings().speed = 100;
  CHECK(find_header(client.gmi_post("/requests", Client::gmi_order()).headers, "retry-after") ==
        "1");
}

TEST_CASE("jobs that fail later say why and cost nothing") {
  struct Row {
    FaultKind kind;
    const char* gmi;
    const char* dashscope;
  };
  for (const Row& row :
       {Row{FaultKind::refuse_later, "content policy", "DataInspectionFailed"},
        Row{FaultKind::rate_limit_later, "rate limit exceeded(RPM)", "rate limit exceeded(RPM)"},
        Row{FaultKind::fail_later, "worker failed", "InternalError"}}) {
    CAPTURE(name_of(row.kind));
    Client client;
    client.cloud.set_faults(fault(row.kind, {1, 2}));
    const std::string one = client.gmi_submit();
    const std::string two = client.dashscope_submit();
    CHECK(client.gmi_poll(one)["status"] == "dispatched");
    client.pass(60s);
    CHECK(client.gmi_poll(one)["status"] == "failed");
    CHECK(client.gmi_poll(one).dump().find(row.gmi) != std::string::npos);
    CHECK(client.dashscope_poll(two)["task_status"] == "FAILED");
    CHECK(client.dashscope_poll(two).dump().find(row.dashscope) != std::string::npos);
    CHECK(client.cloud.jobs().bill_total() == 0);
  }
}

TEST_CASE("faults of polls, lists, clocks and results") {
  Client client;
  SUBCASE("unknown status") {
    const std::string id = client.gmi_submit();
    client.cloud.set_faults(fault(FaultKind::unknown_status, {1}));
    CHECK(client.gmi_poll(id)["status"] == "rehydrating");
    CHECK(client.gmi_poll(id)["status"] == "dispatched");
  }
  SUBCASE("outage: of one provider, for its time") {
    const std::string id = client.gmi_submit();
    const std::string other = client.dashscope_submit();
    client.cloud.set_faults(fault(FaultKind::outage, {1}));
    CHECK(client.gmi_get("/requests/" + id).status == 503);
    client.pass(29s);
    CHECK(client.gmi_get("/requests/" + id).status == 503);
    CHECK(client.dashscope_poll(other)["task_status"] == "RUNNING");
    CHECK(!client.gmi_submit(9).empty());
    client.pass(1s);
    CHECK(client.gmi_get("/requests/" + id).status == 200);
  }
  SUBCASE("a list lags") {
    client.cloud.set_faults(fault(FaultKind::list_lags, {1}));
    const std::string id = client.gmi_submit();
    client.pass(29s);
    CHECK(Json::parse(client.gmi_get("/requests?model_id=wan2.7-t2v").body)["total"] == 0);
    CHECK(client.gmi_poll(id)["request_id"] == id);
    client.pass(1s);
    CHECK(Json::parse(client.gmi_get("/requests?model_id=wan2.7-t2v").body)["total"] == 1);
  }
  SUBCASE("pages repeat") {
    for (int i = 0; i < 4; ++i) {
      client.gmi_submit(i);
    }
    client.cloud.set_faults(fault(FaultKind::list_repeats, {2}));
    const std::string query = "/requests?model_id=wan2.7-t2v&limit=2";
    const Json one = Json::parse(client.gmi_get(query).body)["requests"];
    const Json two = Json::parse(client.gmi_get(query + "&offset=2").body)["requests"];
    CHECK(two.size() == 3);
    CHECK(one[1]["request_id"] == two[0]["request_id"]);
  }
  SUBCASE("clock skew") {
    FaultPlan plan = fault(FaultKind::clock_skew, {1});
    plan.rules[0].duration = -10min;
    client.cloud.set_faults(plan);
    const std::string id = client.gmi_submit();
    CHECK(client.gmi_poll(id)["created_at"] == client.now.ns / 1'000'000'000 - 600);
  }
  SUBCASE("done without a URL") {
    client.cloud.set_faults(fault(FaultKind::no_result, {1}));
    const std::string id = client.gmi_submit();
    client.pass(60s);
    CHECK(client.gmi_poll(id)["status"] == "success");
    CHECK(gmi_result(client.gmi_poll(id)).empty());
  }
}

TEST_CASE("faults of downloads") {
  Client client;
  const std::string id = client.gmi_submit();
  client.pass(60s);
  const std::string path = client.path_of(gmi_result(client.gmi_poll(id)));
  const std::string whole = client.call(HttpMethod::get, path).body;
  const auto with = [&](FaultKind kind) {
    client.cloud.set_faults(fault(kind, {1}));
    return client.call(HttpMethod::get, path);
  };
  CHECK(with(FaultKind::expired_url).status == 403);
  CHECK(with(FaultKind::reset).ending == Ending::reset);
  CHECK(with(FaultKind::reset).cut_after == whole.size() / 2);
  CHECK(with(FaultKind::truncate).ending == Ending::close);
  CHECK(with(FaultKind::truncate).content_length() == whole.size());
  CHECK(with(FaultKind::stall).ending == Ending::hang);
  CHECK(with(FaultKind::shorten).content_length() == whole.size() / 2);
  CHECK(with(FaultKind::corrupt).body.size() == whole.size());
  CHECK(with(FaultKind::corrupt).body != whole);
  CHECK(with(FaultKind::wrong_length).content_length() == whole.size() + 1);
  CHECK(with(FaultKind::drip).bytes_per_second == 100);
  CHECK(client.call(HttpMethod::get, path).body == whole);
}

}  // namespace
}  // namespace reshoot::emulator::test
