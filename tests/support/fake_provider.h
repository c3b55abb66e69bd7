// SPDX-License-Identifier: Apache-2.0
#pragma once
// A provider whose wire is one word a reply, so that tests of the desk read like its rules.

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "provider/adapter.h"

namespace reshoot::test {

/// Submit: `job NAME`. Poll: `running`, `done URL` (for an hour), `failed KIND`. Upload: one POST,
/// answered by the place. Look-up: names of jobs that match. Everywhere: `no KIND`, with a status
/// of 400. `unseen` is a running job that the answer does not show; a look-up answered by `none`
/// proves that there is no job.
class FakeProvider final : public Adapter {
 public:
  bool can_look_up = true;
  bool knows_keys = false;      ///< the same submit may be sent again, for a day
  bool resends_absent = false;  ///< what is proven absent may be sent again

  [[nodiscard]] std::string_view provider() const override { return "fake"; }

  [[nodiscard]] Result<HttpRequest> submit(const Account& account,
                                           const Order& order) const override {
    std::string body = fmt::format("{} seed {}", order.model, order.seed);
    for (const OrderedCharacter& character : order.cast) {
      for (const OrderedReference& reference : character.references) {
        body += " " + reference.place;
      }
    }
    return call(HttpMethod::post, account.base_url + "/submit", body);
  }
  [[nodiscard]] Reply<Accepted> read_submit(const HttpReply& reply, Wall /*now*/) const override {
    if (const auto no = refusal(reply)) {
      return tl::unexpected(*no);
    }
    if (!reply.body.starts_with("job ")) {
      return tl::unexpected(Refusal{{ErrorKind::in_doubt, "no job in the answer", {}}, {}});
    }
    return Accepted{reply.body.substr(4), JobRunning{}};
  }

  [[nodiscard]] HttpRequest poll(const Account& account, std::string_view job) const override {
    return call(HttpMethod::get, fmt::format("{}/jobs/{}", account.base_url, job), {});
  }
  [[nodiscard]] Reply<JobState> read_poll(const HttpReply& reply, std::string_view /*job*/,
                                          Wall now) const override {
    if (const auto no = refusal(reply)) {
      return tl::unexpected(*no);
    }
    if (reply.body.starts_with("done ")) {
      constexpr std::int64_t hour_ns = 3'600'000'000'000;
      return JobState{JobDone{reply.body.substr(5), Wall{now.ns + hour_ns}, std::nullopt}};
    }
    if (reply.body.starts_with("failed ")) {
      return JobState{JobFailed{{kind_of(reply.body.substr(7)), reply.body, {}}}};
    }
    return JobState{JobRunning{reply.body, reply.body != "unseen"}};
  }

  [[nodiscard]] Reply<UploadStep> upload(const Account& account, const UploadFile& file,
                                         std::span<const HttpReply> replies,
                                         Wall /*now*/) const override {
    if (replies.empty()) {
      return UploadStep{call(HttpMethod::post, account.base_url + "/upload", file.name)};
    }
    if (const auto no = refusal(replies.back())) {
      return tl::unexpected(*no);
    }
    return UploadStep{Uploaded{replies.back().body, std::nullopt, true}};
  }

  [[nodiscard]] std::optional<HttpRequest> look_up(const Account& account, const SentOrder& sent,
                                                   int page) const override {
    if (!can_look_up) {
      return std::nullopt;
    }
    return call(HttpMethod::get, fmt::format("{}/list/{}/{}", account.base_url, sent.model, page),
                {});
  }
  [[nodiscard]] Reply<LookUpPage> read_look_up(const HttpReply& reply,
                                               const SentOrder& /*sent*/) const override {
    if (const auto no = refusal(reply)) {
      return tl::unexpected(*no);
    }
    LookUpPage page;
    if (reply.body == "none") {
      page.absent = true;
      return page;
    }
    std::string_view rest = reply.body;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      page.matches.push_back({std::string(rest.substr(0, end)), std::nullopt});
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return page;
  }
  [[nodiscard]] std::optional<HttpRequest> submit_again(const Account& account,
                                                        const SentOrder& sent) const override {
    constexpr Millis day = std::chrono::hours{24};
    const bool may = (knows_keys && sent.age < day) || (resends_absent && sent.absent);
    return may ? std::optional(call(HttpMethod::post, account.base_url + "/submit", sent.body))
               : std::nullopt;
  }

 private:
  static HttpRequest call(HttpMethod method, std::string url, std::string body) {
    HttpRequest request;
    request.method = method;
    request.url = std::move(url);
    if (method == HttpMethod::post) {
      request.body = std::move(body);
    }
    return request;
  }
  static ErrorKind kind_of(std::string_view word) {
    if (word == "busy") {
      return ErrorKind::rate_limited;
    }
    if (word == "down") {
      return ErrorKind::transient;
    }
    if (word == "content") {
      return ErrorKind::refused_content;
    }
    if (word == "key") {
      return ErrorKind::refused_auth;
    }
    if (word == "gone") {
      return ErrorKind::corrupt;
    }
    return word == "unsure" ? ErrorKind::in_doubt : ErrorKind::campaign;
  }
  static std::optional<Refusal> refusal(const HttpReply& reply) {
    if (!reply.body.starts_with("no ")) {
      return std::nullopt;
    }
    return Refusal{{kind_of(reply.body.substr(3)), reply.body, {}}, std::nullopt};
  }
};

}  // namespace reshoot::test
