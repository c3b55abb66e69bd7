// SPDX-License-Identifier: Apache-2.0
#include "provider/comfyui.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "provider/comfyui_history.h"
#include "provider/comfyui_request.h"
#include "provider/failure.h"
#include "provider/http_text.h"
#include "provider/json_reading.h"
#include "provider/words.h"

namespace reshoot {
namespace {

constexpr ProviderFace face{
    .name = "ComfyUI",
    .key_help =
        "check COMFYUI_URL: the server is called without a key, so a proxy or its check of "
        "hosts stands before it",
    .credit_help = "check COMFYUI_URL: something else than ComfyUI answers there"};

// Uploads stay until somebody clears the server's folder; sending one again costs nothing and gets
// the same name.
constexpr std::chrono::hours upload_life{24};
constexpr std::string_view upload_folder = "reshoot";

HttpRequest get(const Account& account, std::string path) {
  HttpRequest request;
  request.url = account.base_url + path;
  return request;
}

HttpRequest get_history(const Account& account, std::string_view job) {
  return get(account, fmt::format("/history/{}", percent_encoded(job)));
}

HttpRequest post_prompt(const Account& account, std::string body) {
  HttpRequest request;
  request.method = HttpMethod::post;
  request.url = account.base_url + "/prompt";
  request.headers = {{"Content-Type", "application/json"}};
  request.body = std::move(body);
  return request;
}

/// Why a call was refused: the node that is wrong, where one is named.
std::string refusal_words(const HttpReply& reply, const Json& body) {
  if (!body.is_object()) {
    return words_of_text(reply.body);
  }
  const std::string node = comfyui_node_errors(member(body, "node_errors"));
  const Json& error = member(body, "error");
  const std::string_view message =
      error.is_string() ? text_of(error) : text_of(member(error, "message"));
  return node.empty() ? joined_words(message, text_of(member(error, "details")))
                      : joined_words(message, node);
}

tl::unexpected<Refusal> refuse(const HttpReply& reply, Asked asked, std::optional<Wall> now) {
  const Json body = read_json(reply.body);
  const std::string words = refusal_words(reply, body);
  const NoAnswer no{reply, words, asked, now};
  // Words of a user's own nodes say nothing of policies or rates. A success that leaves nodes out
  // is a job without a clip, or without a part of it.
  const bool is_about_nodes = !comfyui_node_errors(member(body, "node_errors")).empty();
  return tl::unexpected(asked == Asked::submit && (reply.status == 400 || is_about_nodes)
                            ? refusal_of_kind(ErrorKind::campaign, no, face)
                            : refusal_of(no, face));
}

/// Whether a queue, running or pending, has the job; nullopt: it is no queue.
std::optional<bool> has_job(const Json& queue, std::string_view job) {
  if (!queue.is_array()) {
    return std::nullopt;
  }
  return std::any_of(queue.begin(), queue.end(), [&](const Json& item) {
    return item.is_array() && item.size() > 1 && text_of(item[1]) == job;
  });
}

struct PictureType {
  MediaType media;
  std::string_view extension;
  std::string_view content_type;
};
constexpr std::array picture_types{PictureType{MediaType::png, ".png", "image/png"},
                                   PictureType{MediaType::jpeg, ".jpg", "image/jpeg"},
                                   PictureType{MediaType::webp_lossy, ".webp", "image/webp"},
                                   PictureType{MediaType::webp_lossless, ".webp", "image/webp"}};

HttpRequest post_picture(const Account& account, const UploadFile& file, const PictureType& type) {
  HttpRequest request;
  request.method = HttpMethod::post;
  request.url = account.base_url + "/upload/image";
  FormBody form;
  form.fields = {{"type", "input"}, {"subfolder", std::string(upload_folder)}};
  form.file_field = "image";
  form.file = file.file;
  form.file_name = fmt::format("{}{}", file.name, type.extension);
  form.content_type = type.content_type;
  request.body = std::move(form);
  return request;
}

/// The name that the server chose, as nodes take it; empty: it named none.
std::string place_of(const Json& uploaded) {
  const std::string_view name = text_of(member(uploaded, "name"));
  const std::string_view folder = text_of(member(uploaded, "subfolder"));
  return name.empty() || folder.empty() ? std::string(name) : fmt::format("{}/{}", folder, name);
}

class ComfyUi final : public Adapter {
 public:
  [[nodiscard]] std::string_view provider() const override { return "comfyui"; }

  [[nodiscard]] Result<HttpRequest> submit(const Account& account,
                                           const Order& order) const override {
    TRY_ASSIGN(const nlohmann::ordered_json body, comfyui_request(order));
    return post_prompt(account, body_of(body));
  }

  [[nodiscard]] Reply<Accepted> read_submit(const HttpReply& reply, Wall now) const override {
    const Json body = read_json(reply.body);
    const std::optional<std::string> id = id_of(member(body, "prompt_id"));
    if (reply.status != 200 || !id || !comfyui_node_errors(member(body, "node_errors")).empty()) {
      return refuse(reply, Asked::submit, now);
    }
    return Accepted{*id, JobRunning{"queued"}};
  }

  [[nodiscard]] HttpRequest poll(const Account& account, std::string_view job) const override {
    return get_history(account, job);
  }

  /// The history has a job once it is over; before that it says nothing.
  [[nodiscard]] Reply<JobState> read_poll(const HttpReply& reply, std::string_view job,
                                          Wall now) const override {
    const Json body = read_json(reply.body);
    if (reply.status != 200 || !body.is_object()) {
      return refuse(reply, Asked::question, now);
    }
    const Json& entry = member(body, std::string(job).c_str());
    if (entry.is_object()) {
      return comfyui_state(entry);
    }
    if (!body.empty()) {
      return refuse(reply, Asked::question, now);
    }
    return JobState{JobRunning{"not finished", false}};
  }

  [[nodiscard]] Reply<UploadStep> upload(const Account& account, const UploadFile& file,
                                         std::span<const HttpReply> replies,
                                         Wall now) const override {
    CHECK(replies.size() <= 2);
    const auto* const type =
        std::find_if(picture_types.begin(), picture_types.end(),
                     [&](const PictureType& one) { return one.media == file.type; });
    if (type == picture_types.end()) {
      return tl::unexpected(Refusal{{ErrorKind::campaign,
                                     fmt::format("a workflow takes pictures, and '{}' is none",
                                                 file.file.filename().string()),
                                     "convert it to PNG"},
                                    std::nullopt});
    }
    if (replies.empty()) {
      return UploadStep{post_picture(account, file, *type)};
    }
    std::string place = place_of(read_json(replies[0].body));
    if (replies[0].status != 200 || place.empty()) {
      return refuse(replies[0], Asked::question, now);
    }
    const Wall expires{now.ns + std::chrono::nanoseconds(upload_life).count()};
    return UploadStep{Uploaded{std::move(place), expires, false}};
  }

  /// First the queue, then the history: a job that ends in between is in the history by then.
  [[nodiscard]] std::optional<HttpRequest> look_up(const Account& account, const SentOrder& sent,
                                                   int page) const override {
    return page == 0 ? get(account, "/queue") : get_history(account, comfyui_job(sent.take));
  }

  [[nodiscard]] Reply<LookUpPage> read_look_up(const HttpReply& reply,
                                               const SentOrder& sent) const override {
    const std::string job = comfyui_job(sent.take);
    const Json body = read_json(reply.body);
    const std::optional<bool> runs = has_job(member(body, "queue_running"), job);
    const std::optional<bool> waits = has_job(member(body, "queue_pending"), job);
    const bool is_history =
        body.is_object() && (body.empty() || member(body, job.c_str()).is_object());
    if (reply.status != 200 || (!is_history && (!runs || !waits))) {
      return refuse(reply, Asked::question, std::nullopt);
    }
    LookUpPage page;
    if (is_history ? !body.empty() : *runs || *waits) {
      page.matches.push_back({job, std::nullopt});
    } else {
      page.more = !is_history;
      page.absent = is_history;
    }
    return page;
  }

  [[nodiscard]] std::optional<HttpRequest> submit_again(const Account& account,
                                                        const SentOrder& sent) const override {
    return sent.absent && !sent.body.empty() ? std::optional(post_prompt(account, sent.body))
                                             : std::nullopt;
  }
};

}  // namespace

const Adapter& comfyui_adapter() {
  static const ComfyUi adapter;
  return adapter;
}

}  // namespace reshoot
