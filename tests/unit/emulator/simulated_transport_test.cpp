// SPDX-License-Identifier: Apache-2.0
#include "emulator/simulated_transport.h"

#include <doctest/doctest.h>

#include <thread>

#include "base/files.h"
#include "unit/emulator/client.h"

namespace reshoot::emulator::test {
namespace {

using namespace std::chrono_literals;

struct Sim {
  EmulatedCloud cloud{usual_settings()};
  ManualClock clock;
  SimulatedTransport transport{cloud, clock};
  TempDirectory folder = *TempDirectory::create(std::filesystem::temp_directory_path(), "sim");

  [[nodiscard]] Steady in(Millis time) const { return clock.now() + time; }

  static HttpRequest request(HttpMethod method, std::string url, std::string body = {}) {
    HttpRequest out;
    out.method = method;
    out.url = std::move(url);
    out.key = KeyHeader{"Authorization", "Bearer ", Secret("gmi-test-key")};
    if (!body.empty()) {
      out.headers = {{"Content-Type", "application/json"}};
      out.body = std::move(body);
    }
    return out;
  }
  Call submit_call() const {
    Call call;
    call.request =
        request(HttpMethod::post, cloud.origin() + gmi + "/requests", Client::gmi_order().dump());
    return call;
  }
  /// The one event of a call, and the time that it took.
  std::pair<NetworkEvent, Millis> run(Call call) {
    const Steady began = clock.now();
    transport.start(1, std::move(call));
    const std::vector<NetworkEvent> events = transport.wait(in(24h));
    REQUIRE(events.size() == 1);
    return {events[0], std::chrono::duration_cast<Millis>(clock.now() - began)};
  }
  /// Where a finished job's result lies.
  std::string result() {
    const auto [event, took] = run(submit_call());
    const Json job = Json::parse(std::get<Answered>(event).reply.body);
    clock.advance(60s);
    Call poll;
    poll.request = request(HttpMethod::get, cloud.origin() + gmi + "/requests/" +
                                                job["request_id"].get<std::string>());
    return gmi_result(Json::parse(std::get<Answered>(run(poll).first).reply.body));
  }
  Call download_call(const std::string& url) const {
    Call call;
    call.request.url = url;
    call.download = folder.path() / "result.mp4";
    return call;
  }
};

TEST_CASE("wait: time jumps to the next event, else to the deadline") {
  Sim sim;
  const Steady began = sim.clock.now();
  CHECK(sim.transport.wait(sim.in(5s)).empty());
  CHECK(sim.clock.now() == began + 5s);
  sim.transport.start(7, sim.submit_call());
  CHECK(sim.cloud.jobs().all().size() == 1);
  CHECK(sim.transport.wait(sim.in(10ms)).empty());
  const auto events = sim.transport.wait(Steady::max());
  CHECK(sim.clock.now() == began + 5s + 20ms);
  REQUIRE(events.size() == 1);
  CHECK(std::get<Answered>(events[0]).id == 7);
  CHECK(std::get<Answered>(events[0]).reply.header("content-type") == "application/json");
  CHECK(sim.cloud.violations().empty());
}

TEST_CASE("wake: ends one wait, before or while it goes on") {
  Sim sim;
  const Steady began = sim.clock.now();
  sim.transport.wake();
  CHECK(sim.transport.wait(sim.in(5s)).empty());
  CHECK(sim.clock.now() == began);
  bool busy = true;
  sim.transport.busy = [&] { return busy; };
  std::thread worker([&] { sim.transport.wake(); });
  CHECK(sim.transport.wait(sim.in(5s)).empty());
  CHECK(sim.clock.now() == began);
  worker.join();
  busy = false;
  CHECK(sim.transport.wait(sim.in(5s)).empty());
  CHECK(sim.clock.now() == began + 5s);
}

TEST_CASE("cancel: comes back at once, and what was sent was sent") {
  Sim sim;
  sim.transport.start(3, sim.submit_call());
  sim.transport.cancel(3);
  sim.transport.cancel(4);
  const auto events = sim.transport.wait(sim.in(1s));
  REQUIRE(events.size() == 1);
  CHECK(std::get<Broken>(events[0]).error.kind == ErrorKind::cancelled);
  CHECK(std::get<Broken>(events[0]).sent);
  CHECK(sim.transport.wait(sim.in(1s)).empty());
  CHECK(sim.cloud.jobs().all().size() == 1);
}

TEST_CASE("submits that break: how, when, and whether something was sent") {
  struct Row {
    FaultKind kind;
    bool sent;
    Millis took;
    std::size_t jobs;
  };
  for (const Row& row :
       {Row{FaultKind::no_connection, false, 20ms, 0},
        Row{FaultKind::no_answer_before, true, 20ms, 0},
        Row{FaultKind::no_answer_after, true, 20ms, 1}, Row{FaultKind::hang, true, 120'020ms, 1}}) {
    CAPTURE(name_of(row.kind));
    Sim sim;
    sim.cloud.set_faults(fault(row.kind, {1}));
    const auto [event, took] = sim.run(sim.submit_call());
    CHECK(std::get<Broken>(event).error.kind == ErrorKind::transient);
    CHECK(std::get<Broken>(event).sent == row.sent);
    CHECK(took == row.took);
    CHECK(sim.cloud.jobs().all().size() == row.jobs);
  }
  Sim sim;
  Call call = sim.submit_call();
  call.request.url = "https://elsewhere.test/x";
  CHECK(!std::get<Broken>(sim.run(call).first).sent);
}

TEST_CASE("downloads: to a file with its hash, or broken as the fault says") {
  struct Row {
    std::optional<FaultKind> kind;
    std::optional<ErrorKind> broken;
    Millis took;
  };
  for (const Row& row :
       {Row{std::nullopt, std::nullopt, 20ms}, Row{FaultKind::reset, ErrorKind::transient, 20ms},
        Row{FaultKind::truncate, ErrorKind::corrupt, 20ms},
        Row{FaultKind::wrong_length, ErrorKind::corrupt, 20ms},
        Row{FaultKind::stall, ErrorKind::transient, 60'020ms},
        Row{FaultKind::corrupt, std::nullopt, 20ms}, Row{FaultKind::shorten, std::nullopt, 20ms}}) {
    CAPTURE((row.kind ? name_of(*row.kind) : "none"));
    Sim sim;
    const Call call = sim.download_call(sim.result());
    const std::string whole = fake_result(sim.cloud.jobs().all().front());
    if (row.kind) {
      sim.cloud.set_faults(fault(*row.kind, {1}));
    }
    const auto [event, took] = sim.run(call);
    CHECK(took == row.took);
    if (row.broken) {
      CHECK(std::get<Broken>(event).error.kind == *row.broken);
      CHECK(!std::filesystem::exists(*call.download));
      continue;
    }
    const auto& answered = std::get<Answered>(event);
    REQUIRE(answered.downloaded);
    const FileDigests digests = *digest_file(*call.download);
    CHECK(answered.downloaded->sha256 == digests.sha256);
    CHECK(answered.downloaded->bytes == digests.size);
    CHECK((*read_file(*call.download, 1U << 20U) == whole) == !row.kind);
  }
}

TEST_CASE("drip: takes its time, and meets the total deadline") {
  Sim sim;
  Call call = sim.download_call(sim.result());
  FaultPlan plan = fault(FaultKind::drip, {1, 2});
  plan.rules[0].bytes = 10;
  sim.cloud.set_faults(plan);
  const auto size = static_cast<std::int64_t>(fake_result(sim.cloud.jobs().all().front()).size());
  CHECK(sim.run(call).second == Millis{20 + size * 100});
  call.download = sim.folder.path() / "second";
  call.deadlines.total = 3s;
  const auto [event, took] = sim.run(call);
  CHECK(std::get<Broken>(event).error.kind == ErrorKind::transient);
  CHECK(took == 3s);
}

TEST_CASE("uploads: a file as the whole body, and in a form") {
  Sim sim;
  const auto picture = sim.folder.path() / "a.png";
  REQUIRE(write_file_atomically(picture, "picture"));
  Call ticket;
  ticket.request = Sim::request(HttpMethod::post, sim.cloud.origin() + gmi + "/upload-url",
                                R"({"file_type":"png"})");
  const Json urls = Json::parse(std::get<Answered>(sim.run(ticket).first).reply.body);
  Call put;
  put.request = {HttpMethod::put, urls["upload_url"], {{"Content-Type", "image/png"}}, {}, {}};
  put.request.body = FileBody{picture};
  CHECK(std::get<Answered>(sim.run(put).first).reply.status == 200);

  Call policy;
  policy.request = Sim::request(
      HttpMethod::get, sim.cloud.origin() + "/api/v1/uploads?action=getPolicy&model=wan2.7-r2v");
  policy.request.key->key = Secret("dashscope-test-key");
  const Json data = Json::parse(std::get<Answered>(sim.run(policy).first).reply.body)["data"];
  FormBody form;
  const std::string key = data["upload_dir"].get<std::string>() + "/a.png";
  form.fields = {{"OSSAccessKeyId", data["oss_access_key_id"]},
                 {"Signature", data["signature"]},
                 {"policy", data["policy"]},
                 {"x-oss-object-acl", data["x_oss_object_acl"]},
                 {"x-oss-forbid-overwrite", data["x_oss_forbid_overwrite"]},
                 {"key", key},
                 {"success_action_status", "200"}};
  form.file_field = "file";
  form.file = picture;
  form.file_name = "a.png";
  form.content_type = "image/png";
  Call post;
  post.request = {HttpMethod::post, data["upload_host"], {}, {}, {}};
  post.request.body = form;
  CHECK(std::get<Answered>(sim.run(post).first).reply.status == 200);
  CHECK(sim.cloud.objects().stored() == 2);
  CHECK(sim.cloud.violations().empty());
  put.request.body = FileBody{sim.folder.path() / "none"};
  CHECK(std::get<Broken>(sim.run(put).first).error.kind == ErrorKind::environment);
}

}  // namespace
}  // namespace reshoot::emulator::test
