// SPDX-License-Identifier: Apache-2.0
#include "provider/heygen.h"

#include <doctest/doctest.h>

#include "support.h"

namespace reshoot {
namespace {

using test::answer;
using test::must;
using test::must_fail;
using test::noon;

const Adapter& heygen = heygen_adapter();

constexpr const char* take = "6f1c2a7e-0b1d-4c3e-9f00-1234567890ab";

Account here() {
  return test::account("heygen", "http://127.0.0.1:9");
}

Order talk() {
  Order order = test::order("heygen-avatar-4");
  order.cast[0].references = {{false, "as_1"}};
  order.cast[0].voice_id = "v_1";
  order.says = {{0, "Good evening."}};
  return order;
}

JobState polled(const std::string& data) {
  return must(heygen.read_poll(answer(200, R"({"data":)" + data + "}"), "v1", noon));
}

UploadFile file_of(MediaType type, std::uint64_t bytes = 3000) {
  return {"/tmp/maya.bin", type, bytes, "sha256-abc", "heygen-avatar-4"};
}

}  // namespace

TEST_CASE("heygen: the submit as it goes out") {
  const HttpRequest request = must(heygen.submit(here(), talk()));
  CHECK(request.method == HttpMethod::post);
  CHECK(request.url == "http://127.0.0.1:9/v3/videos");
  CHECK(request.headers ==
        std::vector<HttpHeader>{{"Content-Type", "application/json"}, {"Idempotency-Key", take}});
  REQUIRE(request.key);
  CHECK(request.key->name == "X-Api-Key");
  CHECK(request.key->prefix.empty());
  CHECK(request.key->key == here().key);
  CHECK(test::body_text(request).find("planted-secret") == std::string::npos);
}

TEST_CASE("heygen: an accepted submit") {
  for (const char* body : {R"({"data":{"video_id":"v1","status":"waiting","output_format":"mp4"}})",
                           R"({"data":{"video_id":"v1"}})"}) {
    const Accepted accepted = must(heygen.read_submit(answer(200, body), noon));
    CHECK(accepted.job == "v1");
    CHECK(std::holds_alternative<JobRunning>(accepted.state));
  }
}

TEST_CASE("heygen: a submit that was refused, or nobody knows") {
  const auto error = [](const std::string& code, const std::string& message) {
    return R"({"error":{"code":")" + code + R"(","message":")" + message +
           R"(","param":null,"doc_url":"https://d"}})";
  };
  struct Row {
    int status;
    std::string body;
    ErrorKind kind;
    const char* said;
  };
  const Row rows[] = {
      {400, error("invalid_parameter", "voice_id is not known"), ErrorKind::campaign, "voice_id"},
      {400, error("content_policy", "blocked by moderation"), ErrorKind::refused_content,
       "blocked"},
      {401, error("unauthorized", "no"), ErrorKind::refused_auth, "refused the key"},
      {402, error("insufficient_credit", "empty"), ErrorKind::refused_auth, "no credit left"},
      {403, error("forbidden", "no"), ErrorKind::refused_auth, "refused the key"},
      {404, error("not_found", "no such avatar"), ErrorKind::campaign, "no such avatar"},
      {409, error("request_in_progress", "wait"), ErrorKind::in_doubt, "request_in_progress"},
      {409, "", ErrorKind::in_doubt, "409"},
      {429, error("rate_limit_exceeded", "slow"), ErrorKind::rate_limited, "slow down"},
      {500, error("internal_error", "sorry"), ErrorKind::in_doubt, "may have made the job"},
      {502, "<html>", ErrorKind::in_doubt, "502"},
      {200, "", ErrorKind::in_doubt, "200"},
      {200, R"({"data":{}})", ErrorKind::in_doubt, "200"},
      {200, R"({"data":{"video_id":""}})", ErrorKind::in_doubt, "200"},
      {200, R"({"data":[]})", ErrorKind::in_doubt, "200"},
      {302, "", ErrorKind::in_doubt, "302"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status);
    CAPTURE(row.body);
    const Refusal refusal = must_fail(heygen.read_submit(answer(row.status, row.body), noon));
    CHECK(refusal.error.kind == row.kind);
    CHECK_MESSAGE(refusal.error.message.find(row.said) != std::string::npos, refusal.error.message);
  }
  const Refusal param = must_fail(heygen.read_submit(
      answer(400, R"({"error":{"code":"bad","message":"too long","param":"script"}})"), noon));
  CHECK(param.error.message.find("bad: too long (script)") != std::string::npos);
  const Refusal slow = must_fail(heygen.read_submit(answer(429, "", {{"retry-after", "7"}}), noon));
  CHECK(slow.retry_after == Millis{7000});
}

TEST_CASE("heygen: a job on its way") {
  const HttpRequest poll = heygen.poll(here(), "v/1");
  CHECK(poll.method == HttpMethod::get);
  CHECK(poll.url == "http://127.0.0.1:9/v3/videos/v%2F1");
  for (const char* status : {"waiting", "pending", "processing", "thinking"}) {
    const JobState state = polled(R"({"id":"v1","status":")" + std::string(status) + R"("})");
    CHECK(std::get<JobRunning>(state).status == status);
    CHECK(std::get<JobRunning>(state).shown);
  }
}

TEST_CASE("heygen: a job that is over") {
  const auto done = std::get<JobDone>(
      polled(R"({"id":"v1","status":"completed","video_url":"https://f.example/v.mp4?s=1"})"));
  CHECK(done.url == "https://f.example/v.mp4?s=1");
  CHECK_FALSE(done.expires);
  CHECK_FALSE(done.cost);
  CHECK(std::get<JobDone>(polled(R"({"status":"Completed","video_url":"https://f.example/v"})"))
            .url == "https://f.example/v");

  struct Row {
    const char* data;
    ErrorKind kind;
    const char* said;
  };
  const Row rows[] = {
      {R"({"status":"completed"})", ErrorKind::corrupt, "no video"},
      {R"({"status":"completed","video_url":null,"gif_url":"https://f.example/v.gif"})",
       ErrorKind::corrupt, "no video"},
      {R"({"status":"failed","failure_code":"MODERATION_FAILED","failure_message":"not allowed"})",
       ErrorKind::refused_content, "not allowed"},
      {R"({"status":"failed","failure_code":"rate_limit_exceeded"})", ErrorKind::rate_limited,
       "rate"},
      {R"({"status":"failed","failure_code":null,"failure_message":null})", ErrorKind::transient,
       "no reason"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.data);
    const Error error = std::get<JobFailed>(polled(row.data)).error;
    CHECK(error.kind == row.kind);
    CHECK_MESSAGE(error.message.find(row.said) != std::string::npos, error.message);
  }
}

TEST_CASE("heygen: a question without an answer says nothing of the job") {
  struct Row {
    int status;
    const char* body;
    ErrorKind kind;
  };
  const Row rows[] = {
      {404, R"({"error":{"code":"not_found","message":"no such video"}})", ErrorKind::corrupt},
      {401, R"({"error":{"code":"unauthorized"}})", ErrorKind::refused_auth},
      {429, "", ErrorKind::rate_limited},
      {503, "", ErrorKind::transient},
      {200, R"({"data":{"id":"another","status":"completed","video_url":"https://f.example"}})",
       ErrorKind::corrupt},
      {200, R"({"data":{"id":"v1"}})", ErrorKind::corrupt},
      {200, "[[[", ErrorKind::corrupt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status);
    CAPTURE(row.body);
    CHECK(must_fail(heygen.read_poll(answer(row.status, row.body), "v1", noon)).error.kind ==
          row.kind);
  }
}

TEST_CASE("heygen: a portrait becomes an asset") {
  std::vector<HttpReply> replies;
  const UploadFile file = file_of(MediaType::jpeg);
  const auto request = std::get<HttpRequest>(must(heygen.upload(here(), file, replies, noon)));
  CHECK(request.method == HttpMethod::post);
  CHECK(request.url == "http://127.0.0.1:9/v3/assets");
  CHECK(request.key->key == here().key);
  const auto& form = std::get<FormBody>(request.body);
  CHECK(form.fields.empty());
  CHECK(form.file_field == "file");
  CHECK(form.file == "/tmp/maya.bin");
  CHECK(form.file_name == "sha256-abc.jpg");
  CHECK(form.content_type == "image/jpeg");

  replies.push_back(answer(200, R"({"data":{"asset_id":"as_1","url":"https://f.example/a.jpg"}})"));
  const auto place = std::get<Uploaded>(must(heygen.upload(here(), file, replies, noon)));
  CHECK(place.place == "as_1");
  CHECK_FALSE(place.expires);
  CHECK(place.is_public);
}

TEST_CASE("heygen: files that it does not take, and uploads that fail") {
  constexpr std::uint64_t most = 32U << 20U;
  CHECK(heygen.upload(here(), file_of(MediaType::png, most), {}, noon));
  for (const UploadFile& file :
       {file_of(MediaType::mp4), file_of(MediaType::wav), file_of(MediaType::webp_lossy),
        file_of(MediaType::png, most + 1)}) {
    const Refusal refusal = must_fail(heygen.upload(here(), file, {}, noon));
    CHECK(refusal.error.kind == ErrorKind::campaign);
    CHECK_FALSE(refusal.error.help.empty());
  }
  struct Row {
    int status;
    const char* body;
    ErrorKind kind;
  };
  const Row rows[] = {
      {401, "", ErrorKind::refused_auth},
      {429, "", ErrorKind::rate_limited},
      {500, "", ErrorKind::transient},
      {200, "", ErrorKind::corrupt},
      {200, R"({"data":{}})", ErrorKind::corrupt},
      {400, "", ErrorKind::corrupt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status);
    const std::vector<HttpReply> replies{answer(row.status, row.body)};
    CHECK(must_fail(heygen.upload(here(), file_of(MediaType::png), replies, noon)).error.kind ==
          row.kind);
  }
}

TEST_CASE("heygen: the same submit may be sent again while its key is known") {
  const HttpRequest first = must(heygen.submit(here(), talk()));
  const SentOrder sent = test::sent("heygen-avatar-4", test::body_text(first));
  const std::optional<HttpRequest> again = heygen.submit_again(here(), sent);
  REQUIRE(again);
  CHECK(again->method == first.method);
  CHECK(again->url == first.url);
  CHECK(again->headers == first.headers);
  CHECK(test::body_text(*again) == test::body_text(first));
  CHECK(again->key->key == here().key);

  constexpr Millis hour = std::chrono::hours{1};
  CHECK(heygen.submit_again(here(), test::sent("m", "{}", 23 * hour - Millis{1})));
  CHECK_FALSE(heygen.submit_again(here(), test::sent("m", "{}", 23 * hour)));
  CHECK_FALSE(heygen.submit_again(here(), test::sent("m", "{}", Millis{-1})));
  CHECK_FALSE(heygen.submit_again(here(), test::sent("m", "")));
}

TEST_CASE("heygen: there is no list to look into") {
  CHECK_FALSE(heygen.look_up(here(), test::sent("heygen-avatar-4"), 0));
  CHECK(must_fail(heygen.read_look_up(answer(200, "{}"), test::sent(""))).error.kind ==
        ErrorKind::corrupt);
}

}  // namespace reshoot
