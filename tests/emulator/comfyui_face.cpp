// SPDX-License-Identifier: Apache-2.0
#include "emulator/comfyui_face.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "emulator/comfyui_graph.h"
#include "emulator/multipart.h"

namespace reshoot::emulator {
namespace {

using Json = nlohmann::json;

constexpr std::string_view histories = "/history/";
constexpr std::string_view name = "comfyui";

Delivery error(int status, const std::string& type, const std::string& message,
               const Json& node_errors = Json::object()) {
  return json_delivery(status, dumped({{"error",
                                        {{"type", type},
                                         {"message", message},
                                         {"details", ""},
                                         {"extra_info", Json::object()}}},
                                       {"node_errors", node_errors}}));
}

Delivery plain(int status) {
  Delivery delivery;
  delivery.status = status;
  delivery.headers = {{"content-type", "text/plain"}};
  delivery.body = fmt::format("{}: Error", status);
  return delivery;
}

bool is_canonical_uuid(std::string_view text) {
  constexpr std::string_view shape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  if (text.size() != shape.size()) {
    return false;
  }
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const char c = text[i];
    const bool is_hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (shape[i] == '-' ? c != '-' : !is_hex) {
      return false;
    }
  }
  return true;
}

std::string file_name(const Job& job) {
  return saved_clip(Json::parse(job.sent)["prompt"]).prefix + "_00001_.mp4";
}

Json outputs_of(const Job& job) {
  if (!job.has_url) {
    return Json::object();
  }
  const SavedClip clip = saved_clip(Json::parse(job.sent)["prompt"]);
  constexpr std::array keys{"images", "gifs", "video"};  // as nodes of several packages say
  const Json file{{"filename", file_name(job)}, {"subfolder", ""}, {"type", "output"}};
  Json node = Json::object();
  node[keys.at(static_cast<std::size_t>(job.id.back()) % keys.size())] = Json::array({file});
  node["animated"] = Json::array({true});
  Json outputs = Json::object();
  outputs[clip.node] = std::move(node);
  return outputs;
}

Json message(const char* what, Json details) {
  return Json::array({what, std::move(details)});
}

Json messages_of(const Job& job) {
  const Json about{{"prompt_id", job.id}};
  if (job.end == JobEnd::success) {
    return Json::array({message("execution_success", about)});
  }
  if (job.end == JobEnd::cancelled) {
    return Json::array({message("execution_interrupted", about)});
  }
  const Json error{{"prompt_id", job.id},
                   {"node_id", "3"},
                   {"node_type", "KSampler"},
                   {"exception_type", "torch.OutOfMemoryError"},
                   {"exception_message", "Allocation on device 0 would exceed allowed memory"}};
  return Json::array({message("execution_start", about), message("execution_error", error)});
}

/// Jobs that were not forgotten, in that phase, as the queue shows them.
Json items_of(const JobDesk& desk, JobPhase phase, Wall now) {
  Json items = Json::array();
  std::size_t number = 0;
  for (const Job& job : desk.all()) {
    ++number;
    if (job.provider == name && !job.forgotten && job.phase(now) == phase) {
      const Json graph = Json::parse(job.sent)["prompt"];
      items.push_back(Json::array(
          {number, job.id, graph, Json::object(), Json::array({saved_clip(graph).node})}));
    }
  }
  return items;
}

}  // namespace

std::optional<Operation> ComfyuiFace::operation(const EmulatedRequest& request,
                                                const Target& target) const {
  if (request.method == HttpMethod::post) {
    if (target.path == "/prompt") {
      return Operation::submit;
    }
    return target.path == "/upload/image" ? std::optional(Operation::upload) : std::nullopt;
  }
  if (request.method != HttpMethod::get) {
    return std::nullopt;
  }
  if (target.path == "/queue") {
    return Operation::list;
  }
  if (target.path == "/view") {
    return Operation::download;
  }
  return target.path.starts_with(histories) ? std::optional(Operation::poll) : std::nullopt;
}

Delivery ComfyuiFace::answer(const FaceCall& call) {
  if (!call.request.header("origin").empty()) {
    return plain(403);
  }
  if (!call.request.header("authorization").empty() || !call.request.header("x-api-key").empty()) {
    note_violation(ground_, call, "a key was sent to a server that takes none");
  }
  switch (call.operation) {
    case Operation::submit:
      return submit(call);
    case Operation::upload:
      return upload(call);
    case Operation::list:
      return queue(call);
    case Operation::download:
      return view(call);
    default:
      return history(call);
  }
}

Delivery ComfyuiFace::refuse(No why, int status) const {
  return why == No::content
             ? error(400, "prompt_outputs_failed_validation", "a node of the user's own says no")
             : plain(status);
}

Delivery ComfyuiFace::submit(const FaceCall& call) {
  constexpr std::array fields{FieldRule{"prompt", FieldKind::nested, 0, 0, {}, {}, true},
                              FieldRule{"prompt_id", FieldKind::text, 1, 100, {}, {}},
                              FieldRule{"client_id", FieldKind::text, 0, 100, {}, {}},
                              FieldRule{"extra_data", FieldKind::nested, 0, 0, {}, {}}};
  check_query(ground_, call, {});
  const auto body = json_body(ground_, call);
  Problems problems;
  if (body) {
    check_fields(*body, fields, "", {}, problems);
  }
  if (!body || !problems.empty() || !(*body)["prompt"].is_object()) {
    problems.add("no prompt that is an object");
    note_violations(ground_, call, problems);
    return error(400, "no_prompt", "No prompt provided");
  }
  const std::string id = body->value("prompt_id", ground_.ids.next());
  if (!is_canonical_uuid(id)) {
    note_violation(ground_, call, "prompt_id is no UUID in lower case");
    return error(400, "invalid_prompt_id", "prompt_id must be a valid UUID");
  }
  if (const auto refusal = check_graph((*body)["prompt"], ground_.objects)) {
    return error(400, refusal->type, refusal->message, Json::parse(refusal->node_errors));
  }
  const AccountSettings& account = provider().accounts.front();
  if (!ground_.jobs.admits_submit(provider(), account.name, call.now)) {
    return plain(429);
  }
  NewJob order{std::string(name),
               account.name,
               "workflow",
               call.request.body,
               canonical_text(*body, ground_.objects),
               Millis{0},
               0};
  order.wished_id = id;
  const Job& job = ground_.jobs.accept(std::move(order), provider(), call.faults, call.now);
  jobs_of_files_[file_name(job)] = job.id;
  return json_delivery(200, dumped({{"prompt_id", job.id},
                                    {"number", ground_.jobs.all().size()},
                                    {"node_errors", Json::object()}}));
}

Delivery ComfyuiFace::queue(const FaceCall& call) {
  check_query(ground_, call, {});
  return json_delivery(
      200, dumped({{"queue_running", items_of(ground_.jobs, JobPhase::running, call.now)},
                   {"queue_pending", items_of(ground_.jobs, JobPhase::queued, call.now)}}));
}

Delivery ComfyuiFace::history(const FaceCall& call) {
  check_query(ground_, call, {});
  if (call.faults.has(FaultKind::restart)) {
    ground_.jobs.forget_all(name, call.now);
  }
  const Job* job = ground_.jobs.find(call.target.path.substr(histories.size()));
  if (job == nullptr || job->provider != name || job->forgotten ||
      job->phase(call.now) != JobPhase::over) {
    return json_delivery(200, "{}");
  }
  ground_.jobs.note_told(*job, call.now);
  const bool is_good = job->end == JobEnd::success;
  Json entry{{"prompt", Json::array()},
             {"outputs", is_good ? outputs_of(*job) : Json::object()},
             {"status",
              {{"status_str", is_good ? "success" : "error"},
               {"completed", is_good},
               {"messages", messages_of(*job)}}},
             {"meta", Json::object()}};
  if (call.faults.has(FaultKind::unknown_status)) {
    entry["status"]["status_str"] = "dreaming";
  }
  return json_delivery(200, dumped(Json{{job->id, entry}}));
}

Delivery ComfyuiFace::view(const FaceCall& call) {
  check_query(ground_, call, {"filename", "subfolder", "type"});
  const auto file = jobs_of_files_.find(std::string(call.target.value("filename")));
  const Job* job = file == jobs_of_files_.end() ? nullptr : ground_.jobs.find(file->second);
  if (job == nullptr || job->end != JobEnd::success || job->phase(call.now) != JobPhase::over ||
      call.target.value("type") != "output" || call.faults.has(FaultKind::expired_url)) {
    return plain(404);
  }
  Delivery delivery;
  delivery.headers = {{"content-type", "video/mp4"}};
  delivery.body = make_result_(*job);
  return delivery;
}

/// The same bytes under a name are the same file; others get another name.
Delivery ComfyuiFace::upload(const FaceCall& call) {
  const auto parts = read_form(call.request.header("content-type"), call.request.body);
  std::string folder;
  std::string type = "input";
  const FormPart* image = nullptr;
  if (!parts) {
    note_violation(ground_, call, "the body is no form");
    return plain(400);
  }
  for (const FormPart& part : *parts) {
    if (part.name == "image") {
      image = &part;
    } else if (part.name == "subfolder") {
      folder = part.value;
    } else if (part.name == "type") {
      type = part.value;
    } else if (part.name != "overwrite") {
      note_violation(ground_, call, "unknown field " + part.name);
    }
  }
  if (image == nullptr || image->file_name.empty()) {
    note_violation(ground_, call, "the form has no image");
    return plain(400);
  }
  const std::size_t dot = image->file_name.rfind('.');
  std::string chosen = image->file_name;
  for (int i = 1;; ++i) {
    StoredObject object;
    object.place = comfyui_place(folder.empty() ? chosen : folder + "/" + chosen);
    object.content_type = image->content_type;
    const StoredObject* known = ground_.objects.find(object.place);
    if (known == nullptr) {
      ground_.objects.put(ground_.objects.add(std::move(object)), image->value);
      break;
    }
    if (known->bytes == image->value) {
      break;
    }
    chosen = fmt::format("{} ({}){}", image->file_name.substr(0, dot), i,
                         dot == std::string::npos ? "" : image->file_name.substr(dot));
  }
  return json_delivery(200, dumped({{"name", chosen}, {"subfolder", folder}, {"type", type}}));
}

}  // namespace reshoot::emulator
