// SPDX-License-Identifier: Apache-2.0
#include "provider/dashscope.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "support.h"

namespace reshoot {
namespace {

using test::answer;
using test::must;
using test::must_fail;
using test::noon;

const Adapter& dashscope = dashscope_adapter();

constexpr std::int64_t hour_ns = 3'600'000'000'000;

Account here() {
  return test::account("dashscope", "http://127.0.0.1:9");
}

JobState polled(const std::string& output) {
  return must(dashscope.read_poll(answer(200, R"({"request_id":"q","output":)" + output + "}"),
                                  "t1", noon));
}

const Error& error_of(const JobState& state) {
  return std::get<JobFailed>(state).error;
}

UploadFile file_of(MediaType type, std::string name = "sha256-abc") {
  return {"/tmp/maya.bin", type, 3U << 20U, std::move(name), "wan2.7-r2v"};
}

std::string policy_with(const std::string& fields) {
  return R"({"request_id":"q","data":{"policy":"cG9s","signature":"sig=","upload_dir":"d/x",)"
         R"("upload_host":"https://oss.example","expire_in_seconds":300,)"
         R"("oss_access_key_id":"LTAI","x_oss_object_acl":"private")" +
         fields + "}}";
}
const std::string policy = policy_with(R"(,"x_oss_forbid_overwrite":"true","max_file_size_mb":3)");

}  // namespace

TEST_CASE("dashscope: the submit as it goes out") {
  const std::vector<HttpHeader> plain{{"Content-Type", "application/json"},
                                      {"X-DashScope-Async", "enable"}};
  Order order = test::order("wan2.7-r2v");
  HttpRequest request = must(dashscope.submit(here(), order));
  CHECK(request.method == HttpMethod::post);
  CHECK(request.url == "http://127.0.0.1:9/api/v1/services/aigc/video-generation/video-synthesis");
  CHECK(request.headers == plain);
  REQUIRE(request.key);
  CHECK(request.key->name == "Authorization");
  CHECK(request.key->key == here().key);
  CHECK(test::body_text(request).find("planted-secret") == std::string::npos);

  order.cast[0].references[0].place = "oss://t/a.png";
  request = must(dashscope.submit(here(), order));
  CHECK(request.headers.size() == 3);
  CHECK(request.headers[2] == HttpHeader{"X-DashScope-OssResourceResolve", "enable"});
}

TEST_CASE("dashscope: an accepted submit") {
  const Accepted accepted = must(dashscope.read_submit(
      answer(200, R"({"request_id":"q","output":{"task_id":"t1","task_status":"PENDING"}})"),
      noon));
  CHECK(accepted.job == "t1");
  CHECK(std::get<JobRunning>(accepted.state).status == "PENDING");
}

TEST_CASE("dashscope: a submit that was refused, or nobody knows") {
  struct Row {
    int status;
    const char* body;
    ErrorKind kind;
    const char* says;
  };
  using K = ErrorKind;
  const Row rows[] = {
      {200, "{}", K::in_doubt, ""},
      {200, R"({"request_id":"q","output":{"task_status":"PENDING"}})", K::in_doubt, ""},
      {200, R"({"code":"Throttling","message":"x"})", K::in_doubt, "Throttling: x"},
      {400, R"({"code":"InvalidParameter","message":"Input should be 5: input.media.1.type"})",
       K::campaign, "InvalidParameter: Input should be 5"},
      {400, R"({"code":"DataInspectionFailed","message":"no"})", K::refused_content,
       "DataInspectionFailed"},
      {400, R"({"code":"Arrearage","message":"overdue"})", K::refused_auth, "no credit left"},
      {401, R"({"code":"InvalidApiKey","message":"Invalid API-key provided."})", K::refused_auth,
       "refused the key"},
      {403, R"({"code":"AccessDenied","message":"x"})", K::refused_auth, "AccessDenied"},
      {403, R"({"code":"Arrearage","message":"x"})", K::refused_auth, "no credit left"},
      {404, R"({"code":"ModelNotFound","message":"x"})", K::campaign, "does not know the model"},
      {429, R"({"code":"Throttling.RateQuota","message":"x"})", K::rate_limited, "RateQuota"},
      {500, R"({"code":"InternalError","message":"x"})", K::in_doubt, "InternalError"},
      {500, R"j({"code":"InvalidParameter","message":"Backend error (400)"})j", K::in_doubt, ""},
      {503, "", K::in_doubt, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status);
    CAPTURE(row.body);
    const Refusal refusal = must_fail(dashscope.read_submit(answer(row.status, row.body), noon));
    CHECK(refusal.error.kind == row.kind);
    CHECK(refusal.error.message.find(row.says) != std::string::npos);
  }
}

TEST_CASE("dashscope: all words of a status") {
  CHECK(dashscope.poll(here(), "t1").url == "http://127.0.0.1:9/api/v1/tasks/t1");
  CHECK(dashscope.poll(here(), "t1").headers.empty());
  for (const char* word : {"PENDING", "RUNNING", "SUSPENDED", "DREAMING"}) {
    const JobState state = polled(std::string(R"({"task_id":"t1","task_status":")") + word + "\"}");
    CHECK(std::get<JobRunning>(state).status == word);
  }
  const JobState done = polled(
      R"({"task_id":"t1","task_status":"SUCCEEDED","video_url":"https://o/v.mp4?Expires=1"})");
  CHECK(std::get<JobDone>(done).url == "https://o/v.mp4?Expires=1");
  CHECK(std::get<JobDone>(done).expires == Wall{noon.ns + 24 * hour_ns});

  const JobState empty = polled(R"({"task_status":"SUCCEEDED","video_url":""})");
  CHECK(error_of(empty).kind == ErrorKind::corrupt);
  CHECK(error_of(empty).message.find("names no video") != std::string::npos);
  const JobState gone = polled(R"({"task_id":"t1","task_status":"UNKNOWN"})");
  CHECK(error_of(gone).kind == ErrorKind::corrupt);
  CHECK(error_of(gone).message.find("no longer knows the job") != std::string::npos);
  CHECK(error_of(polled(R"({"task_status":"CANCELED"})")).kind == ErrorKind::needs_person);
}

TEST_CASE("dashscope: why a task failed") {
  struct Row {
    const char* code;
    ErrorKind kind;
  };
  const Row rows[] = {
      {"DataInspectionFailed", ErrorKind::refused_content},
      {"InvalidFile.DownloadFailed", ErrorKind::transient},
      {"InvalidParameter", ErrorKind::campaign},
      {"InternalError.Timeout", ErrorKind::transient},
      {"Throttling", ErrorKind::rate_limited},
  };
  for (const Row& row : rows) {
    CAPTURE(row.code);
    const JobState state = polled(std::string(R"({"task_status":"FAILED","code":")") + row.code +
                                  R"(","message":"why"})");
    CHECK(error_of(state).kind == row.kind);
    CHECK(error_of(state).message == std::string("DashScope made no clip: ") + row.code + ": why");
  }
}

TEST_CASE("dashscope: a poll's refusal is about the question") {
  struct Row {
    int status;
    const char* body;
    ErrorKind kind;
  };
  const Row rows[] = {
      {200, "{}", ErrorKind::corrupt},
      {200, R"({"output":{"task_id":"t2","task_status":"FAILED"}})", ErrorKind::corrupt},
      {200, R"({"output":[]})", ErrorKind::corrupt},
      {400, R"({"code":"InvalidParameter"})", ErrorKind::corrupt},
      {401, "", ErrorKind::refused_auth},
      {429, R"({"code":"Throttling"})", ErrorKind::rate_limited},
      {503, R"({"output":{"task_id":"t1","task_status":"FAILED"}})", ErrorKind::transient},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status);
    CAPTURE(row.body);
    CHECK(must_fail(dashscope.read_poll(answer(row.status, row.body), "t1", noon)).error.kind ==
          row.kind);
  }
}

TEST_CASE("dashscope: an upload's walk") {
  const UploadFile file = file_of(MediaType::jpeg);
  const HttpRequest ask = std::get<HttpRequest>(must(dashscope.upload(here(), file, {}, noon)));
  CHECK(ask.method == HttpMethod::get);
  CHECK(ask.url == "http://127.0.0.1:9/api/v1/uploads?action=getPolicy&model=wan2.7-r2v");
  CHECK(ask.key);

  std::vector<HttpReply> replies{answer(200, policy)};
  const HttpRequest post =
      std::get<HttpRequest>(must(dashscope.upload(here(), file, replies, noon)));
  CHECK(post.method == HttpMethod::post);
  CHECK(post.url == "https://oss.example");
  CHECK_FALSE(post.key);
  const auto& form = std::get<FormBody>(post.body);
  CHECK(form.fields == std::vector<HttpHeader>{{"OSSAccessKeyId", "LTAI"},
                                               {"Signature", "sig="},
                                               {"policy", "cG9s"},
                                               {"x-oss-object-acl", "private"},
                                               {"x-oss-forbid-overwrite", "true"},
                                               {"key", "d/x/sha256-abc.jpg"},
                                               {"success_action_status", "200"}});
  CHECK(form.file_field == "file");
  CHECK(form.file == "/tmp/maya.bin");
  CHECK(form.file_name == "sha256-abc.jpg");
  CHECK(form.content_type == "image/jpeg");

  replies.push_back(answer(200, ""));
  const Uploaded done = std::get<Uploaded>(must(dashscope.upload(here(), file, replies, noon)));
  CHECK(done.place == "oss://d/x/sha256-abc.jpg");
  CHECK_FALSE(done.is_public);
  CHECK(done.expires == Wall{noon.ns + 48 * hour_ns});
}

TEST_CASE("dashscope: names and types of files") {
  struct Row {
    MediaType type;
    const char* name;
    const char* stored;
    const char* content_type;
  };
  const Row rows[] = {
      {MediaType::png, "a", "a.png", "image/png"},
      {MediaType::png, "a.png", "a.png", "image/png"},
      {MediaType::png, ".png", ".png.png", "image/png"},
      {MediaType::webp_lossy, "a", "a.webp", "image/webp"},
      {MediaType::webp_lossless, "a", "a.webp", "image/webp"},
      {MediaType::mp4, "a.mov", "a.mov.mp4", "video/mp4"},
      {MediaType::mov, "a", "a.mov", "video/quicktime"},
      {MediaType::mp3, "a", "a.mp3", "audio/mpeg"},
      {MediaType::wav, "a", "a.wav", "audio/wav"},
  };
  const std::vector<HttpReply> replies{answer(200, policy)};
  for (const Row& row : rows) {
    const HttpRequest post = std::get<HttpRequest>(
        must(dashscope.upload(here(), file_of(row.type, row.name), replies, noon)));
    CHECK(std::get<FormBody>(post.body).file_name == row.stored);
    CHECK(std::get<FormBody>(post.body).content_type == row.content_type);
  }
  for (const MediaType type : {MediaType::flac, MediaType::unknown}) {
    const Refusal refusal = must_fail(dashscope.upload(here(), file_of(type), {}, noon));
    CHECK(refusal.error.kind == ErrorKind::campaign);
    CHECK(refusal.error.help.find("convert") != std::string::npos);
  }
}

TEST_CASE("dashscope: an upload that goes wrong") {
  struct Row {
    HttpReply first;
    std::optional<HttpReply> second;
    std::uint64_t bytes;
    ErrorKind kind;
  };
  const HttpReply granted = answer(200, policy);
  const std::uint64_t fits = 3U << 20U;
  const Row rows[] = {
      {answer(401, ""), std::nullopt, fits, ErrorKind::refused_auth},
      {answer(200, "{}"), std::nullopt, fits, ErrorKind::corrupt},
      {answer(200, policy_with("")), std::nullopt, fits, ErrorKind::corrupt},
      {answer(200, policy_with(R"(,"x_oss_forbid_overwrite":"a\r\nb")")), std::nullopt, fits,
       ErrorKind::corrupt},
      {granted, std::nullopt, fits + 1, ErrorKind::campaign},
      {granted, answer(403, "<Error><Code>AccessDenied</Code><Message>Policy expired.</Message>"),
       fits, ErrorKind::transient},
      {granted, answer(403, "<Error><Code>SignatureDoesNotMatch</Code></Error>"), fits,
       ErrorKind::corrupt},
      {granted, answer(500, ""), fits, ErrorKind::transient},
  };
  for (const Row& row : rows) {
    CAPTURE(row.first.body);
    std::vector<HttpReply> replies{row.first};
    if (row.second) {
      replies.push_back(*row.second);
    }
    UploadFile file = file_of(MediaType::png);
    file.bytes = row.bytes;
    CHECK(must_fail(dashscope.upload(here(), file, replies, noon)).error.kind == row.kind);
  }
  // A cap that is not told, or makes no sense, is none; a flag may be one.
  for (const char* cap : {"", R"(,"max_file_size_mb":0)", R"(,"max_file_size_mb":-1)",
                          R"(,"max_file_size_mb":"100")", R"(,"max_file_size_mb":1e30)"}) {
    const std::vector<HttpReply> replies{
        answer(200, policy_with(std::string(R"(,"x_oss_forbid_overwrite":true)") + cap))};
    UploadFile file = file_of(MediaType::png);
    file.bytes = 50U << 20U;
    const UploadStep step = must(dashscope.upload(here(), file, replies, noon));
    const auto& form = std::get<FormBody>(std::get<HttpRequest>(step).body);
    CHECK(form.fields[4] == HttpHeader{"x-oss-forbid-overwrite", "true"});
  }
}

TEST_CASE("dashscope: which task a submit became cannot be told") {
  CHECK_FALSE(dashscope.look_up(here(), test::sent("wan2.7-r2v"), 0));
  CHECK(must_fail(dashscope.read_look_up(answer(200, "{}"), test::sent(""))).error.kind ==
        ErrorKind::corrupt);
}

}  // namespace reshoot
