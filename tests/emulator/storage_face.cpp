// SPDX-License-Identifier: Apache-2.0
#include "emulator/storage_face.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/check.h"
#include "emulator/multipart.h"

namespace reshoot::emulator {
namespace {

constexpr std::string_view uploads = "/storage/uploads/";
constexpr std::string_view oss = "/oss";
constexpr std::string_view results = "/results/";
constexpr Millis oss_life = std::chrono::hours{48};

Delivery xml_error(int status, std::string_view code, std::string_view text) {
  Delivery delivery;
  delivery.status = status;
  delivery.headers = {{"content-type", "application/xml"}};
  delivery.body = fmt::format(
      "<?xml version='1.0'?><Error><Code>{}</Code><Message>{}</Message></Error>", code, text);
  return delivery;
}

Delivery file(std::string_view type, std::string bytes) {
  Delivery delivery;
  delivery.headers = {{"content-type", std::string(type)}};
  delivery.body = std::move(bytes);
  return delivery;
}

const FormPart* find_part(const std::vector<FormPart>& parts, std::string_view name) {
  const auto found = std::find_if(parts.begin(), parts.end(),
                                  [&](const FormPart& part) { return part.name == name; });
  return found == parts.end() ? nullptr : &*found;
}

std::string value_of(const std::vector<FormPart>& parts, std::string_view name) {
  const FormPart* part = find_part(parts, name);
  return part == nullptr ? std::string{} : part->value;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

/// What is wrong with the form for that policy; empty: nothing.
std::string form_problem(const std::vector<FormPart>& parts, const UploadPolicy& policy,
                         const std::string& key) {
  struct Expected {
    std::string_view name;
    std::string_view value;
  };
  const std::array<Expected, 6> expected{{{"OSSAccessKeyId", policy.key_id},
                                          {"Signature", policy.signature},
                                          {"policy", policy.policy},
                                          {"x-oss-object-acl", "private"},
                                          {"x-oss-forbid-overwrite", "true"},
                                          {"success_action_status", "200"}}};
  for (const Expected& field : expected) {
    if (value_of(parts, field.name) != field.value) {
      return fmt::format("{} is missing or not what the policy says", field.name);
    }
  }
  for (const FormPart& part : parts) {
    const bool known = part.name == "key" || part.name == "file" ||
                       part.name == "x-oss-content-type" ||
                       std::any_of(expected.begin(), expected.end(),
                                   [&](const Expected& field) { return field.name == part.name; });
    if (!known) {
      return fmt::format("unknown field {}", part.name);
    }
  }
  if (parts.back().name != "file" || parts.back().file_name.empty()) {
    return "the file is not the last part";
  }
  return is_ascii(key) ? "" : "the name is not ASCII";
}

/// Which end of life a URL of a job's result was signed with.
std::string signature_of(const Job& job, std::int64_t until) {
  std::uint64_t bits = mixed(static_cast<std::uint64_t>(until));
  for (const char c : job.id) {
    bits = mixed(bits, static_cast<unsigned char>(c));
  }
  return fmt::format("{:016x}", bits);
}

bool is_signed(const FaceCall& call, const Job& job) {
  const std::string_view written = call.target.value("Expires");
  std::int64_t until = 0;
  const auto read = std::from_chars(written.data(), written.data() + written.size(), until);
  return read.ec == std::errc() && seconds_of(call.now) < until &&
         call.target.value("Signature") == signature_of(job, until);
}

}  // namespace

std::string signed_result_url(const Settings& settings, const Job& job, Wall until) {
  return fmt::format("{}?Expires={}&Signature={}", result_url(settings, job), seconds_of(until),
                     signature_of(job, seconds_of(until)));
}

std::optional<Operation> StorageFace::operation(const EmulatedRequest& request,
                                                const Target& target) const {
  const std::string_view path = target.path;
  const bool is_upload = path.starts_with(uploads);
  if (request.method == HttpMethod::put && is_upload) {
    return Operation::upload;
  }
  if (request.method == HttpMethod::post && (path == oss || path == "/oss/")) {
    return Operation::upload;
  }
  if (request.method == HttpMethod::get && (is_upload || path.starts_with(results))) {
    return Operation::download;
  }
  return std::nullopt;
}

Delivery StorageFace::answer(const FaceCall& call) {
  if (!call.request.header("authorization").empty() || !call.request.header("x-api-key").empty()) {
    return refuse_call(call, 400, "InvalidArgument", "a key was sent to a host of files");
  }
  if (call.request.method == HttpMethod::put) {
    return put(call);
  }
  if (call.request.method == HttpMethod::post) {
    return post_form(call);
  }
  return call.target.path.starts_with(results) ? get_result(call) : get_upload(call);
}

Delivery StorageFace::refuse(No why, int status) const {
  return why == No::throttled ? xml_error(429, "SlowDown", "reduce your request rate")
                              : xml_error(status, "InternalError", "try again");
}

Delivery StorageFace::refuse_call(const FaceCall& call, int status, std::string_view code,
                                  const std::string& text) const {
  note_violation(ground_, call, text);
  return xml_error(status, code, text);
}

std::string StorageFace::place_of(const FaceCall& call) const {
  return ground_.settings.origin + call.target.path;
}

Delivery StorageFace::put(const FaceCall& call) {
  StoredObject* object = ground_.objects.find(place_of(call));
  if (object == nullptr || call.target.value("X-Goog-Signature") != object->signature) {
    return refuse_call(call, 403, "SignatureDoesNotMatch", "the URL was not signed for this");
  }
  const std::string_view type = call.request.header("content-type");
  if (type.empty()) {
    return refuse_call(call, 400, "MalformedSecurityHeader", "Content-Type is missing");
  }
  if (type != object->content_type) {
    return refuse_call(call, 403, "SignatureDoesNotMatch",
                       fmt::format("Content-Type is {}, not {}", type, object->content_type));
  }
  if (call.now >= object->put_until) {
    return xml_error(400, "ExpiredToken", "the signed URL has expired");
  }
  ground_.objects.put(*object, call.request.body);
  return file("text/plain", "");
}

Delivery StorageFace::post_form(const FaceCall& call) {
  const auto parts = read_form(call.request.header("content-type"), call.request.body);
  if (!parts || parts->empty()) {
    return refuse_call(call, 400, "MalformedPOSTRequest", "the body is no multipart form");
  }
  const std::string key = value_of(*parts, "key");
  const UploadPolicy* policy = ground_.objects.find_policy(key.substr(0, key.rfind('/')));
  if (policy == nullptr) {
    return refuse_call(call, 403, "AccessDenied", "key is not below the folder of a policy");
  }
  if (const std::string problem = form_problem(*parts, *policy, key); !problem.empty()) {
    return refuse_call(call, 403, "AccessDenied", problem);
  }
  if (call.now >= policy->post_until) {
    return xml_error(403, "AccessDenied", "Invalid according to Policy: Policy expired.");
  }
  if (ground_.objects.find("oss://" + key) != nullptr) {
    return xml_error(409, "FileAlreadyExists", "The object you specified already exists.");
  }
  StoredObject object;
  object.place = "oss://" + key;
  object.account = policy->account;
  object.model = policy->model;
  object.expires = after(call.now, oss_life);
  ground_.objects.put(ground_.objects.add(std::move(object)), parts->back().value);
  return file("text/plain", "");
}

Delivery StorageFace::get_upload(const FaceCall& call) {
  const StoredObject* object = ground_.objects.find(place_of(call));
  if (object == nullptr || !object->bytes) {
    return xml_error(404, "NoSuchKey", "The specified key does not exist.");
  }
  return file(object->content_type, *object->bytes);
}

Delivery StorageFace::get_result(const FaceCall& call) {
  std::string_view name = call.target.path;
  name.remove_prefix(results.size());
  name.remove_prefix(std::min(name.size(), name.find('/') + 1));
  const Job* job = ground_.jobs.find(std::string(name.substr(0, name.rfind(".mp4"))));
  if (job == nullptr || job->end != JobEnd::success || job->phase(call.now) != JobPhase::over) {
    return xml_error(404, "NoSuchKey", "The specified key does not exist.");
  }
  const ProviderSettings& provider = provider_of(ground_.settings, job->provider);
  if (job->provider == "heygen" && !is_signed(call, *job)) {
    return xml_error(403, "AccessDenied", "Request has expired.");
  }
  if (call.faults.has(FaultKind::expired_url) ||
      (provider.result_life && call.now >= after(job->ends, *provider.result_life))) {
    return xml_error(403, "AccessDenied", "Request has expired.");
  }
  return file("video/mp4", make_result_(*job));
}

}  // namespace reshoot::emulator
