// SPDX-License-Identifier: Apache-2.0
#include "emulator/heygen_face.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "emulator/heygen_payload.h"
#include "emulator/multipart.h"
#include "emulator/storage_face.h"

namespace reshoot::emulator {
namespace {

using Json = nlohmann::json;

constexpr std::string_view videos = "/v3/videos";
constexpr std::string_view assets = "/v3/assets";
constexpr Millis key_life = std::chrono::hours{24};
constexpr Millis url_life = std::chrono::hours{1};
constexpr std::size_t largest_asset = 32U << 20U;

Delivery error(int status, std::string_view code, const std::string& text) {
  return json_delivery(
      status, dumped({{"error",
                       {{"code", code}, {"message", text}, {"param", nullptr}, {"doc_url", ""}}}}));
}

Delivery bad_request(const std::string& text) {
  return error(400, "invalid_parameter", text);
}

bool is_legal_key(std::string_view key) {
  return key.size() <= 255 && std::all_of(key.begin(), key.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                  c == '_' || c == ':' || c == '.' || c == '-';
         });
}

/// When a call is over whose answer is held back.
Wall end_of(const FaceCall& call) {
  for (const FaultKind kind : {FaultKind::hang, FaultKind::slow_start}) {
    if (const FaultRule* rule = call.faults.find(kind)) {
      return after(call.now, rule->duration);
    }
  }
  return call.now;
}

std::string status_word(const Job& job, Wall now) {
  switch (job.phase(now)) {
    case JobPhase::queued:
      return job.id.back() % 2 == 0 ? "waiting" : "pending";
    case JobPhase::running:
      return "processing";
    case JobPhase::over:
      break;
  }
  return job.end == JobEnd::success ? "completed" : "failed";
}

struct Failure {
  const char* code;
  const char* message;
};
Failure failure_of(JobEnd end) {
  switch (end) {
    case JobEnd::refused_content:
      return {"MODERATION_FAILED", "the input violates the content policy"};
    case JobEnd::rate_limited:
      return {"rate_limit_exceeded", "rate limit exceeded(RPM)"};
    default:
      return {"internal_error", "rendering failed"};
  }
}

/// Two orders for the same ask for the same, whatever they are called.
std::string canonical_of(Json body, const ObjectStore& objects) {
  body.erase("title");
  return canonical_text(body, objects);
}

}  // namespace

std::optional<Operation> HeygenFace::operation(const EmulatedRequest& request,
                                               const Target& target) const {
  if (request.method == HttpMethod::post) {
    if (target.path == videos) {
      return Operation::submit;
    }
    return target.path == assets ? std::optional(Operation::upload) : std::nullopt;
  }
  const bool is_video = target.path.starts_with(std::string(videos) + "/");
  return request.method == HttpMethod::get && is_video ? std::optional(Operation::poll)
                                                       : std::nullopt;
}

Delivery HeygenFace::answer(const FaceCall& call) {
  const AccountSettings* account = account_of_key(provider(), call.request.header("x-api-key"));
  if (account == nullptr || !call.request.header("authorization").empty()) {
    return error(401, "unauthorized", "the key is not known");
  }
  check_query(ground_, call, {});
  switch (call.operation) {
    case Operation::submit:
      return submit(call, *account);
    case Operation::upload:
      return upload(call, *account);
    default:
      return poll(call, *account);
  }
}

Delivery HeygenFace::refuse(No why, int status) const {
  switch (why) {
    case No::throttled:
      return error(429, "rate_limit_exceeded", "too many requests");
    case No::content:
      return error(400, "content_policy", "the script violates the content policy");
    case No::upstream_refusal:
    case No::server_error:
      break;
  }
  return error(status, "internal_error", "try again");
}

Delivery HeygenFace::throttled() const {
  Delivery delivery = refuse(No::throttled, 429);
  add_retry_after(delivery, ground_.settings, provider().limits.retry_after);
  return delivery;
}

UrlCheck HeygenFace::asset_check(const AccountSettings& account) const {
  return [this, &account](const std::string& id, Medium medium) -> std::optional<std::string> {
    const StoredObject* object = ground_.objects.find(id);
    if (object == nullptr || object->account != account.name || !object->bytes) {
      return "is no asset";
    }
    if (!object->content_type.starts_with(name_of(medium))) {
      return fmt::format("is no {}", name_of(medium));
    }
    return std::nullopt;
  };
}

/// The first answer to a key is given again, whatever the body.
Delivery HeygenFace::submit(const FaceCall& call, const AccountSettings& account) {
  const std::string key(call.request.header("idempotency-key"));
  if (!is_legal_key(key)) {
    note_violation(ground_, call, "the Idempotency-Key has characters that it may not have");
    return bad_request("Idempotency-Key is malformed");
  }
  const std::string name = account.name + " " + key;
  const auto known = known_.find(name);
  if (known != known_.end() && call.now < known->second.until) {
    return call.now < known->second.answered
               ? error(409, "request_in_progress", "the first request is being answered")
               : known->second.answer;
  }
  Delivery made = create(call, account);
  if (!key.empty() && made.status == 200) {
    known_[name] = {made, end_of(call), after(call.now, key_life)};
  }
  return made;
}

Delivery HeygenFace::create(const FaceCall& call, const AccountSettings& account) {
  const auto body = json_body(ground_, call);
  if (!body) {
    return bad_request("invalid request body");
  }
  Problems problems;
  const HeygenVideo video = check_heygen_body(*body, asset_check(account), problems);
  const auto price = price_of(provider(), video.engine, video.resolution);
  if (problems.empty() && !price) {
    problems.add(fmt::format("no price for {} at {}", video.engine, video.resolution));
  }
  if (!problems.empty()) {
    note_violations(ground_, call, problems);
    return bad_request(problems.texts.front());
  }
  if (!ground_.jobs.admits_submit(provider(), account.name, call.now)) {
    return throttled();
  }
  const std::int64_t micros = video.speech.count() * *price / 1000;
  if (!ground_.jobs.has_credit(account, micros)) {
    return error(402, "insufficient_credit", "the wallet is empty");
  }
  const Job& job = ground_.jobs.accept({"heygen", account.name, video.engine, call.request.body,
                                        canonical_of(*body, ground_.objects), video.speech, micros},
                                       provider(), call.faults, call.now);
  return json_delivery(
      200,
      dumped({{"data", {{"video_id", job.id}, {"status", "waiting"}, {"output_format", "mp4"}}}}));
}

Delivery HeygenFace::poll(const FaceCall& call, const AccountSettings& account) {
  if (!ground_.jobs.admits_poll(provider(), account.name, call.now)) {
    return throttled();
  }
  const Job* job = ground_.jobs.find(call.target.path.substr(videos.size() + 1));
  if (job == nullptr || job->account != account.name || job->provider != "heygen") {
    return error(404, "not_found", "no such video");
  }
  ground_.jobs.note_told(*job, call.now);
  Json data{{"id", job->id},
            {"status", status_word(*job, call.now)},
            {"title", text_at(Json::parse(job->sent), "title")},
            {"created_at", seconds_of(job->shown_created)},
            {"video_url", nullptr},
            {"failure_code", nullptr},
            {"failure_message", nullptr}};
  if (job->phase(call.now) == JobPhase::over) {
    if (job->end != JobEnd::success) {
      const Failure failure = failure_of(job->end);
      data["failure_code"] = failure.code;
      data["failure_message"] = failure.message;
    } else if (job->has_url) {
      data["video_url"] = signed_result_url(ground_.settings, *job, after(call.now, url_life));
      data["duration"] = static_cast<double>(job->billed.count()) / 1000;
    }
  }
  if (call.faults.has(FaultKind::unknown_status)) {
    data["status"] = "rehearsing";
  }
  return json_delivery(200, dumped({{"data", data}}));
}

Delivery HeygenFace::upload(const FaceCall& call, const AccountSettings& account) {
  const auto parts = read_form(call.request.header("content-type"), call.request.body);
  if (!parts || parts->size() != 1 || parts->front().name != "file" ||
      parts->front().file_name.empty()) {
    note_violation(ground_, call, "the body is no form with one file");
    return bad_request("file is missing");
  }
  const FormPart& part = parts->front();
  const bool is_known = part.content_type == "image/png" || part.content_type == "image/jpeg" ||
                        part.content_type == "audio/mpeg" || part.content_type == "audio/wav" ||
                        part.content_type == "video/mp4";
  if (!is_known || part.value.size() > largest_asset) {
    note_violation(ground_, call, "a file of a type or size that is not taken");
    return bad_request("the file is not supported");
  }
  StoredObject object;
  object.place = ground_.ids.next();
  object.account = account.name;
  object.content_type = part.content_type;
  StoredObject& stored = ground_.objects.add(std::move(object));
  ground_.objects.put(stored, part.value);
  return json_delivery(
      200, dumped({{"data",
                    {{"asset_id", stored.place},
                     {"url", fmt::format("{}/heygen/{}", ground_.settings.origin, stored.place)},
                     {"mime_type", part.content_type},
                     {"size_bytes", part.value.size()}}}}));
}

}  // namespace reshoot::emulator
