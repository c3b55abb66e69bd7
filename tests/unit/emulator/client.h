// SPDX-License-Identifier: Apache-2.0
#pragma once
// A client of the emulated cloud for its own tests: whole calls by one function each, at a time
// that the test moves.

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "emulator/cloud.h"
#include "emulator/multipart.h"

namespace reshoot::emulator::test {

using Json = nlohmann::json;
using Headers = std::vector<HttpHeader>;

inline const std::string gmi = "/api/v1/ie/requestqueue/apikey";
inline const std::string synthesis = "/api/v1/services/aigc/video-generation/video-synthesis";

struct Client {
  explicit Client(Settings settings = usual_settings()) : cloud(std::move(settings)) {}

  EmulatedCloud cloud;
  Wall now{1'800'000'000'000'000'000};

  void pass(Millis time) { now = after(now, time); }

  Delivery call(HttpMethod method, const std::string& target, Headers headers = {},
                std::string body = {}) {
    return cloud.handle({method, target, std::move(headers), std::move(body)}, now);
  }

  static Headers gmi_headers(const std::string& key = "gmi-test-key") {
    return {{"authorization", "Bearer " + key}, {"content-type", "application/json"}};
  }
  static Headers dashscope_headers(const std::string& key = "dashscope-test-key") {
    return {{"authorization", "Bearer " + key},
            {"content-type", "application/json"},
            {"x-dashscope-async", "enable"},
            {"x-dashscope-ossresourceresolve", "enable"}};
  }

  Delivery gmi_get(const std::string& path) {
    return call(HttpMethod::get, gmi + path, gmi_headers());
  }
  Delivery gmi_post(const std::string& path, const Json& body) {
    return call(HttpMethod::post, gmi + path, gmi_headers(), body.dump());
  }
  Delivery dashscope_get(const std::string& path) {
    return call(HttpMethod::get, path, dashscope_headers());
  }
  Delivery dashscope_post(const Json& body) {
    return call(HttpMethod::post, synthesis, dashscope_headers(), body.dump());
  }

  static Json gmi_order(int seed = 7) {
    return {{"model", "wan2.7-t2v"},
            {"payload",
             {{"prompt", "a red kite over dunes"},
              {"resolution", "720P"},
              {"ratio", "16:9"},
              {"duration", 5},
              {"prompt_extend", false},
              {"watermark", false},
              {"seed", seed}}}};
  }
  static Json dashscope_order(int seed = 7) {
    return {{"model", "wan2.7-t2v"},
            {"input", {{"prompt", "a red kite over dunes"}}},
            {"parameters", {{"resolution", "720P"}, {"duration", 5}, {"seed", seed}}}};
  }

  /// The job's id; empty: it was not accepted.
  std::string gmi_submit(int seed = 7) {
    const Delivery d = gmi_post("/requests", gmi_order(seed));
    return d.answers && d.status == 200 ? Json::parse(d.body)["request_id"] : Json("");
  }
  std::string dashscope_submit(int seed = 7) {
    const Delivery d = dashscope_post(dashscope_order(seed));
    return d.status == 200 ? Json::parse(d.body)["output"]["task_id"] : Json("");
  }
  Json gmi_poll(const std::string& id) { return Json::parse(gmi_get("/requests/" + id).body); }
  Json dashscope_poll(const std::string& id) {
    return Json::parse(dashscope_get("/api/v1/tasks/" + id).body)["output"];
  }

  /// The path and query of a URL that the cloud gave out.
  [[nodiscard]] std::string path_of(const std::string& url) {
    return url.substr(cloud.settings().origin.size());
  }
  /// Uploads to GMI and returns the public URL.
  std::string gmi_upload(const std::string& type, const std::string& content_type,
                         const std::string& bytes) {
    const Json ticket = Json::parse(gmi_post("/upload-url", {{"file_type", type}}).body);
    call(HttpMethod::put, path_of(ticket["upload_url"]), {{"content-type", content_type}}, bytes);
    return ticket["public_url"];
  }
  /// Uploads to DashScope and returns the `oss://` place.
  std::string dashscope_upload(const std::string& name, const std::string& bytes,
                               const std::string& model = "wan2.7-r2v") {
    const Json policy =
        Json::parse(dashscope_get("/api/v1/uploads?action=getPolicy&model=" + model).body)["data"];
    const std::string key = policy["upload_dir"].get<std::string>() + "/" + name;
    const std::string body =
        write_form({{"OSSAccessKeyId", {}, {}, policy["oss_access_key_id"]},
                    {"Signature", {}, {}, policy["signature"]},
                    {"policy", {}, {}, policy["policy"]},
                    {"x-oss-object-acl", {}, {}, policy["x_oss_object_acl"]},
                    {"x-oss-forbid-overwrite", {}, {}, policy["x_oss_forbid_overwrite"]},
                    {"key", {}, {}, key},
                    {"success_action_status", {}, {}, "200"},
                    {"file", name, "application/octet-stream", bytes}},
                   "b");
    call(HttpMethod::post, path_of(policy["upload_host"]),
         {{"content-type", "multipart/form-data; boundary=b"}}, body);
    return "oss://" + key;
  }
};

/// One fault, at the given calls of its usual operation.
inline FaultPlan fault(FaultKind kind, std::vector<std::uint64_t> calls) {
  FaultRule rule;
  rule.kind = kind;
  rule.calls = std::move(calls);
  return {1, {rule}};
}

/// The video's URL, wherever GMI put it.
inline std::string gmi_result(const Json& request) {
  const Json& outcome = request["outcome"];
  if (outcome.contains("video_url")) {
    return outcome["video_url"];
  }
  for (const Json& media : outcome.value("media_urls", Json::array())) {
    if (media["type"] == "video") {
      return media["url"];
    }
  }
  return "";
}

}  // namespace reshoot::emulator::test
