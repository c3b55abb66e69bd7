// SPDX-License-Identifier: Apache-2.0
#include "provider/gmi.h"

#include <doctest/doctest.h>

#include "support.h"

namespace reshoot {
namespace {

using test::answer;
using test::must;
using test::must_fail;
using test::noon;

const Adapter& gmi = gmi_adapter();

Account here() {
  return test::account("gmi", "http://127.0.0.1:9/q");
}

std::string shown(const JobState& state) {
  if (const auto* const done = std::get_if<JobDone>(&state)) {
    return "done " + done->url;
  }
  if (const auto* const failed = std::get_if<JobFailed>(&state)) {
    return "failed " + failed->error.message;
  }
  return "running " + std::get<JobRunning>(state).status;
}

JobState polled(std::string body) {
  return must(gmi.read_poll(answer(200, std::move(body)), "r1", noon));
}

/// A poll's answer of a job that succeeded.
std::string success(const std::string& outcome) {
  return R"({"request_id":"r1","status":"success","outcome":)" + outcome + "}";
}

UploadFile file_of(MediaType type) {
  return {"/tmp/maya.bin", type, 1000, "sha256-abc", "wan2.7-r2v"};
}

constexpr const char* grant =
    R"({"upload_url":"https://s.example/up?sig=1","public_url":"https://s.example/pub.png"})";

}  // namespace

TEST_CASE("gmi: the submit as it goes out") {
  Account account = here();
  const HttpRequest request = must(gmi.submit(account, test::order("wan2.7-r2v")));
  CHECK(request.method == HttpMethod::post);
  CHECK(request.url == "http://127.0.0.1:9/q/requests");
  CHECK(request.headers == std::vector<HttpHeader>{{"Content-Type", "application/json"}});
  REQUIRE(request.key);
  CHECK(request.key->name == "Authorization");
  CHECK(request.key->prefix == "Bearer ");
  CHECK(request.key->key == account.key);
  CHECK(test::body_text(request).find("planted-secret") == std::string::npos);

  account.organization = "org-7";
  CHECK(must(gmi.submit(account, test::order("wan2.7-r2v"))).headers.front() ==
        HttpHeader{"X-Organization-ID", "org-7"});
  CHECK(must_fail(gmi.submit(account, test::order("nobody"))).kind == ErrorKind::campaign);
}

TEST_CASE("gmi: an accepted submit") {
  struct Row {
    int status;
    const char* body;
    const char* job;
    const char* state;
  };
  const Row rows[] = {
      {200, R"({"request_id":"8d2f","model":"m","status":"queued","created_at":1790000000})",
       "8d2f", "running queued"},
      {201, R"({"id":"8d2f","status":"created"})", "8d2f", "running created"},
      {200, R"({"request_id":"8d2f"})", "8d2f", "running "},
      {200, R"({"request_id":17,"status":"queued"})", "17", "running queued"},
      {200, R"({"request_id":null,"id":"x","status":"queued"})", "x", "running queued"},
      {200, R"({"request_id":"8d2f","status":"success","outcome":{"video_url":"https://s/v.mp4"}})",
       "8d2f", "done https://s/v.mp4"},
      {200, R"({"request_id":"8d2f","status":"failed","error":"no"})", "8d2f",
       "failed GMI Cloud made no clip: no"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.body);
    const Accepted accepted = must(gmi.read_submit(answer(row.status, row.body), noon));
    CHECK(accepted.job == row.job);
    CHECK(shown(accepted.state) == row.state);
  }
}

TEST_CASE("gmi: a submit that was refused, or nobody knows") {
  struct Row {
    int status;
    const char* body;
    ErrorKind kind;
    const char* says;
  };
  using K = ErrorKind;
  const Row rows[] = {
      {200, "", K::in_doubt, "no clear answer"},
      {200, "{}", K::in_doubt, "no clear answer"},
      {200, R"({"error":"busy"})", K::in_doubt, "busy"},
      {200, R"({"request_id":"../x"})", K::in_doubt, ""},
      {200, R"({"request_id":"8d2f","status")", K::in_doubt, ""},
      {400, R"({"error":"duration must be an integer"})", K::campaign, "duration must be"},
      {400, R"({"message":"blocked by content policy"})", K::refused_content, "content policy"},
      {400, R"({"detail":{"code":1042,"message":"no price"}})", K::campaign, "1042: no price"},
      {401, R"({"error":"unauthorized"})", K::refused_auth, "refused the key"},
      {402, R"({"error":"Insufficient credits: top up"})", K::refused_auth, "no credit left"},
      {403, "", K::refused_auth, "refused the key"},
      {404, R"({"error":"model not found"})", K::campaign, "does not know the model"},
      {429, R"({"error":"slow"})", K::rate_limited, "slow down"},
      // C: nothing was created and nothing charged.
      {500, R"({"error":"Backend error (400): bad ratio"})", K::campaign, "bad ratio"},
      {500, R"j({"error":"Backend error (403)"})j", K::campaign, "(403)"},
      {500, R"({"error":"Backend error (400): Generation rejected"})", K::refused_content,
       "rejected"},
      {500, R"j({"error":"Backend error (500)"})j", K::in_doubt, ""},
      {500, R"j({"error":"Backend error (429)"})j", K::in_doubt, ""},
      {502, R"j({"error":"Backend error (400)"})j", K::in_doubt, ""},
      {502, "<html>Bad Gateway</html>", K::in_doubt, "HTTP 502"},
      {503, R"({"request_id":"8d2f"})", K::in_doubt, ""},
      {504, "", K::in_doubt, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status);
    CAPTURE(row.body);
    const Refusal refusal = must_fail(gmi.read_submit(answer(row.status, row.body), noon));
    CHECK(refusal.error.kind == row.kind);
    CHECK(refusal.error.message.find(row.says) != std::string::npos);
  }
}

TEST_CASE("gmi: a poll as it goes out") {
  const HttpRequest request = gmi.poll(here(), "8d2f/../x");
  CHECK(request.method == HttpMethod::get);
  CHECK(request.url == "http://127.0.0.1:9/q/requests/8d2f%2F..%2Fx");
  CHECK(request.key);
}

TEST_CASE("gmi: all words of a status") {
  for (const char* word : {"created", "queued", "dispatched", "processing", "thinking"}) {
    CHECK(shown(polled(std::string(R"({"request_id":"r1","status":")") + word + "\"}")) ==
          std::string("running ") + word);
  }
  for (const char* word : {"cancelled", "canceled"}) {
    CHECK(shown(polled(std::string(R"({"request_id":"r1","status":")") + word + "\"}")) ==
          "failed the job was cancelled at GMI Cloud");
  }
  CHECK(shown(polled(R"({"status":"SUCCESS","outcome":{"video_url":"https://s/v.mp4"}})")) ==
        "done https://s/v.mp4");
}

TEST_CASE("gmi: all shapes of an outcome") {
  struct Row {
    const char* outcome;
    const char* url;
  };
  const Row rows[] = {
      {R"({"media_urls":[{"id":"1","url":"https://s/v.mp4?x=1"}]})", "https://s/v.mp4?x=1"},
      {R"({"media_urls":[{"url":"https://s/t.png"},{"url":"https://s/v","type":"video"}]})",
       "https://s/v"},
      {R"({"media_urls":[{"url":"https://s/a","type":"image"},{"url":"https://s/b","format":"mp4"}]})",
       "https://s/b"},
      {R"({"media_urls":[{"url":"https://s/t.png"}],"video_url":"https://s/v.mp4"})",
       "https://s/v.mp4"},
      {R"({"media_urls":[{"url":"https://s/opaque"}],"video_url":"https://s/v.mp4"})",
       "https://s/v.mp4"},
      {R"({"media_urls":[{"url":"https://s/opaque"}]})", "https://s/opaque"},
      {R"({"media_urls":["https://s/v.mp4"]})", "https://s/v.mp4"},
      {R"({"video_url":"https://s/v","thumbnail_image_url":"https://s/t.png"})", "https://s/v"},
      {R"({"medias":[{"url":"https://s/t.jpg"},{"url":"https://s/v.MP4"}]})", "https://s/v.MP4"},
      {R"({"media_urls":[null,7,{},{"url":5}],"medias":[{"url":"https://s/o"}]})", "https://s/o"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.outcome);
    const JobState state = polled(success(row.outcome));
    CHECK(shown(state) == std::string("done ") + row.url);
    CHECK_FALSE(std::get<JobDone>(state).expires);
    CHECK_FALSE(std::get<JobDone>(state).cost);
  }
}

TEST_CASE("gmi: a success without a clip is an error of its own") {
  for (const char* outcome :
       {"null", "{}", "[]", "\"https://s/v.mp4\"", R"({"media_urls":[]})",
        R"({"media_urls":{"url":"https://s/v.mp4"}})", R"({"video_url":""})",
        R"({"media_urls":[{"url":"https://s/t.png"}]})", R"({"image_url":"https://s/t"})"}) {
    CAPTURE(outcome);
    const JobState state = polled(success(outcome));
    const auto* const failed = std::get_if<JobFailed>(&state);
    REQUIRE(failed != nullptr);
    CHECK(failed->error.kind == ErrorKind::corrupt);
    CHECK(failed->error.message.find("names no video") != std::string::npos);
  }
}

TEST_CASE("gmi: the places where a failure's text sits") {
  struct Row {
    const char* fields;
    ErrorKind kind;
    const char* message;
  };
  const Row rows[] = {
      {R"j("outcome":{"error":"rate limit exceeded(RPM)"})j", ErrorKind::rate_limited,
       "GMI Cloud made no clip: rate limit exceeded(RPM)"},
      {R"("outcome":{"error":{"code":"E7","message":"Generation rejected","status":400}})",
       ErrorKind::refused_content, "GMI Cloud made no clip: E7: Generation rejected"},
      {R"("outcome":{"error":{"code":503,"message":"worker died"}})", ErrorKind::transient,
       "GMI Cloud made no clip: 503: worker died"},
      {R"("outcome":{"error":null,"message":"a"})", ErrorKind::transient,
       "GMI Cloud made no clip: a"},
      {R"("outcome":{},"error":"b")", ErrorKind::transient, "GMI Cloud made no clip: b"},
      {R"("error":{"message":"c"})", ErrorKind::transient, "GMI Cloud made no clip: c"},
      {R"("error_message":"d")", ErrorKind::transient, "GMI Cloud made no clip: d"},
      {R"("reason":"e https://s/x?sig=1")", ErrorKind::transient,
       "GMI Cloud made no clip: e https://s/x"},
      {R"("outcome":[])", ErrorKind::transient, "GMI Cloud made no clip and gave no reason"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.fields);
    const JobState state =
        polled(std::string(R"({"request_id":"r1","status":"failed",)") + row.fields + "}");
    REQUIRE(std::holds_alternative<JobFailed>(state));
    CHECK(std::get<JobFailed>(state).error.kind == row.kind);
    CHECK(std::get<JobFailed>(state).error.message == row.message);
  }
}

TEST_CASE("gmi: a poll's refusal is about the question") {
  struct Row {
    int status;
    const char* body;
    ErrorKind kind;
  };
  const Row rows[] = {
      {200, "", ErrorKind::corrupt},
      {200, "{}", ErrorKind::corrupt},
      {200, R"({"status":5})", ErrorKind::corrupt},
      {200, R"({"request_id":"other","status":"success"})", ErrorKind::corrupt},
      {401, "", ErrorKind::refused_auth},
      {404, "", ErrorKind::corrupt},
      {429, "", ErrorKind::rate_limited},
      {500, R"j({"error":"Backend error (400)"})j", ErrorKind::transient},
      {503, R"({"request_id":"r1","status":"failed"})", ErrorKind::transient},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status);
    CAPTURE(row.body);
    CHECK(must_fail(gmi.read_poll(answer(row.status, row.body), "r1", noon)).error.kind ==
          row.kind);
  }
}

TEST_CASE("gmi: an upload's walk") {
  const UploadFile file = file_of(MediaType::jpeg);
  const HttpRequest ask = std::get<HttpRequest>(must(gmi.upload(here(), file, {}, noon)));
  CHECK(ask.method == HttpMethod::post);
  CHECK(ask.url == "http://127.0.0.1:9/q/upload-url");
  CHECK(test::body_text(ask) == R"({"file_type":"jpeg"})");
  CHECK(ask.key);

  std::vector<HttpReply> replies{answer(200, grant)};
  const HttpRequest put = std::get<HttpRequest>(must(gmi.upload(here(), file, replies, noon)));
  CHECK(put.method == HttpMethod::put);
  CHECK(put.url == "https://s.example/up?sig=1");
  CHECK_FALSE(put.key);
  CHECK(put.headers == std::vector<HttpHeader>{{"Content-Type", "image/jpeg"}});
  CHECK(std::get<FileBody>(put.body).file == "/tmp/maya.bin");

  replies.push_back(answer(200, ""));
  const Uploaded done = std::get<Uploaded>(must(gmi.upload(here(), file, replies, noon)));
  CHECK(done.place == "https://s.example/pub.png");
  CHECK(done.is_public);
  CHECK_FALSE(done.expires);
}

TEST_CASE("gmi: the type of each file, and files that it does not take") {
  struct Row {
    MediaType type;
    const char* file_type;
    const char* content_type;
  };
  const Row rows[] = {
      {MediaType::png, "png", "image/png"}, {MediaType::jpeg, "jpeg", "image/jpeg"},
      {MediaType::mp4, "mp4", "video/mp4"}, {MediaType::mp3, "mp3", "audio/mpeg"},
      {MediaType::wav, "wav", "audio/wav"},
  };
  const std::vector<HttpReply> granted{answer(200, grant)};
  for (const Row& row : rows) {
    const UploadFile file = file_of(row.type);
    CHECK(test::body_text(std::get<HttpRequest>(must(gmi.upload(here(), file, {}, noon)))) ==
          std::string(R"({"file_type":")") + row.file_type + "\"}");
    CHECK(std::get<HttpRequest>(must(gmi.upload(here(), file, granted, noon))).headers ==
          std::vector<HttpHeader>{{"Content-Type", row.content_type}});
  }
  const std::pair<MediaType, const char*> refused[] = {
      {MediaType::webp_lossy, "PNG or JPEG"},
      {MediaType::webp_lossless, "PNG or JPEG"},
      {MediaType::mov, "MP4"},
      {MediaType::flac, "WAV or MP3"},
      {MediaType::unknown, "convert"},
  };
  for (const auto& [type, help] : refused) {
    const Refusal refusal = must_fail(gmi.upload(here(), file_of(type), {}, noon));
    CHECK(refusal.error.kind == ErrorKind::campaign);
    CHECK(refusal.error.message.find("maya.bin") != std::string::npos);
    CHECK(refusal.error.help.find(help) != std::string::npos);
  }
}

TEST_CASE("gmi: an upload that goes wrong") {
  const UploadFile file = file_of(MediaType::png);
  struct Row {
    HttpReply first;
    std::optional<HttpReply> second;
    ErrorKind kind;
  };
  const HttpReply granted = answer(200, grant);
  const Row rows[] = {
      {answer(401, ""), std::nullopt, ErrorKind::refused_auth},
      {answer(500, ""), std::nullopt, ErrorKind::transient},
      {answer(200, "{}"), std::nullopt, ErrorKind::corrupt},
      {answer(200, R"({"upload_url":"https://s/u"})"), std::nullopt, ErrorKind::corrupt},
      {granted, answer(403, "<Error><Code>SignatureDoesNotMatch</Code></Error>"),
       ErrorKind::corrupt},
      {granted, answer(400, "<Error><Code>ExpiredToken</Code></Error>"), ErrorKind::transient},
      {granted, answer(503, ""), ErrorKind::transient},
  };
  for (const Row& row : rows) {
    std::vector<HttpReply> replies{row.first};
    if (row.second) {
      replies.push_back(*row.second);
    }
    CHECK(must_fail(gmi.upload(here(), file, replies, noon)).error.kind == row.kind);
  }
}

TEST_CASE("gmi: a look-up asks page by page") {
  const std::optional<HttpRequest> first = gmi.look_up(here(), test::sent("wan2.7-r2v"), 0);
  REQUIRE(first);
  CHECK(first->method == HttpMethod::get);
  CHECK(first->url == "http://127.0.0.1:9/q/requests?model_id=wan2.7-r2v&limit=100&offset=0");
  CHECK(gmi.look_up(here(), test::sent("a b"), 3)->url ==
        "http://127.0.0.1:9/q/requests?model_id=a%20b&limit=100&offset=300");
}

TEST_CASE("gmi: a look-up finds the jobs that carry what was sent") {
  const SentOrder sent =
      test::sent("m", R"({"model":"m","payload":{"prompt":"p","duration":5,"l":["a","b"]}})");
  const auto job = [](const std::string& id, const std::string& fields) {
    return R"({"request_id":")" + id + R"(","created_at":1790000000,)" + fields + "}";
  };
  const std::string list =
      R"({"requests":[)" +
      job("same", R"("model":"m","payload":{"l":["a","b"],"duration":5.0,"prompt":"p","x":1})") +
      "," + job("seed", R"("model":"m","payload":{"prompt":"p","duration":6,"l":["a","b"]})") +
      "," + job("model", R"("model":"n","payload":{"prompt":"p","duration":5,"l":["a","b"]})") +
      "," + job("less", R"("model":"m","payload":{"prompt":"p","duration":5})") + "," +
      job("none", R"("model":"m")") + "," +
      R"({"model":"m","payload":{"prompt":"p","duration":5,"l":["a","b"]}},7,null],"total":9)";
  const LookUpPage page = must(gmi.read_look_up(answer(200, list + R"(,"has_more":true})"), sent));
  REQUIRE(page.matches.size() == 1);
  CHECK(page.matches[0].job == "same");
  CHECK(page.matches[0].created == noon);
  CHECK(page.more);
  CHECK_FALSE(must(gmi.read_look_up(answer(200, list + R"(,"has_more":false})"), sent)).more);
  CHECK_FALSE(must(gmi.read_look_up(answer(200, list + "}"), sent)).more);
  CHECK_FALSE(must(gmi.read_look_up(answer(200, R"({"requests":[],"has_more":true})"), sent)).more);

  std::string full = R"({"requests":[0)";
  for (int i = 1; i < 100; ++i) {
    full += ",0";
  }
  CHECK(must(gmi.read_look_up(answer(200, full + "]}"), sent)).more);

  for (const char* no_body : {"", "[]", "{}", R"({"model":"m"})", "not json"}) {
    CHECK(
        must(gmi.read_look_up(answer(200, list + "}"), test::sent("m", no_body))).matches.empty());
  }
}

TEST_CASE("gmi: a look-up without a list is no empty list") {
  for (const auto& [status, kind] :
       {std::pair{200, ErrorKind::corrupt}, std::pair{404, ErrorKind::corrupt},
        std::pair{401, ErrorKind::refused_auth}, std::pair{503, ErrorKind::transient},
        std::pair{429, ErrorKind::rate_limited}}) {
    CHECK(must_fail(gmi.read_look_up(answer(status, "{}"), test::sent(""))).error.kind == kind);
  }
}

}  // namespace reshoot
