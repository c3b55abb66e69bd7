// SPDX-License-Identifier: Apache-2.0
#include "provider/gmi.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "provider/failure.h"
#include "provider/gmi_payload.h"
#include "provider/http_text.h"
#include "provider/json_reading.h"
#include "provider/words.h"

namespace reshoot {
namespace {

constexpr ProviderFace face{
    .name = "GMI Cloud",
    .key_help = "check GMI_API_KEY, and GMI_ORG_ID where the key reaches several organizations",
    .credit_help = "buy credits at console.gmicloud.ai, then build again: nothing is lost"};

constexpr int page_size = 100;  // of the list of jobs, as documented

// Observed by a public client: the signature covers exactly these types. No other file_type is
// known to work.
struct UploadType {
  MediaType media;
  std::string_view file_type;
  std::string_view content_type;
};
constexpr std::array upload_types{
    UploadType{MediaType::png, "png", "image/png"},
    // `jpg` would have to be sent as `image/jpg`.
    UploadType{MediaType::jpeg, "jpeg", "image/jpeg"},
    UploadType{MediaType::mp4, "mp4", "video/mp4"},
    UploadType{MediaType::mp3, "mp3", "audio/mpeg"},
    UploadType{MediaType::wav, "wav", "audio/wav"},
};

HttpRequest call(const Account& account, HttpMethod method, std::string_view path) {
  HttpRequest request;
  request.method = method;
  request.url = fmt::format("{}{}", account.base_url, path);
  if (!account.organization.empty()) {
    request.headers.push_back({"X-Organization-ID", account.organization});
  }
  request.key = KeyHeader{"Authorization", "Bearer ", account.key};
  return request;
}

HttpRequest post(const Account& account, std::string_view path, std::string body) {
  HttpRequest request = call(account, HttpMethod::post, path);
  request.headers.push_back({"Content-Type", "application/json"});
  request.body = std::move(body);
  return request;
}

/// A failure as text, or as an object with code and message.
std::string words_of_field(const Json& field) {
  const std::string_view message = text_of(member(field, "message"));
  const Json& code = member(field, "code");
  const std::optional<std::int64_t> number = integer_of(code);
  const std::string shown = number ? std::to_string(*number) : std::string(text_of(code));
  return field.is_string() ? std::string(text_of(field)) : joined_words(shown, message);
}

/// The first of these fields that says something.
template <std::size_t N>
std::string first_words(const Json& object, const std::array<const char*, N>& names) {
  for (const char* name : names) {
    if (std::string words = words_of_field(member(object, name)); !words.empty()) {
      return words;
    }
  }
  return {};
}

/// Why a call was refused.
std::string refusal_words(const HttpReply& reply) {
  const Json body = read_json(reply.body);
  if (!body.is_object()) {
    return words_of_text(reply.body);
  }
  constexpr std::array names{"error", "message", "detail"};
  return first_words(body, names);
}

/// Why a job failed: the text sits in one of many places.
std::string failure_words(const Json& job) {
  constexpr std::array in_outcome{"error", "message"};
  constexpr std::array at_top{"error", "error_message", "reason"};
  std::string words = first_words(member(job, "outcome"), in_outcome);
  return words.empty() ? first_words(job, at_top) : words;
}

enum class Sort { video, other, unknown };

/// By declared type, else by the extension in the URL's path.
Sort sort_of(const Json& media, std::string_view url) {
  for (const char* name : {"type", "format"}) {
    const std::string declared = lower_case(text_of(member(media, name)));
    if (declared.find("video") != std::string::npos || declared == "mp4" || declared == "mov") {
      return Sort::video;
    }
    if (declared.find("image") != std::string::npos ||
        declared.find("audio") != std::string::npos) {
      return Sort::other;
    }
  }
  const std::string path = lower_case(url.substr(0, url.find_first_of("?#")));
  const auto ends_with = [&](std::string_view end) {
    return path.size() > end.size() && path.substr(path.size() - end.size()) == end;
  };
  if (ends_with(".mp4") || ends_with(".mov") || ends_with(".webm")) {
    return Sort::video;
  }
  constexpr std::array others{".png", ".jpg", ".jpeg", ".webp", ".gif", ".mp3", ".wav"};
  return std::any_of(others.begin(), others.end(), ends_with) ? Sort::other : Sort::unknown;
}

/// The first URL of that sort in a list of texts or objects; empty: none.
std::string_view find_url(const Json& list, Sort sort) {
  if (!list.is_array()) {
    return {};
  }
  for (const Json& media : list) {
    const std::string_view url = media.is_string() ? text_of(media) : text_of(member(media, "url"));
    if (!url.empty() && sort_of(media, url) == sort) {
      return url;
    }
  }
  return {};
}

/// A video by all signs, then what only may be one: a paid clip is not lost for want of a type.
std::string_view result_url(const Json& outcome) {
  const Json& urls = member(outcome, "media_urls");
  const Json& medias = member(outcome, "medias");
  for (const std::string_view url :
       {find_url(urls, Sort::video), text_of(member(outcome, "video_url")),
        find_url(medias, Sort::video), find_url(urls, Sort::unknown),
        find_url(medias, Sort::unknown)}) {
    if (!url.empty()) {
      return url;
    }
  }
  return {};
}

JobState state_of(const Json& job, std::string_view written) {
  const std::string status = lower_case(written);
  if (status == "success") {
    const std::string_view url = result_url(member(job, "outcome"));
    // How long results are kept is not documented.
    return url.empty() ? JobState{job_without_clip(face)}
                       : JobState{JobDone{std::string(url), std::nullopt, std::nullopt}};
  }
  if (status == "failed") {  // not charged, as public clients have seen
    return job_failed(failure_words(job), face);
  }
  if (status == "cancelled" || status == "canceled") {
    return job_cancelled(face);
  }
  return JobRunning{quotable(written)};  // also a word that is not known here
}

std::optional<std::string> job_id(const Json& job) {
  const std::optional<std::string> id = id_of(member(job, "request_id"));
  return id ? id : id_of(member(job, "id"));
}

/// `Backend error (400)`: the model's own provider refused at creation; nothing was made or
/// charged, as public clients have seen for 400 and 403.
bool is_refused_behind(const HttpReply& reply, std::string_view words) {
  return reply.status == 500 && (words.find("Backend error (400)") != std::string_view::npos ||
                                 words.find("Backend error (403)") != std::string_view::npos);
}

tl::unexpected<Refusal> refuse(const HttpReply& reply, Asked asked, std::optional<Wall> now) {
  const std::string words = refusal_words(reply);
  const NoAnswer no{reply, words, asked, now};
  if (asked == Asked::submit && is_refused_behind(reply, words)) {
    const bool content = kind_of_words(words) == ErrorKind::refused_content;
    return tl::unexpected(
        refusal_of_kind(content ? ErrorKind::refused_content : ErrorKind::campaign, no, face));
  }
  return tl::unexpected(refusal_of(no, face));
}

Reply<UploadStep> begin_upload(const Account& account, const UploadFile& file,
                               const UploadType* type) {
  if (type == nullptr) {
    return tl::unexpected(Refusal{{ErrorKind::campaign,
                                   fmt::format("{} takes no {} files, and '{}' is one", face.name,
                                               name_of(file.type), file.file.filename().string()),
                                   is_image(file.type)   ? "convert it to PNG or JPEG"
                                   : is_video(file.type) ? "convert it to MP4"
                                                         : "convert it to WAV or MP3"},
                                  std::nullopt});
  }
  auto body = nlohmann::ordered_json::object();
  body["file_type"] = type->file_type;
  return UploadStep{post(account, "/upload-url", body_of(body))};
}

struct UploadGrant {
  std::string put_url;  ///< signed; lives about 15 minutes
  std::string public_url;
};

Reply<UploadGrant> read_grant(const HttpReply& reply, Wall now) {
  if (reply.status < 200 || reply.status > 299) {
    return refuse(reply, Asked::question, now);
  }
  const Json body = read_json(reply.body);
  UploadGrant grant{std::string(text_of(member(body, "upload_url"))),
                    std::string(text_of(member(body, "public_url")))};
  if (grant.put_url.empty() || grant.public_url.empty()) {
    return refuse(reply, Asked::question, now);
  }
  return grant;
}

HttpRequest put_file(const UploadFile& file, const UploadType& type, const UploadGrant& grant) {
  HttpRequest request;  // without the key: the URL is signed
  request.method = HttpMethod::put;
  request.url = grant.put_url;
  request.headers.push_back({"Content-Type", std::string(type.content_type)});
  request.body = FileBody{file.file};
  return request;
}

class Gmi final : public Adapter {
 public:
  [[nodiscard]] std::string_view provider() const override { return "gmi"; }

  [[nodiscard]] Result<HttpRequest> submit(const Account& account,
                                           const Order& order) const override {
    TRY_ASSIGN(const nlohmann::ordered_json request, gmi_request(order));
    return post(account, "/requests", body_of(request));
  }

  [[nodiscard]] Reply<Accepted> read_submit(const HttpReply& reply, Wall now) const override {
    const Json job = read_json(reply.body);
    const std::optional<std::string> id = job_id(job);
    if (reply.status < 200 || reply.status > 299 || !id) {
      return refuse(reply, Asked::submit, now);
    }
    return Accepted{*id, state_of(job, text_of(member(job, "status")))};
  }

  [[nodiscard]] HttpRequest poll(const Account& account, std::string_view job) const override {
    return call(account, HttpMethod::get, fmt::format("/requests/{}", percent_encoded(job)));
  }

  [[nodiscard]] Reply<JobState> read_poll(const HttpReply& reply, std::string_view job,
                                          Wall now) const override {
    const Json body = read_json(reply.body);
    const std::string_view status = text_of(member(body, "status"));
    if (reply.status != 200 || status.empty() || job_id(body).value_or(std::string(job)) != job) {
      return refuse(reply, Asked::question, now);
    }
    return state_of(body, status);
  }

  [[nodiscard]] Reply<UploadStep> upload(const Account& account, const UploadFile& file,
                                         std::span<const HttpReply> replies,
                                         Wall now) const override {
    CHECK(replies.size() <= 2);
    const auto* const type =
        std::find_if(upload_types.begin(), upload_types.end(),
                     [&](const UploadType& one) { return one.media == file.type; });
    if (replies.empty() || type == upload_types.end()) {
      return begin_upload(account, file, type == upload_types.end() ? nullptr : type);
    }
    const Reply<UploadGrant> grant = read_grant(replies[0], now);
    if (!grant) {
      return tl::unexpected(grant.error());
    }
    if (replies.size() == 1) {
      return UploadStep{put_file(file, *type, *grant)};
    }
    if (replies[1].status < 200 || replies[1].status > 299) {
      return refuse(replies[1], Asked::store, now);
    }
    // Anybody who has the URL can read it, as public clients have seen; nothing says until when.
    return UploadStep{Uploaded{grant->public_url, std::nullopt, true}};
  }

  [[nodiscard]] std::optional<HttpRequest> look_up(const Account& account, const SentOrder& sent,
                                                   int page) const override {
    return call(account, HttpMethod::get,
                fmt::format("/requests?model_id={}&limit={}&offset={}", percent_encoded(sent.model),
                            page_size, std::int64_t{page} * page_size));
  }

  [[nodiscard]] Reply<LookUpPage> read_look_up(const HttpReply& reply,
                                               const SentOrder& sent) const override {
    const Json body = read_json(reply.body);
    const Json& jobs = member(body, "requests");
    if (reply.status != 200 || !jobs.is_array()) {
      return refuse(reply, Asked::question, std::nullopt);
    }
    const Json request = read_json(sent.body);
    const bool is_submit = member(request, "payload").is_object();  // `{}` would be in every job
    LookUpPage page;
    for (const Json& job : jobs) {
      const std::optional<std::string> id = job_id(job);
      // That list items carry the payload was seen in public clients; one without is no match.
      if (id && is_submit && contains(job, request)) {
        page.matches.push_back({*id, unix_time_of(member(job, "created_at"))});
      }
    }
    const Json& more = member(body, "has_more");
    page.more = !jobs.empty() && (more.is_boolean() ? more.get<bool>() : jobs.size() >= page_size);
    return page;
  }
};

}  // namespace

const Adapter& gmi_adapter() {
  static const Gmi adapter;
  return adapter;
}

}  // namespace reshoot
