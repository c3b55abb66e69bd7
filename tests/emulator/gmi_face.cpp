// SPDX-License-Identifier: Apache-2.0
#include "emulator/gmi_face.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "emulator/gmi_payload.h"

namespace reshoot::emulator {
namespace {

using Json = nlohmann::json;

constexpr Millis presigned_life = std::chrono::seconds{899};

Delivery error(int status, const std::string& text) {
  return json_delivery(status, dumped({{"error", text}}));
}

/// What follows the base path: `/requests`; nullopt: another API's path.
std::optional<std::string_view> own_path(std::string_view path) {
  if (!path.starts_with(gmi_base_path)) {
    return std::nullopt;
  }
  return path.substr(gmi_base_path.size());
}

std::optional<std::size_t> number(std::string_view text, std::size_t usual) {
  if (text.empty()) {
    return usual;
  }
  std::size_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ptr == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::string status_word(const Job& job, Wall now) {
  switch (job.phase(now)) {
    case JobPhase::queued:
      return "queued";
    case JobPhase::running:
      return (now.ns - job.starts.ns) * 4 < job.ends.ns - job.starts.ns ? "dispatched"
                                                                        : "processing";
    case JobPhase::over:
      break;
  }
  if (job.end == JobEnd::cancelled) {
    return "cancelled";
  }
  return job.end == JobEnd::success ? "success" : "failed";
}

std::string failure_text(JobEnd end) {
  switch (end) {
    case JobEnd::refused_content:
      return "Generation rejected: the input or output violates the content policy";
    case JobEnd::rate_limited:
      return "upstream: rate limit exceeded(RPM)";
    default:
      return "worker failed";
  }
}

/// Failure text sits in several places; which one, the job's id decides.
void add_failure(Json& request, const Job& job) {
  const std::string text = failure_text(job.end);
  switch (job.id.back() % 4) {
    case 0:
      request["outcome"] = {{"error", text}};
      break;
    case 1:
      request["outcome"] = {{"error", {{"code", 400}, {"message", text}, {"status", "FAILED"}}}};
      break;
    case 2:
      request["outcome"] = {{"message", text}};
      break;
    default:
      request["error"] = text;
  }
}

/// The same for results: the current list, with the video first or second, or the older flat form.
void add_result(Json& request, const Job& job, const std::string& url) {
  if (!job.has_url) {
    request["outcome"] = Json::object();
    return;
  }
  const Json video{{"id", "0"}, {"url", url}, {"type", "video"}, {"format", "mp4"}};
  const std::string picture = url + ".jpg";
  switch (job.id.back() % 4) {
    case 0:
      request["outcome"] = {{"video_url", url}, {"thumbnail_image_url", picture}};
      break;
    case 1:
      request["outcome"] = {
          {"media_urls", {{{"id", "1"}, {"url", picture}, {"type", "image"}}, video}}};
      break;
    default:
      request["outcome"] = {{"media_urls", {video}}, {"thumbnail_image_url", picture}};
  }
}

UrlCheck uploaded_check(const Ground& ground) {
  return [&ground](const std::string& url, Medium medium) -> std::optional<std::string> {
    const StoredObject* object = ground.objects.find(url);
    if (object == nullptr || !object->bytes || !url.starts_with("http")) {
      return "is a URL that nothing was uploaded to";
    }
    if (medium_of(url) != medium) {
      return fmt::format("is a URL of no {}", name_of(medium));
    }
    return std::nullopt;
  };
}

}  // namespace

std::optional<Operation> GmiFace::operation(const EmulatedRequest& request,
                                            const Target& target) const {
  const auto path = own_path(target.path);
  if (!path) {
    return std::nullopt;
  }
  if (request.method == HttpMethod::post) {
    if (*path == "/requests") {
      return Operation::submit;
    }
    return *path == "/upload-url" ? std::optional(Operation::ticket) : std::nullopt;
  }
  if (request.method != HttpMethod::get) {
    return std::nullopt;
  }
  if (*path == "/requests") {
    return Operation::list;
  }
  if (path->starts_with("/requests/")) {
    return Operation::poll;
  }
  return path->starts_with("/models") ? std::optional(Operation::models) : std::nullopt;
}

Delivery GmiFace::answer(const FaceCall& call) {
  const AccountSettings* account = account_of(provider(), call.request);
  if (account == nullptr) {
    return error(401, "invalid api key");
  }
  switch (call.operation) {
    case Operation::submit:
      return submit(call, *account);
    case Operation::poll:
      return poll(call, *account);
    case Operation::list:
      return list(call, *account);
    case Operation::ticket:
      return upload_url(call, *account);
    default:
      return models(call);
  }
}

Delivery GmiFace::refuse(No why, int status) const {
  switch (why) {
    case No::throttled:
      return error(429, "rate limit exceeded, try again later");
    case No::content:
      return error(400, "Generation rejected: the prompt violates the content policy");
    case No::upstream_refusal:
      return error(500, "Backend error (400): upstream rejected the request");
    case No::server_error:
      break;
  }
  return error(status, "internal error");
}

Delivery GmiFace::throttled() const {
  Delivery delivery = refuse(No::throttled, 429);
  add_retry_after(delivery, ground_.settings, provider().limits.retry_after);
  return delivery;
}

Delivery GmiFace::submit(const FaceCall& call, const AccountSettings& account) {
  const auto body = json_body(ground_, call);
  if (!body) {
    return error(400, "invalid request body");
  }
  const std::string model = text_at(*body, "model");
  if (!is_gmi_model(model)) {
    return error(404, fmt::format("model '{}' not found", model));
  }
  if (!ground_.jobs.admits_submit(provider(), account.name, call.now)) {
    return throttled();
  }
  return create(call, account, *body);
}

Delivery GmiFace::create(const FaceCall& call, const AccountSettings& account, const Json& body) {
  constexpr std::array fields{FieldRule{"model", FieldKind::text, 1, 100, {}, {}, true},
                              FieldRule{"payload", FieldKind::nested, 0, 0, {}, {}, true}};
  const std::string model = text_at(body, "model");
  const UrlCheck check_url = uploaded_check(ground_);
  Problems problems;
  check_query(ground_, call, {});
  check_fields(body, fields, "", check_url, problems);
  Billable billable;
  if (problems.empty()) {
    billable =
        check_gmi_payload(model, body["payload"], check_url, lengths_of_uploads(ground_), problems);
  }
  const auto price = price_of(provider(), model, billable.resolution);
  if (problems.empty() && !price) {
    problems.add(fmt::format("no price for {} at {}", model, billable.resolution));
  }
  if (!problems.empty()) {
    note_violations(ground_, call, problems);
    return error(400, problems.texts.front());
  }
  const Millis billed =
      billable.output + (provider().bills_input_video ? billable.input_video : Millis{0});
  const std::int64_t micros = billed.count() * *price / 1000;
  if (!ground_.jobs.has_credit(account, micros)) {
    return error(402, "Insufficient credits. Please top up your balance.");
  }
  const Job& job = ground_.jobs.accept({"gmi", account.name, model, call.request.body,
                                        canonical_text(body, ground_.objects), billed, micros},
                                       provider(), call.faults, call.now);
  return json_delivery(200, dumped({{"request_id", job.id},
                                    {"model", job.model},
                                    {"status", "queued"},
                                    {"created_at", seconds_of(job.shown_created)},
                                    {"updated_at", seconds_of(job.shown_created)},
                                    {"queued_at", seconds_of(job.shown_created)}}));
}

Json GmiFace::request_json(const Job& job, Wall now) const {
  const bool started = job.phase(now) != JobPhase::queued;
  const std::int64_t created = seconds_of(job.shown_created);
  const Wall touched = std::min(now, job.ends);
  Json request{{"request_id", job.id},
               {"org_id", job.account},
               {"model", job.model},
               {"status", status_word(job, now)},
               {"payload", Json::parse(job.sent)["payload"]},
               {"outcome", nullptr},
               {"is_public", false},
               {"qworker_id", started ? "worker-1" : ""},
               {"created_at", created},
               {"queued_at", created},
               {"updated_at", created + seconds_of(touched) - seconds_of(job.created)}};
  if (job.phase(now) == JobPhase::over) {
    if (job.end == JobEnd::success) {
      add_result(request, job, result_url(ground_.settings, job));
    } else {
      add_failure(request, job);
    }
  }
  return request;
}

Delivery GmiFace::poll(const FaceCall& call, const AccountSettings& account) {
  check_query(ground_, call, {});
  if (!ground_.jobs.admits_poll(provider(), account.name, call.now)) {
    return throttled();
  }
  const std::string id(own_path(call.target.path)->substr(std::string_view("/requests/").size()));
  const Job* job = ground_.jobs.find(id);
  if (job == nullptr || job->account != account.name || job->provider != "gmi") {
    return error(404, "request not found");
  }
  ground_.jobs.note_told(*job, call.now);
  Json request = request_json(*job, call.now);
  if (call.faults.has(FaultKind::unknown_status)) {
    request["status"] = "rehydrating";
  }
  return json_delivery(200, dumped(request));
}

Delivery GmiFace::list(const FaceCall& call, const AccountSettings& account) {
  check_query(ground_, call, {"model_id", "limit", "offset"});
  const std::string_view model = call.target.value("model_id");
  const auto limit = number(call.target.value("limit"), 100);
  const auto offset = number(call.target.value("offset"), 0);
  if (model.empty() || !limit || !offset || *limit == 0 || *limit > 100) {
    note_violation(ground_, call, "model_id is missing, or limit or offset is out of range");
    return error(400, "invalid query");
  }
  const std::vector<const Job*> jobs = ground_.jobs.listed(account.name, model, call.now);
  const bool repeats = call.faults.has(FaultKind::list_repeats) && *offset > 0;
  Json page = Json::array();
  for (std::size_t i = *offset - (repeats ? 1 : 0); i < jobs.size() && i < *offset + *limit; ++i) {
    page.push_back(request_json(*jobs[i], call.now));
  }
  return json_delivery(200, dumped({{"requests", page},
                                    {"total", jobs.size()},
                                    {"has_more", *offset + *limit < jobs.size()}}));
}

Delivery GmiFace::models(const FaceCall& call) {
  check_query(ground_, call, {});
  std::string_view id = own_path(call.target.path)->substr(std::string_view("/models").size());
  if (id.empty()) {
    Json ids = Json::array();
    for (const auto& [model, prices] : provider().prices) {
      ids.push_back(model);
    }
    return json_delivery(200, dumped({{"model_ids", ids}}));
  }
  id.remove_prefix(1);
  const auto prices = provider().prices.find(std::string(id));
  if (!is_gmi_model(id) || prices == provider().prices.end()) {
    return error(404, "model not found");
  }
  std::string details;
  for (const auto& [resolution, micros] : prices->second) {
    details += fmt::format("{}: ${:.4f}/second ", resolution, static_cast<double>(micros) / 1e6);
  }
  return json_delivery(200, dumped({{"model", id},
                                    {"brief_description", ""},
                                    {"parameters", Json::array()},
                                    {"price_info",
                                     {{"price", prices->second.begin()->second},
                                      {"pricing_type", "per_second"},
                                      {"unit", "second"}}},
                                    {"pricing_details", details}}));
}

Delivery GmiFace::upload_url(const FaceCall& call, const AccountSettings& account) {
  struct TypeRow {
    std::string_view file_type;
    std::string_view content_type;
  };
  constexpr std::array<TypeRow, 6> types{{{"png", "image/png"},
                                          {"jpeg", "image/jpeg"},
                                          {"jpg", "image/jpg"},
                                          {"mp4", "video/mp4"},
                                          {"mp3", "audio/mpeg"},
                                          {"wav", "audio/wav"}}};
  constexpr std::array fields{FieldRule{"file_type", FieldKind::text, 1, 10, {}, {}, true}};
  Problems problems;
  const auto body = json_body(ground_, call);
  if (!body) {
    return error(400, "invalid request body");
  }
  check_fields(*body, fields, "", {}, problems);
  const auto type = std::find_if(types.begin(), types.end(), [&](const TypeRow& row) {
    return row.file_type == text_at(*body, "file_type");
  });
  if (type == types.end()) {
    problems.add("file_type is none of png jpeg jpg mp4 mp3 wav");
  }
  if (!problems.empty()) {
    note_violations(ground_, call, problems);
    return error(400, problems.texts.front());
  }
  StoredObject object;
  object.place = fmt::format("{}/storage/uploads/{}.{}", ground_.settings.origin,
                             ground_.ids.next(), type->file_type);
  object.account = account.name;
  object.content_type = type->content_type;
  object.signature = ground_.ids.next();
  object.put_until = after(call.now, presigned_life);
  const StoredObject& stored = ground_.objects.add(std::move(object));
  const std::string presigned =
      fmt::format("{}?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Expires={}&X-Goog-Signature={}",
                  stored.place, presigned_life.count() / 1000, stored.signature);
  return json_delivery(200, dumped({{"upload_url", presigned}, {"public_url", stored.place}}));
}

}  // namespace reshoot::emulator
