// SPDX-License-Identifier: Apache-2.0
#include "emulator/dashscope_face.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "emulator/dashscope_payload.h"

namespace reshoot::emulator {
namespace {

using Json = nlohmann::json;

constexpr std::string_view synthesis = "/api/v1/services/aigc/video-generation/video-synthesis";
constexpr std::string_view tasks = "/api/v1/tasks/";
constexpr std::string_view uploads = "/api/v1/uploads";
constexpr std::string_view cancel_tail = "/cancel";
constexpr Millis policy_life = std::chrono::seconds{300};

std::string status_word(const Job& job, Wall now) {
  switch (job.phase(now)) {
    case JobPhase::queued:
      return "PENDING";
    case JobPhase::running:
      return "RUNNING";
    case JobPhase::over:
      break;
  }
  if (job.end == JobEnd::cancelled) {
    return "CANCELED";
  }
  return job.end == JobEnd::success ? "SUCCEEDED" : "FAILED";
}

/// `2026-11-20 09:30:00.000`
std::string time_text(Wall time) {
  std::string text = time.iso();
  std::replace(text.begin(), text.end(), 'T', ' ');
  text.pop_back();
  return text + fmt::format(".{:03}", millis_of(time) % 1000);
}

void add_failure(Json& output, JobEnd end) {
  switch (end) {
    case JobEnd::refused_content:
      output["code"] = "DataInspectionFailed";
      output["message"] = "Output data may contain inappropriate content.";
      return;
    case JobEnd::rate_limited:
      output["code"] = "Throttling.RateQuota";
      output["message"] = "upstream: rate limit exceeded(RPM)";
      return;
    default:
      output["code"] = "InternalError";
      output["message"] = "The task failed.";
  }
}

double seconds_of(Millis time) {
  return static_cast<double>(time.count()) / 1000;
}

std::optional<std::size_t> number(std::string_view text, std::size_t usual) {
  if (text.empty()) {
    return usual;
  }
  std::size_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ptr == text.data() + text.size() && value > 0 ? std::optional(value) : std::nullopt;
}

bool is_time(std::string_view text) {
  return text.empty() || (text.size() == 14 && text.find_first_not_of("0123456789") == text.npos);
}

/// `20261120093000`
std::string compact_time(Wall time) {
  std::string text = time.iso();
  std::erase_if(text, [](char c) { return c < '0' || c > '9'; });
  return text;
}

}  // namespace

std::optional<Operation> DashscopeFace::operation(const EmulatedRequest& request,
                                                  const Target& target) const {
  const std::string_view path = target.path;
  if (request.method == HttpMethod::post) {
    if (path == synthesis) {
      return Operation::submit;
    }
    return path.starts_with(tasks) && path.ends_with(cancel_tail) ? std::optional(Operation::cancel)
                                                                  : std::nullopt;
  }
  if (request.method != HttpMethod::get) {
    return std::nullopt;
  }
  if (path == uploads) {
    return Operation::ticket;
  }
  if (path == tasks || path == tasks.substr(0, tasks.size() - 1)) {
    return Operation::list;
  }
  return path.starts_with(tasks) ? std::optional(Operation::poll) : std::nullopt;
}

Delivery DashscopeFace::answer(const FaceCall& call) {
  const AccountSettings* account = account_of(provider(), call.request);
  if (account == nullptr) {
    return error(401, "InvalidApiKey", "Invalid API-key provided.");
  }
  if (call.operation == Operation::submit) {
    return submit(call, *account);
  }
  if (call.operation == Operation::ticket) {
    return policy(call, *account);
  }
  if (!ground_.jobs.admits_poll(provider(), account->name, call.now)) {
    return throttled();
  }
  switch (call.operation) {
    case Operation::list:
      return list(call, *account);
    case Operation::cancel:
      return cancel(call, *account);
    default:
      return task(call, *account);
  }
}

Delivery DashscopeFace::reply(int status, Json body) const {
  body["request_id"] = ground_.ids.next();
  return json_delivery(status, dumped(body));
}

Delivery DashscopeFace::error(int status, std::string_view code, const std::string& message) const {
  return reply(status, {{"code", code}, {"message", message}});
}

Delivery DashscopeFace::refuse(No why, int status) const {
  switch (why) {
    case No::throttled:
      return error(429, "Throttling.RateQuota",
                   "Requests rate limit exceeded, please try again later.");
    case No::content:
      return error(400, "DataInspectionFailed", "Input data may contain inappropriate content.");
    case No::upstream_refusal:
      return error(500, "InternalError.Algo", "Backend error (400)");
    case No::server_error:
      break;
  }
  return error(status, "InternalError", "An internal error has occurred, please try again later.");
}

Delivery DashscopeFace::throttled() const {
  Delivery delivery = refuse(No::throttled, 429);
  add_retry_after(delivery, ground_.settings, provider().limits.retry_after);
  return delivery;
}

Delivery DashscopeFace::submit(const FaceCall& call, const AccountSettings& account) {
  if (call.request.header("x-dashscope-async") != "enable") {
    note_violation(ground_, call, "X-DashScope-Async: enable is missing");
    return error(403, "AccessDenied", "current user api does not support synchronous calls.");
  }
  const auto body = json_body(ground_, call);
  if (!body) {
    return error(400, "InvalidParameter", "the body is no JSON object");
  }
  if (!is_dashscope_model(text_at(*body, "model"))) {
    return error(400, "InvalidParameter", "Model not exist.");
  }
  if (!ground_.jobs.admits_submit(provider(), account.name, call.now)) {
    return throttled();
  }
  return create(call, account, *body);
}

UrlCheck DashscopeFace::url_check(const FaceCall& call, const AccountSettings& account,
                                  const std::string& model) const {
  return [this, &call, &account, model](const std::string& url,
                                        Medium medium) -> std::optional<std::string> {
    const StoredObject* object = ground_.objects.find(url);
    if (object == nullptr || !object->bytes || !url.starts_with("oss://")) {
      return "is a URL that nothing was uploaded to";
    }
    if (call.request.header("x-dashscope-ossresourceresolve") != "enable") {
      return "needs the header X-DashScope-OssResourceResolve: enable";
    }
    if (object->account != account.name || object->model != model) {
      return "was uploaded for another account or model";
    }
    if (object->expires && call.now >= *object->expires) {
      return "has expired";
    }
    if (medium_of(url) != medium) {
      return fmt::format("is a URL of no {}", name_of(medium));
    }
    return std::nullopt;
  };
}

Delivery DashscopeFace::create(const FaceCall& call, const AccountSettings& account,
                               const Json& body) {
  const std::string model = text_at(body, "model");
  Problems problems;
  check_query(ground_, call, {});
  const Billable billable = check_dashscope_body(model, body, url_check(call, account, model),
                                                 lengths_of_uploads(ground_), problems);
  const auto price = price_of(provider(), model, billable.resolution);
  if (problems.empty() && !price) {
    problems.add(fmt::format("no price for {} at {}", model, billable.resolution));
  }
  if (!problems.empty()) {
    note_violations(ground_, call, problems);
    return error(400, "InvalidParameter", problems.texts.front());
  }
  const Millis billed =
      billable.output + (provider().bills_input_video ? billable.input_video : Millis{0});
  const std::int64_t micros = billed.count() * *price / 1000;
  if (!ground_.jobs.has_credit(account, micros)) {
    return error(400, "Arrearage",
                 "Access denied, please make sure your account is in good standing.");
  }
  const Job& job = ground_.jobs.accept({"dashscope", account.name, model, call.request.body,
                                        canonical_text(body, ground_.objects), billed, micros},
                                       provider(), call.faults, call.now);
  return reply(200, {{"output", {{"task_id", job.id}, {"task_status", "PENDING"}}}});
}

const Job* DashscopeFace::own_job(const std::string& id, const AccountSettings& account,
                                  Wall now) const {
  const Job* job = ground_.jobs.find(id);
  const auto life = provider().result_life;
  if (job == nullptr || job->account != account.name || job->provider != "dashscope" ||
      (life && now >= after(job->ends, *life))) {
    return nullptr;
  }
  return job;
}

Delivery DashscopeFace::task(const FaceCall& call, const AccountSettings& account) {
  check_query(ground_, call, {});
  const std::string id = call.target.path.substr(tasks.size());
  const Job* job = own_job(id, account, call.now);
  if (job == nullptr) {
    return reply(200, {{"output", {{"task_id", id}, {"task_status", "UNKNOWN"}}}});
  }
  ground_.jobs.note_told(*job, call.now);
  const Millis skew{millis_of(job->shown_created) - millis_of(job->created)};
  Json output{{"task_id", id},
              {"task_status", status_word(*job, call.now)},
              {"submit_time", time_text(job->shown_created)},
              {"orig_prompt", text_at(Json::parse(job->sent)["input"], "prompt")}};
  Json body = Json::object();
  if (job->phase(call.now) != JobPhase::queued) {
    output["scheduled_time"] = time_text(after(job->starts, skew));
  }
  if (job->phase(call.now) == JobPhase::over) {
    output["end_time"] = time_text(after(job->ends, skew));
    if (job->end != JobEnd::success) {
      add_failure(output, job->end);
    } else {
      if (job->has_url) {
        output["video_url"] = result_url(ground_.settings, *job);
      }
      body["usage"] = {{"duration", seconds_of(job->billed)}, {"video_count", 1}};
    }
  }
  if (call.faults.has(FaultKind::unknown_status)) {
    output["task_status"] = "REHYDRATING";
  }
  body["output"] = output;
  return reply(200, body);
}

Delivery DashscopeFace::list(const FaceCall& call, const AccountSettings& account) {
  check_query(ground_, call,
              {"start_time", "end_time", "model_name", "status", "page_no", "page_size", "region",
               "api_key_id", "task_id"});
  const std::string_view from = call.target.value("start_time");
  const std::string_view until = call.target.value("end_time");
  const auto page = number(call.target.value("page_no"), 1);
  const auto size = number(call.target.value("page_size"), 10);
  if (!is_time(from) || !is_time(until) || !page || !size || *size > 100) {
    note_violation(ground_, call, "a time is not YYYYMMDDhhmmss, or a page is out of range");
    return error(400, "InvalidParameter", "invalid query");
  }
  std::vector<const Job*> jobs =
      ground_.jobs.listed(account.name, call.target.value("model_name"), call.now);
  std::erase_if(jobs, [&](const Job* job) {
    const std::string created = compact_time(job->shown_created);
    const std::string_view status = call.target.value("status");
    return (!from.empty() && created < from) || (!until.empty() && created > until) ||
           (!status.empty() && status_word(*job, call.now) != status) ||
           own_job(job->id, account, call.now) == nullptr;
  });
  const std::size_t begin = (*page - 1) * *size;
  const bool repeats = call.faults.has(FaultKind::list_repeats) && begin > 0;
  Json data = Json::array();
  for (std::size_t i = begin - (repeats ? 1 : 0); i < jobs.size() && i < begin + *size; ++i) {
    data.push_back({{"api_key_id", "1"},
                    {"caller_parent_id", "1"},
                    {"caller_uid", "1"},
                    {"gmt_create", millis_of(jobs[i]->shown_created)},
                    {"model_name", jobs[i]->model},
                    {"region", "ap-southeast-1"},
                    {"status", status_word(*jobs[i], call.now)},
                    {"task_id", jobs[i]->id}});
  }
  return reply(200, {{"total", jobs.size()},
                     {"data", data},
                     {"total_page", (jobs.size() + *size - 1) / *size},
                     {"page_no", *page},
                     {"page_size", *size}});
}

Delivery DashscopeFace::cancel(const FaceCall& call, const AccountSettings& account) {
  std::string id = call.target.path.substr(tasks.size());
  id.resize(id.size() - std::min(id.size(), cancel_tail.size()));
  if (own_job(id, account, call.now) == nullptr || !ground_.jobs.cancel(id, call.now)) {
    return error(400, "UnsupportedOperation", "Only a task that is PENDING can be canceled.");
  }
  return reply(200, Json::object());
}

Delivery DashscopeFace::policy(const FaceCall& call, const AccountSettings& account) {
  check_query(ground_, call, {"action", "model"});
  const std::string model(call.target.value("model"));
  if (call.target.value("action") != "getPolicy" || !is_dashscope_model(model)) {
    note_violation(ground_, call, "not action=getPolicy&model=<a model>");
    return error(400, "InvalidParameter", "invalid action or model");
  }
  const std::string token = ground_.ids.next();
  const UploadPolicy& made = ground_.objects.add(
      UploadPolicy{"dashscope-instant/" + token, account.name, model, "policy-" + token,
                   "signature-" + token, "key-id-" + token, after(call.now, policy_life)});
  return reply(200, {{"data",
                      {{"policy", made.policy},
                       {"signature", made.signature},
                       {"upload_dir", made.folder},
                       {"upload_host", ground_.settings.origin + "/oss"},
                       {"expire_in_seconds", policy_life.count() / 1000},
                       {"max_file_size_mb", "1024"},
                       {"capacity_limit_mb", "999999999"},
                       {"oss_access_key_id", made.key_id},
                       {"x_oss_object_acl", "private"},
                       {"x_oss_forbid_overwrite", "true"}}}});
}

}  // namespace reshoot::emulator
