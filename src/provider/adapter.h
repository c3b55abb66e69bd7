// SPDX-License-Identifier: Apache-2.0
#pragma once
// A provider's wire protocol, pure: phrases requests, reads replies, does no I/O and keeps no
// state. Every byte of a reply is taken for hostile.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/media_type.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/units.h"
#include "provider/http.h"
#include "provider/order.h"

namespace reshoot {

/// As whom, and where, a provider is called.
struct Account {
  std::string provider;      ///< `gmi`
  std::string base_url;      ///< without a slash at its end
  Secret key;                ///< empty: the provider takes none
  std::string organization;  ///< gmi: X-Organization-ID; empty: not sent
};

/// A no, and what may be done next. Its kind says it: `rate_limited` and `transient` (surely not
/// accepted: may be sent again), `in_doubt` (it may have been accepted), `refused_content` (never
/// again unchanged), `refused_auth` (key or credit: stop the run), `campaign` (the request is
/// malformed for this model), `corrupt` (an answer that makes no sense).
struct Refusal {
  Error error;
  std::optional<Millis> retry_after;  ///< as the provider asked for
};
template <class T>
using Reply = tl::expected<T, Refusal>;

struct JobRunning {
  std::string status;  ///< the provider's own word; unknown words count as running
  bool shown = true;   ///< false: the answer does not tell whether it has the job; a look-up does
};
struct JobDone {
  /// Of the result; checked by the transport before it is used. `/view?...`: below the account's
  /// own base URL.
  std::string url;
  std::optional<Wall> expires;  ///< nullopt: not known, so fetch at once
  std::optional<Money> cost;    ///< as the provider reports it
};
/// It ended without a result. `rate_limited` and `transient`: another try of the same take may
/// pass.
struct JobFailed {
  Error error;
};
using JobState = std::variant<JobRunning, JobDone, JobFailed>;

/// The provider has the job.
struct Accepted {
  std::string job;               ///< its id there
  JobState state{JobRunning{}};  ///< some answers come at once
};

/// A local file on its way to a provider.
struct UploadFile {
  std::filesystem::path file;
  MediaType type = MediaType::unknown;
  std::uint64_t bytes = 0;
  std::string name;   ///< ASCII, unique by content
  std::string model;  ///< the provider's own id of the model that will read it
};
struct Uploaded {
  std::string place;            ///< what an Order names it by
  std::optional<Wall> expires;  ///< nullopt: not known to go away
  bool is_public = false;       ///< anybody with the URL can read it
};
using UploadStep = std::variant<HttpRequest, Uploaded>;

/// A submit whose outcome nobody knows, as it is kept with its take.
struct SentOrder {
  std::string model;    ///< the provider's own id
  std::string body;     ///< as it was sent
  std::string take;     ///< the take's uuid
  Millis age{0};        ///< since it was first sent
  bool absent = false;  ///< a look-up has proven that the provider has no such job
};

/// A job that a look-up found to carry the same request.
struct FoundJob {
  std::string job;
  std::optional<Wall> created;
};
struct LookUpPage {
  std::vector<FoundJob> matches;
  bool more = false;    ///< another page may have some
  bool absent = false;  ///< proof that there is none, this page and those before it taken together
};

struct Adapter {
  virtual ~Adapter() = default;
  /// `gmi`: as catalog rows name it.
  [[nodiscard]] virtual std::string_view provider() const = 0;

  /// The call that makes the job. Its body is text, without secrets, and is kept with the take.
  [[nodiscard]] virtual Result<HttpRequest> submit(const Account& account,
                                                   const Order& order) const = 0;
  [[nodiscard]] virtual Reply<Accepted> read_submit(const HttpReply& reply, Wall now) const = 0;

  [[nodiscard]] virtual HttpRequest poll(const Account& account, std::string_view job) const = 0;
  /// A refusal is about the question, never about the job: ask again later.
  [[nodiscard]] virtual Reply<JobState> read_poll(const HttpReply& reply, std::string_view job,
                                                  Wall now) const = 0;

  /// Upload as a walk: the replies so far in, the next request or the place out.
  [[nodiscard]] virtual Reply<UploadStep> upload(const Account& account, const UploadFile& file,
                                                 std::span<const HttpReply> replies,
                                                 Wall now) const = 0;

  /// Asks for jobs that may be the one whose submit was not answered; nullopt: this provider cannot
  /// tell. `page` counts from 0.
  [[nodiscard]] virtual std::optional<HttpRequest> look_up(const Account& account,
                                                           const SentOrder& sent,
                                                           int page) const = 0;
  /// Of those, the jobs that `sent` may have become.
  [[nodiscard]] virtual Reply<LookUpPage> read_look_up(const HttpReply& reply,
                                                       const SentOrder& sent) const = 0;

  /// The same call once more, where it surely makes no second job: the provider knows the call
  /// again by a key, or `sent` is proven absent. nullopt: it might.
  [[nodiscard]] virtual std::optional<HttpRequest> submit_again(const Account& /*account*/,
                                                                const SentOrder& /*sent*/) const {
    return std::nullopt;
  }
};

/// nullptr: no provider of that name is built in.
const Adapter* find_adapter(std::string_view provider);

/// Account::base_url of a built-in provider unless the user names another one.
std::string_view default_base_url(std::string_view provider);

}  // namespace reshoot
