// SPDX-License-Identifier: Apache-2.0
#include "provider/comfyui.h"

#include <doctest/doctest.h>

#include "support.h"

namespace reshoot {
namespace {

using test::answer;
using test::must;
using test::must_fail;
using test::noon;

const Adapter& comfyui = comfyui_adapter();

const std::string job = "6f1c2a7e-0b1d-4c3e-9f00-1234567890ab";

Account here() {
  return {"comfyui", "http://127.0.0.1:8188", Secret(""), ""};
}

UploadFile file_of(MediaType type) {
  return {"/tmp/maya.bin", type, 3000, "sha256-abc", "my-wan"};
}

LookUpPage looked_up(const std::string& body) {
  return must(comfyui.read_look_up(answer(200, body), test::sent("my-wan")));
}

}  // namespace

TEST_CASE("comfyui: the submit as it goes out") {
  const HttpRequest request = must(comfyui.submit(here(), test::workflow_order()));
  CHECK(request.method == HttpMethod::post);
  CHECK(request.url == "http://127.0.0.1:8188/prompt");
  CHECK(request.headers == std::vector<HttpHeader>{{"Content-Type", "application/json"}});
  CHECK_FALSE(request.key);
  CHECK(test::body_text(request).find(R"("prompt_id":")" + job + "\"") != std::string::npos);
}

TEST_CASE("comfyui: an accepted submit") {
  const Accepted accepted = must(comfyui.read_submit(
      answer(200, R"({"prompt_id":")" + job + R"(","number":3,"node_errors":{}})"), noon));
  CHECK(accepted.job == job);
  CHECK(std::holds_alternative<JobRunning>(accepted.state));
}

TEST_CASE("comfyui: a submit that was refused, or nobody knows") {
  struct Row {
    int status;
    std::string body;
    ErrorKind kind;
    const char* said;
  };
  const std::string node =
      R"("node_errors":{"6":{"class_type":"LoadImage","errors":[{"message":"Invalid","details":"a"}]}})";
  const Row rows[] = {
      {400,
       R"({"error":{"type":"prompt_no_outputs","message":"Prompt has no outputs"},"node_errors":{}})",
       ErrorKind::campaign, "Prompt has no outputs"},
      {400, R"({"error":{"message":"Prompt outputs failed validation"},)" + node + "}",
       ErrorKind::campaign, "node 6 (LoadImage): Invalid: a"},
      {400, R"({"error":"violates safety","node_errors":[]})", ErrorKind::campaign, "violates"},
      {200, R"({"prompt_id":")" + job + R"(","number":3,)" + node + "}", ErrorKind::campaign,
       "node 6"},
      {200, "", ErrorKind::in_doubt, "200"},
      {200, R"({"number":3})", ErrorKind::in_doubt, "200"},
      {403, "403: Forbidden", ErrorKind::refused_auth, "403"},
      {404, "", ErrorKind::campaign, "404"},
      {429, "", ErrorKind::rate_limited, "429"},
      {500, "500: Error", ErrorKind::in_doubt, "500"},
      {502, "<html>", ErrorKind::in_doubt, "502"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status);
    CAPTURE(row.body);
    const Refusal refusal = must_fail(comfyui.read_submit(answer(row.status, row.body), noon));
    CHECK(refusal.error.kind == row.kind);
    CHECK_MESSAGE(refusal.error.message.find(row.said) != std::string::npos, refusal.error.message);
  }
}

TEST_CASE("comfyui: the history has a job once it is over") {
  const HttpRequest poll = comfyui.poll(here(), job);
  CHECK(poll.method == HttpMethod::get);
  CHECK(poll.url == "http://127.0.0.1:8188/history/" + job);
  const auto waiting = std::get<JobRunning>(must(comfyui.read_poll(answer(200, "{}"), job, noon)));
  CHECK_FALSE(waiting.shown);
  const JobState done = must(comfyui.read_poll(
      answer(200, R"({")" + job +
                      R"(":{"outputs":{"5":{"gifs":[{"filename":"reshoot-a.mp4"}]}},)"
                      R"("status":{"status_str":"success"}}})"),
      job, noon));
  CHECK(std::get<JobDone>(done).url == "/view?filename=reshoot-a.mp4&subfolder=&type=output");

  struct Row {
    int status;
    const char* body;
    ErrorKind kind;
  };
  const Row rows[] = {
      {200, "[]", ErrorKind::corrupt},
      {200, "", ErrorKind::corrupt},
      {200, R"({"other":{}})", ErrorKind::corrupt},
      {500, "{}", ErrorKind::transient},
      {404, "{}", ErrorKind::corrupt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.body);
    CHECK(must_fail(comfyui.read_poll(answer(row.status, row.body), job, noon)).error.kind ==
          row.kind);
  }
}

TEST_CASE("comfyui: a picture keeps the name that the server gives it") {
  std::vector<HttpReply> replies;
  const UploadFile file = file_of(MediaType::png);
  const auto request = std::get<HttpRequest>(must(comfyui.upload(here(), file, replies, noon)));
  CHECK(request.url == "http://127.0.0.1:8188/upload/image");
  CHECK_FALSE(request.key);
  const auto& form = std::get<FormBody>(request.body);
  CHECK(form.fields == std::vector<HttpHeader>{{"type", "input"}, {"subfolder", "reshoot"}});
  CHECK(form.file_field == "image");
  CHECK(form.file_name == "sha256-abc.png");
  CHECK(form.content_type == "image/png");

  for (const auto& [body, place] :
       {std::pair{R"({"name":"a (1).png","subfolder":"reshoot","type":"input"})",
                  "reshoot/a (1).png"},
        std::pair{R"({"name":"a.png","subfolder":"","type":"input"})", "a.png"}}) {
    const std::vector<HttpReply> answered{answer(200, body)};
    const auto done = std::get<Uploaded>(must(comfyui.upload(here(), file, answered, noon)));
    CHECK(done.place == place);
    CHECK(done.expires == Wall{noon.ns + 24 * 3'600'000'000'000});
    CHECK_FALSE(done.is_public);
  }
  CHECK(must_fail(comfyui.upload(here(), file_of(MediaType::wav), {}, noon)).error.kind ==
        ErrorKind::campaign);
  for (const auto& [status, body, kind] :
       {std::tuple{200, "{}", ErrorKind::corrupt}, std::tuple{400, "", ErrorKind::corrupt},
        std::tuple{500, "", ErrorKind::transient}}) {
    const std::vector<HttpReply> answered{answer(status, body)};
    CHECK(must_fail(comfyui.upload(here(), file, answered, noon)).error.kind == kind);
  }
}

TEST_CASE("comfyui: a look-up goes through the queue, then the history") {
  const SentOrder sent = test::sent("my-wan");
  CHECK(comfyui.look_up(here(), sent, 0)->url == "http://127.0.0.1:8188/queue");
  CHECK(comfyui.look_up(here(), sent, 1)->url == "http://127.0.0.1:8188/history/" + job);

  const std::string item = R"([3,")" + job + R"(",{},{},["5"]])";
  const std::string other = R"([2,"other",{}])";
  struct Row {
    std::string body;
    std::size_t matches;
    bool more;
    bool absent;
  };
  const Row rows[] = {
      {R"({"queue_running":[)" + item + R"(],"queue_pending":[]})", 1, false, false},
      {R"({"queue_running":[)" + other + R"(],"queue_pending":[)" + item + "]}", 1, false, false},
      {R"({"queue_running":[)" + other + R"(],"queue_pending":[7,[],null]})", 0, true, false},
      {R"({"queue_running":[],"queue_pending":[]})", 0, true, false},
      {"{}", 0, false, true},
      {R"({")" + job + R"(":{"status":{}}})", 1, false, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.body);
    const LookUpPage page = looked_up(row.body);
    CHECK(page.matches.size() == row.matches);
    CHECK(page.more == row.more);
    CHECK(page.absent == row.absent);
    CHECK((page.matches.empty() || page.matches[0].job == job));
  }
}

TEST_CASE("comfyui: only an answer that makes sense proves that there is no job") {
  struct Row {
    int status;
    const char* body;
  };
  const Row rows[] = {
      {200, ""},
      {200, "[]"},
      {200, R"({"error":"?"})"},
      {200, R"({"queue_running":[]})"},
      {200, R"({"queue_running":[],"queue_pending":{}})"},
      {200, R"({"other":{"status":{}}})"},
      {404, "{}"},
      {500, "{}"},
      {503, R"({"queue_running":[],"queue_pending":[]})"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.body);
    CHECK_FALSE(comfyui.read_look_up(answer(row.status, row.body), test::sent("my-wan")));
  }
}

TEST_CASE("comfyui: what is proven absent may be sent again") {
  SentOrder sent = test::sent("my-wan", R"({"prompt":{}})");
  CHECK_FALSE(comfyui.submit_again(here(), sent));
  sent.absent = true;
  const std::optional<HttpRequest> again = comfyui.submit_again(here(), sent);
  REQUIRE(again);
  CHECK(again->method == HttpMethod::post);
  CHECK(again->url == "http://127.0.0.1:8188/prompt");
  CHECK(test::body_text(*again) == sent.body);
  sent.body.clear();
  CHECK_FALSE(comfyui.submit_again(here(), sent));
}

}  // namespace reshoot
