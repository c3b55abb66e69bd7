// SPDX-License-Identifier: Apache-2.0
#include "provider/heygen.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "provider/failure.h"
#include "provider/heygen_request.h"
#include "provider/http_text.h"
#include "provider/json_reading.h"
#include "provider/words.h"

namespace reshoot {
namespace {

constexpr ProviderFace face{
    .name = "HeyGen",
    .key_help = "check HEYGEN_API_KEY",
    .credit_help = "top up the API wallet at app.heygen.com, then build again: nothing is lost"};

constexpr std::string_view videos = "/v3/videos";

// A key is known for 24 hours (developers.heygen.com/changelog, May 2026); the rest is for clocks.
constexpr Millis key_life = std::chrono::hours{23};

// Of one upload in one request, as documented. Larger files would go another way.
constexpr std::uint64_t largest_asset = 32U << 20U;

HttpRequest call(const Account& account, HttpMethod method, std::string_view path) {
  HttpRequest request;
  request.method = method;
  request.url = fmt::format("{}{}", account.base_url, path);
  request.key = KeyHeader{"X-Api-Key", "", account.key};
  return request;
}

/// A take's uuid is made of characters that a key may have: its submit is known again by it.
HttpRequest post_video(const Account& account, std::string body, std::string_view take) {
  HttpRequest request = call(account, HttpMethod::post, videos);
  request.headers = {{"Content-Type", "application/json"}, {"Idempotency-Key", std::string(take)}};
  request.body = std::move(body);
  return request;
}

/// Why a call was refused: `code: message (param)`.
std::string refusal_words(const HttpReply& reply) {
  const Json body = read_json(reply.body);
  if (!body.is_object()) {
    return words_of_text(reply.body);
  }
  const Json& error = member(body, "error");
  std::string words =
      joined_words(text_of(member(error, "code")), text_of(member(error, "message")));
  if (const std::string_view param = text_of(member(error, "param"));
      !param.empty() && words.find(param) == std::string::npos) {
    words += fmt::format(" ({})", param);
  }
  return words;
}

tl::unexpected<Refusal> refuse(const HttpReply& reply, Asked asked, std::optional<Wall> now) {
  const std::string words = refusal_words(reply);
  const NoAnswer no{reply, words, asked, now};
  // `request_in_progress`: the same call is being answered on another connection.
  return tl::unexpected(asked == Asked::submit && reply.status == 409
                            ? refusal_of_kind(ErrorKind::in_doubt, no, face)
                            : refusal_of(no, face));
}

JobState state_of(const Json& data) {
  const std::string_view written = text_of(member(data, "status"));
  const std::string status = lower_case(written);
  if (status == "completed") {
    const std::string_view url = text_of(member(data, "video_url"));
    // Signed; for how long is not documented. Each question brings a new one.
    return url.empty() ? JobState{job_without_clip(face)}
                       : JobState{JobDone{std::string(url), std::nullopt, std::nullopt}};
  }
  if (status == "failed") {
    return job_failed(joined_words(text_of(member(data, "failure_code")),
                                   text_of(member(data, "failure_message"))),
                      face);
  }
  return JobRunning{quotable(written)};  // also a word that is not known here
}

struct AssetType {
  MediaType media;
  std::string_view extension;
  std::string_view content_type;
};
constexpr std::array asset_types{AssetType{MediaType::png, ".png", "image/png"},
                                 AssetType{MediaType::jpeg, ".jpg", "image/jpeg"}};

Refusal wrong_file(const UploadFile& file, std::string_view what, std::string help) {
  return {
      {ErrorKind::campaign,
       fmt::format("{} {}, and '{}' is not that", face.name, what, file.file.filename().string()),
       std::move(help)},
      std::nullopt};
}

HttpRequest post_asset(const Account& account, const UploadFile& file, const AssetType& type) {
  HttpRequest request = call(account, HttpMethod::post, "/v3/assets");
  FormBody form;
  form.file_field = "file";
  form.file = file.file;
  form.file_name = fmt::format("{}{}", file.name, type.extension);
  form.content_type = type.content_type;
  request.body = std::move(form);
  return request;
}

class HeyGen final : public Adapter {
 public:
  [[nodiscard]] std::string_view provider() const override { return "heygen"; }

  [[nodiscard]] Result<HttpRequest> submit(const Account& account,
                                           const Order& order) const override {
    TRY_ASSIGN(const nlohmann::ordered_json body, heygen_request(order));
    return post_video(account, body_of(body), order.take);
  }

  [[nodiscard]] Reply<Accepted> read_submit(const HttpReply& reply, Wall now) const override {
    const Json body = read_json(reply.body);
    const Json& data = member(body, "data");
    const std::optional<std::string> id = id_of(member(data, "video_id"));
    if (reply.status < 200 || reply.status > 299 || !id) {
      return refuse(reply, Asked::submit, now);
    }
    return Accepted{*id, JobRunning{quotable(text_of(member(data, "status")))}};
  }

  [[nodiscard]] HttpRequest poll(const Account& account, std::string_view job) const override {
    return call(account, HttpMethod::get, fmt::format("{}/{}", videos, percent_encoded(job)));
  }

  [[nodiscard]] Reply<JobState> read_poll(const HttpReply& reply, std::string_view job,
                                          Wall now) const override {
    const Json body = read_json(reply.body);
    const Json& data = member(body, "data");
    const std::string id = id_of(member(data, "id")).value_or(std::string(job));
    if (reply.status != 200 || text_of(member(data, "status")).empty() || id != job) {
      return refuse(reply, Asked::question, now);
    }
    return state_of(data);
  }

  [[nodiscard]] Reply<UploadStep> upload(const Account& account, const UploadFile& file,
                                         std::span<const HttpReply> replies,
                                         Wall now) const override {
    CHECK(replies.size() <= 2);
    const auto* const type =
        std::find_if(asset_types.begin(), asset_types.end(),
                     [&](const AssetType& one) { return one.media == file.type; });
    if (type == asset_types.end()) {
      return tl::unexpected(
          wrong_file(file, "takes portraits as PNG or JPEG", "convert it to PNG or JPEG"));
    }
    if (file.bytes > largest_asset) {
      return tl::unexpected(wrong_file(file, "takes files of up to 32 MB", "make it smaller"));
    }
    if (replies.empty()) {
      return UploadStep{post_asset(account, file, *type)};
    }
    const Json body = read_json(replies[0].body);
    const std::optional<std::string> id = id_of(member(member(body, "data"), "asset_id"));
    if (replies[0].status < 200 || replies[0].status > 299 || !id) {
      return refuse(replies[0], Asked::question, now);
    }
    // The answer names a URL besides. Whether that opens without a key is not documented.
    return UploadStep{Uploaded{*id, std::nullopt, true}};
  }

  /// Its list of videos is not documented well enough to tell a job by.
  [[nodiscard]] std::optional<HttpRequest> look_up(const Account& /*account*/,
                                                   const SentOrder& /*sent*/,
                                                   int /*page*/) const override {
    return std::nullopt;
  }
  [[nodiscard]] Reply<LookUpPage> read_look_up(const HttpReply& reply,
                                               const SentOrder& /*sent*/) const override {
    return refuse(reply, Asked::question, std::nullopt);
  }

  /// The first answer to a key is given again, whatever the body, while the key is known.
  [[nodiscard]] std::optional<HttpRequest> submit_again(const Account& account,
                                                        const SentOrder& sent) const override {
    if (sent.body.empty() || sent.age < Millis{0} || sent.age >= key_life) {
      return std::nullopt;
    }
    return post_video(account, sent.body, sent.take);
  }
};

}  // namespace

const Adapter& heygen_adapter() {
  static const HeyGen adapter;
  return adapter;
}

}  // namespace reshoot
