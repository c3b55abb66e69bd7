// SPDX-License-Identifier: Apache-2.0
#include "provider/dashscope.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "provider/dashscope_request.h"
#include "provider/failure.h"
#include "provider/http_text.h"
#include "provider/json_reading.h"
#include "provider/words.h"

namespace reshoot {
namespace {

constexpr ProviderFace face{
    .name = "DashScope",
    .key_help =
        "check DASHSCOPE_API_KEY and DASHSCOPE_BASE_URL: key, host and model are to be of "
        "one region",
    .credit_help =
        "top up the account in Alibaba Cloud's console, then build again: nothing is "
        "lost"};

// As documented. Results count from the job's end, which is up to one poll before they are read.
constexpr std::chrono::hours result_life{24};
constexpr std::chrono::hours upload_life{48};

Wall later(Wall now, std::chrono::hours by) {
  return {now.ns + std::chrono::nanoseconds(by).count()};
}

HttpRequest call(const Account& account, HttpMethod method, std::string_view path) {
  HttpRequest request;
  request.method = method;
  request.url = fmt::format("{}/api/v1{}", account.base_url, path);
  request.key = KeyHeader{"Authorization", "Bearer ", account.key};
  return request;
}

std::string words_of_object(const Json& object) {
  return joined_words(text_of(member(object, "code")), text_of(member(object, "message")));
}

tl::unexpected<Refusal> refuse(const HttpReply& reply, Asked asked, std::optional<Wall> now) {
  const Json body = read_json(reply.body);
  const std::string words = body.is_object() ? words_of_object(body) : words_of_text(reply.body);
  return tl::unexpected(refusal_of({reply, words, asked, now}, face));
}

JobFailed record_gone() {
  return {{ErrorKind::corrupt,
           fmt::format("{} no longer knows the job: its record is older than 24 hours, or of "
                       "another account or region",
                       face.name),
           "the job may be billed: look for it in Model Studio's console"}};
}

JobState state_of(const Json& output, std::string_view status, Wall now) {
  if (status == "SUCCEEDED") {
    const std::string_view url = text_of(member(output, "video_url"));
    return url.empty() ? JobState{job_without_clip(face)}
                       : JobState{JobDone{std::string(url), later(now, result_life), std::nullopt}};
  }
  if (status == "FAILED") {  // not billed, as a reseller writes
    return job_failed(words_of_object(output), face);
  }
  if (status == "CANCELED") {
    return job_cancelled(face);
  }
  if (status == "UNKNOWN") {
    return record_gone();
  }
  return JobRunning{quotable(status)};  // also a word that is not known here
}

/// Leave to post one file into the temporary store.
struct UploadPolicy {
  std::string host, folder, key_id, signature, policy, acl, forbid_overwrite;
  std::optional<std::int64_t> max_megabytes;
};

bool fits_a_form(const std::string& text) {
  return !text.empty() && std::none_of(text.begin(), text.end(),
                                       [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

std::optional<UploadPolicy> read_policy(const Json& data) {
  const auto field = [&](const char* name) {
    const Json& value = member(data, name);
    return value.is_boolean() ? std::string(value.get<bool>() ? "true" : "false")
                              : std::string(text_of(value));
  };
  UploadPolicy policy{.host = field("upload_host"),
                      .folder = field("upload_dir"),
                      .key_id = field("oss_access_key_id"),
                      .signature = field("signature"),
                      .policy = field("policy"),
                      .acl = field("x_oss_object_acl"),
                      .forbid_overwrite = field("x_oss_forbid_overwrite"),
                      .max_megabytes = integer_of(member(data, "max_file_size_mb"))};
  for (const std::string* text : {&policy.host, &policy.folder, &policy.key_id, &policy.signature,
                                  &policy.policy, &policy.acl, &policy.forbid_overwrite}) {
    if (!fits_a_form(*text)) {
      return std::nullopt;
    }
  }
  return policy;
}

struct UploadType {
  MediaType media;
  std::string_view extension;
  std::string_view content_type;
};
constexpr std::array upload_types{
    UploadType{MediaType::png, ".png", "image/png"},
    UploadType{MediaType::jpeg, ".jpg", "image/jpeg"},
    UploadType{MediaType::webp_lossy, ".webp", "image/webp"},
    UploadType{MediaType::webp_lossless, ".webp", "image/webp"},
    UploadType{MediaType::mp4, ".mp4", "video/mp4"},
    UploadType{MediaType::mov, ".mov", "video/quicktime"},
    UploadType{MediaType::mp3, ".mp3", "audio/mpeg"},
    UploadType{MediaType::wav, ".wav", "audio/wav"},
};

/// The file's name in the store: with the extension of what it is.
std::string stored_name(const UploadFile& file, const UploadType& type) {
  const std::string_view name = file.name;
  const bool has = name.size() > type.extension.size() &&
                   name.substr(name.size() - type.extension.size()) == type.extension;
  return fmt::format("{}{}", name, has ? std::string_view{} : type.extension);
}

HttpRequest post_file(const UploadFile& file, const UploadType& type, const UploadPolicy& policy) {
  HttpRequest request;  // without the key: the policy is signed
  request.method = HttpMethod::post;
  request.url = policy.host;
  FormBody form;
  form.fields = {{"OSSAccessKeyId", policy.key_id},
                 {"Signature", policy.signature},
                 {"policy", policy.policy},
                 {"x-oss-object-acl", policy.acl},
                 {"x-oss-forbid-overwrite", policy.forbid_overwrite},
                 {"key", fmt::format("{}/{}", policy.folder, stored_name(file, type))},
                 {"success_action_status", "200"}};
  form.file_field = "file";
  form.file = file.file;
  form.file_name = stored_name(file, type);
  form.content_type = type.content_type;
  request.body = std::move(form);
  return request;
}

tl::unexpected<Refusal> wrong_file(std::string message, std::string help) {
  return tl::unexpected(
      Refusal{{ErrorKind::campaign, std::move(message), std::move(help)}, std::nullopt});
}

class DashScope final : public Adapter {
 public:
  [[nodiscard]] std::string_view provider() const override { return "dashscope"; }

  [[nodiscard]] Result<HttpRequest> submit(const Account& account,
                                           const Order& order) const override {
    TRY_ASSIGN(const nlohmann::ordered_json body, dashscope_request(order));
    HttpRequest request =
        call(account, HttpMethod::post, "/services/aigc/video-generation/video-synthesis");
    request.headers = {{"Content-Type", "application/json"}, {"X-DashScope-Async", "enable"}};
    if (uses_temporary_store(order)) {
      request.headers.push_back({"X-DashScope-OssResourceResolve", "enable"});
    }
    request.body = body_of(body);
    return request;
  }

  [[nodiscard]] Reply<Accepted> read_submit(const HttpReply& reply, Wall now) const override {
    const Json body = read_json(reply.body);
    const Json& output = member(body, "output");
    const std::optional<std::string> id = id_of(member(output, "task_id"));
    if (reply.status < 200 || reply.status > 299 || !id) {
      return refuse(reply, Asked::submit, now);
    }
    return Accepted{*id, state_of(output, text_of(member(output, "task_status")), now)};
  }

  [[nodiscard]] HttpRequest poll(const Account& account, std::string_view job) const override {
    return call(account, HttpMethod::get, fmt::format("/tasks/{}", percent_encoded(job)));
  }

  [[nodiscard]] Reply<JobState> read_poll(const HttpReply& reply, std::string_view job,
                                          Wall now) const override {
    const Json body = read_json(reply.body);
    const Json& output = member(body, "output");
    const std::string_view status = text_of(member(output, "task_status"));
    const std::string id = id_of(member(output, "task_id")).value_or(std::string(job));
    if (reply.status != 200 || status.empty() || id != job) {
      return refuse(reply, Asked::question, now);
    }
    return state_of(output, status, now);
  }

  [[nodiscard]] Reply<UploadStep> upload(const Account& account, const UploadFile& file,
                                         std::span<const HttpReply> replies,
                                         Wall now) const override {
    CHECK(replies.size() <= 2);
    const auto* const type =
        std::find_if(upload_types.begin(), upload_types.end(),
                     [&](const UploadType& one) { return one.media == file.type; });
    if (type == upload_types.end()) {
      return wrong_file(fmt::format("{} takes no {} files, and '{}' is one", face.name,
                                    name_of(file.type), file.file.filename().string()),
                        "convert sound to WAV or MP3, pictures to PNG or JPEG, video to MP4");
    }
    if (replies.empty()) {
      return UploadStep{
          call(account, HttpMethod::get,
               fmt::format("/uploads?action=getPolicy&model={}", percent_encoded(file.model)))};
    }
    return after_policy(file, *type, replies, now);
  }

  /// A task tells its prompt at most, and takes of one clip differ by their seed: which task a
  /// submit became cannot be told.
  [[nodiscard]] std::optional<HttpRequest> look_up(const Account& /*account*/,
                                                   const SentOrder& /*sent*/,
                                                   int /*page*/) const override {
    return std::nullopt;
  }
  [[nodiscard]] Reply<LookUpPage> read_look_up(const HttpReply& reply,
                                               const SentOrder& /*sent*/) const override {
    return refuse(reply, Asked::question, std::nullopt);
  }

 private:
  static Reply<UploadStep> after_policy(const UploadFile& file, const UploadType& type,
                                        std::span<const HttpReply> replies, Wall now) {
    const Json body = read_json(replies[0].body);
    const std::optional<UploadPolicy> policy = read_policy(member(body, "data"));
    if (replies[0].status != 200 || !policy) {
      return refuse(replies[0], Asked::question, now);
    }
    constexpr std::uint64_t bytes_per_megabyte = 1U << 20U;
    const std::int64_t cap = policy->max_megabytes.value_or(0);  // 0: not told
    const std::uint64_t begun = (file.bytes + bytes_per_megabyte - 1) / bytes_per_megabyte;
    if (cap > 0 && begun > static_cast<std::uint64_t>(cap)) {
      return wrong_file(fmt::format("{} takes files of up to {} MB for {}, and '{}' is larger",
                                    face.name, cap, file.model, file.file.filename().string()),
                        "make it smaller");
    }
    if (replies.size() == 1) {
      return UploadStep{post_file(file, type, *policy)};
    }
    if (replies[1].status < 200 || replies[1].status > 299) {
      return refuse(replies[1], Asked::store, now);
    }
    return UploadStep{Uploaded{fmt::format("oss://{}/{}", policy->folder, stored_name(file, type)),
                               later(now, upload_life), false}};
  }
};

}  // namespace

const Adapter& dashscope_adapter() {
  static const DashScope adapter;
  return adapter;
}

}  // namespace reshoot
