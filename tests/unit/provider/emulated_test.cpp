// SPDX-License-Identifier: Apache-2.0
// The adapters against the emulated providers, which were written from the same documentation apart
// from them: no request may break a rule there, and every answer is to be understood.

#include <doctest/doctest.h>

#include <algorithm>

#include "emulator/cloud.h"
#include "emulator/multipart.h"
#include "support.h"

namespace reshoot {
namespace {

using emulator::Delivery;
using emulator::EmulatedCloud;
using emulator::EmulatedRequest;
using emulator::usual_settings;
using test::must;

constexpr std::string_view boundary = "a-boundary";

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// A provider and its emulation, at a time that the test moves.
class Wire {
 public:
  explicit Wire(std::string_view provider) : adapter(*find_adapter(provider)) {
    const std::string_view url = default_base_url(provider);
    const std::string_view path = url.substr(std::min(url.find('/', 8), url.size()));
    account.provider = provider;
    account.base_url = cloud.origin() + std::string(path);
    account.key = Secret(std::string(provider) + "-test-key");
  }

  HttpReply call(const HttpRequest& request) {
    EmulatedRequest out{request.method, request.url.substr(cloud.origin().size()), {}, {}};
    for (const HttpHeader& header : request.headers) {
      out.headers.push_back({lower(header.name), header.value});
    }
    if (request.key) {
      out.headers.push_back(
          {lower(request.key->name), request.key->prefix + request.key->key.reveal()});
    }
    if (const auto* const text = std::get_if<std::string>(&request.body)) {
      out.body = *text;
    } else if (std::holds_alternative<FileBody>(request.body)) {
      out.body = "bytes";
    } else if (const auto* const form = std::get_if<FormBody>(&request.body)) {
      std::vector<emulator::FormPart> parts;
      for (const HttpHeader& field : form->fields) {
        parts.push_back({field.name, "", "", field.value});
      }
      parts.push_back({form->file_field, form->file_name, form->content_type, "bytes"});
      out.body = emulator::write_form(parts, boundary);
      out.headers.push_back(
          {"content-type", "multipart/form-data; boundary=" + std::string(boundary)});
    }
    const Delivery delivery = cloud.handle(out, now);
    return {delivery.status, delivery.headers, delivery.body};
  }

  std::string upload(MediaType type, const std::string& model) {
    const UploadFile file{"a", type, 5, "sha256-" + std::to_string(++uploads_), model};
    std::vector<HttpReply> replies;
    for (;;) {
      const UploadStep step = must(adapter.upload(account, file, replies, now));
      if (const auto* const done = std::get_if<Uploaded>(&step)) {
        return done->place;
      }
      replies.push_back(call(std::get<HttpRequest>(step)));
    }
  }

  /// Submits and asks until the job is over.
  JobState shoot(Order order) {
    submitted = must(adapter.submit(account, order));
    const Accepted accepted = must(adapter.read_submit(call(submitted), now));
    job = accepted.job;
    JobState state = accepted.state;
    for (int i = 0; i < 100 && std::holds_alternative<JobRunning>(state); ++i) {
      now.ns += 5'000'000'000;
      state = must(adapter.read_poll(call(adapter.poll(account, job)), job, now));
    }
    return state;
  }

  const Adapter& adapter;
  EmulatedCloud cloud{usual_settings()};
  Account account;
  Wall now{1'800'000'000'000'000'000};
  HttpRequest submitted;
  std::string job;

 private:
  int uploads_ = 0;
};

/// An order with everything that its model takes.
Order full_order(Wire& wire, const std::string& model) {
  const bool is_dashscope = wire.account.provider == "dashscope";
  if (wire.account.provider == "comfyui") {
    Order order = test::workflow_order();
    order.cast[0].references = {{false, wire.upload(MediaType::png, model)}};
    return order;
  }
  Order order = test::plain_order(model);
  if (model == "heygen-avatar-4") {
    order.cast[0].voice_id = "v_1";
    if (wire.account.provider == "gmi") {
      order.cast[0].avatar_id = "Anna_public";
      order.prompt.clear();
    } else {
      order.cast[0].references = {{false, wire.upload(MediaType::jpeg, model)}};
    }
  }
  if (model.find("i2v") != std::string::npos || model.find("fast") != std::string::npos) {
    order.first_frame = wire.upload(MediaType::png, model);
    order.last_frame = wire.upload(MediaType::jpeg, model);
  }
  if (model.find("i2v") != std::string::npos) {
    order.ratio.reset();
  }
  if (model.find("veo") != std::string::npos) {
    order.seconds = Length{8000};
  }
  if (model.find("r2v") != std::string::npos || model == "veo-3.1-generate-001") {
    order.cast[0].references = {{false, wire.upload(MediaType::jpeg, model)},
                                {false, wire.upload(MediaType::png, model)}};
  }
  if (model.find("r2v") != std::string::npos) {
    order.cast[0].references.push_back({true, wire.upload(MediaType::mp4, model)});
    order.first_frame = wire.upload(MediaType::png, model);
    if (is_dashscope) {
      order.cast[0].voice_place = wire.upload(MediaType::wav, model);
    }
  }
  order.says = {{0, "Hello."}};
  return order;
}

}  // namespace

TEST_CASE("adapters: a clip of every model, from upload to result, by the emulators' rules") {
  struct Row {
    const char* provider;
    const char* model;
  };
  const Row rows[] = {
      {"gmi", "wan2.7-r2v"},           {"gmi", "wan2.7-i2v"},
      {"gmi", "wan2.7-t2v"},           {"gmi", "veo-3.1-fast-generate-001"},
      {"gmi", "veo-3.1-generate-001"}, {"dashscope", "wan2.7-r2v"},
      {"dashscope", "wan2.7-i2v"},     {"dashscope", "wan2.7-t2v"},
      {"gmi", "heygen-avatar-4"},      {"heygen", "heygen-avatar-4"},
      {"comfyui", "my-wan"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.provider);
    CAPTURE(row.model);
    Wire wire(row.provider);
    const JobState state = wire.shoot(full_order(wire, row.model));
    CHECK(wire.cloud.violations() == std::vector<std::string>{});
    REQUIRE(std::holds_alternative<JobDone>(state));
    const std::string& url = std::get<JobDone>(state).url;
    const HttpRequest fetch{
        HttpMethod::get, url.starts_with('/') ? wire.cloud.origin() + url : url, {}, {}, {}};
    CHECK(wire.call(fetch).status == 200);
  }
}

TEST_CASE("adapters: gmi finds the job of a submit again, and no other") {
  Wire wire("gmi");
  Order order = test::plain_order("wan2.7-t2v");
  wire.shoot(order);
  const std::string sent = test::body_text(wire.submitted);
  const std::string job = wire.job;
  order.seed = 43;
  wire.shoot(order);
  const SentOrder unsure = test::sent(order.model, sent);
  const LookUpPage page = must(
      wire.adapter.read_look_up(wire.call(*wire.adapter.look_up(wire.account, unsure, 0)), unsure));
  REQUIRE(page.matches.size() == 1);
  CHECK(page.matches[0].job == job);
  CHECK(page.matches[0].created == Wall{1'800'000'000'000'000'000});
  CHECK_FALSE(page.more);
  CHECK(wire.cloud.violations() == std::vector<std::string>{});
}

TEST_CASE("adapters: heygen makes one job of a submit that is sent twice") {
  Wire wire("heygen");
  const HttpRequest first =
      must(wire.adapter.submit(wire.account, full_order(wire, "heygen-avatar-4")));
  const std::string job = must(wire.adapter.read_submit(wire.call(first), wire.now)).job;
  const SentOrder unsure = test::sent("heygen-avatar-4", test::body_text(first));
  const HttpRequest again = *wire.adapter.submit_again(wire.account, unsure);
  CHECK(must(wire.adapter.read_submit(wire.call(again), wire.now)).job == job);
  CHECK(wire.cloud.jobs().all().size() == 1);
}

TEST_CASE("adapters: comfyui shows a job in its queue, then in its history, then not at all") {
  Wire wire("comfyui");
  const Order order = full_order(wire, "my-wan");
  const HttpRequest request = must(wire.adapter.submit(wire.account, order));
  SentOrder unsure = test::sent(order.model, test::body_text(request));
  const auto look = [&](int page) {
    return must(wire.adapter.read_look_up(
        wire.call(*wire.adapter.look_up(wire.account, unsure, page)), unsure));
  };
  const auto is_absent = [&] {
    const LookUpPage queue = look(0);
    CHECK_FALSE(queue.absent);
    return queue.matches.empty() && queue.more && look(1).absent;
  };
  CHECK(is_absent());
  CHECK_FALSE(wire.adapter.submit_again(wire.account, unsure));
  unsure.absent = true;
  const HttpRequest again = *wire.adapter.submit_again(wire.account, unsure);
  const std::string job = must(wire.adapter.read_submit(wire.call(again), wire.now)).job;
  REQUIRE(look(0).matches.size() == 1);
  CHECK(look(0).matches[0].job == job);

  const auto poll = [&] {
    return must(
        wire.adapter.read_poll(wire.call(wire.adapter.poll(wire.account, job)), job, wire.now));
  };
  CHECK_FALSE(std::get<JobRunning>(poll()).shown);
  wire.now.ns += 60'000'000'000;
  CHECK(look(0).matches.empty());
  REQUIRE(look(1).matches.size() == 1);
  CHECK(look(1).matches[0].job == job);
  CHECK(std::holds_alternative<JobDone>(poll()));

  emulator::FaultRule restart;
  restart.kind = emulator::FaultKind::restart;
  restart.calls = {1};
  wire.cloud.set_faults({1, {restart}});
  CHECK_FALSE(std::get<JobRunning>(poll()).shown);
  CHECK(is_absent());
  CHECK(wire.cloud.violations() == std::vector<std::string>{});
}

TEST_CASE("adapters: refusals of the emulators are of the kind that is meant") {
  for (const char* provider : {"gmi", "dashscope"}) {
    CAPTURE(provider);
    Wire wire(provider);
    const Order order = test::plain_order("wan2.7-t2v");
    Order long_order = order;
    long_order.seconds = Length{99'000};
    const auto refused = [&](const Account& account, const Order& asked) {
      const HttpRequest request = must(wire.adapter.submit(account, asked));
      return test::must_fail(wire.adapter.read_submit(wire.call(request), wire.now)).error.kind;
    };
    CHECK(refused(wire.account, long_order) == ErrorKind::campaign);
    Account stranger = wire.account;
    stranger.key = Secret("another-key");
    CHECK(refused(stranger, order) == ErrorKind::refused_auth);
  }
}

}  // namespace reshoot
